/** How a plane lies in a picture: all that no step changes, in one object, so that a step is told to each cell once. */
import { size } from '#engine';
import type { Tensor } from '#engine';
import { labelled, labelsOf, type Labels } from './labels.ts';
import { legibleFrom } from './legible.svelte.ts';
import { cellsOf, type Layout } from './layout.ts';
import type { Region } from './plane.ts';

interface Given extends Layout {
	readonly tensor: Tensor;
	/** What is shown of the plane: all of it with its padding, where there is none. */
	readonly region: Region | null;
	readonly padding: readonly [number, number];
	/** The most pixels wide and high; or how large cells are, whatever the room. */
	readonly room: number;
	readonly unit: number | null;
	readonly numbered: boolean;
}

const UNNAMED: Labels = { rows: null, columns: null };

export interface Laid extends ReturnType<typeof lay> {
	/** What it was made of. */
	readonly from: Given;
	readonly numbers: string;
}

/** Lays planes out one after the other. Where nothing changed, the one before stays: what hangs on it is not made anew. */
export function layer(): (given: Given) => Laid {
	let before: Laid | null = null;
	return (given) => {
		const { tensor, order, ...rest } = given;
		const numbers = JSON.stringify([rest, legibleFrom()]);
		if (before?.numbers !== numbers || before.from.tensor !== tensor || before.from.order !== order)
			before = { ...lay(given), from: given, numbers };
		return before;
	};
}

function lay({ tensor, region, padding, room, unit, numbered, ...layout }: Given) {
	const { offset, rows, columns, transposed, order } = layout;
	const [down, across] = padding;
	const all = { top: -down, left: -across, rows: rows + 2 * down, columns: columns + 2 * across };
	const shown: Region = region ?? all;
	const labels = order ? UNNAMED : labelsOf(tensor, rows, columns, transposed);
	const asked = unit ? unit * Math.max(shown.rows, shown.columns) : room;
	return {
		...labelled(shown, asked, labels, numbered, unit !== null),
		shown,
		gap: shown.gap ?? ([1, 1] as const),
		/** Whether the whole plane is shown. */
		whole:
			shown.top <= 0 &&
			shown.left <= 0 &&
			shown.top + shown.rows >= rows &&
			shown.left + shown.columns >= columns,
		labels,
		layout,
		/** The cell of the tensor at a row and column of the plane; −1 where none lies there. */
		cell: cellsOf(layout),
		/** How many cells of the tensor lie in the plane. */
		count: order?.length ?? Math.min(rows * columns, size(tensor.shape) - offset)
	};
}
