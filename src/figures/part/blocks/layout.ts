/**
 * Where boxes and wires lie, in pixels: a row for each column, from left to right, the one that is looked at above; on a phone
 * upright, from the top down beside each other. Both are one layout, along a column and across it; the second is turned in the end.
 */
import type { Leaf, Tensor } from '#engine';
import type { Point } from '../cell/wiring.ts';
import type { Block, Box, Column } from './boxes.ts';
import { boxesIn } from './columns.ts';
import { rowOf, type Drawn } from './row.ts';

/** Something in a row, in its place. */
export interface Item extends Drawn {
	readonly x: number;
	readonly y: number;
	readonly height: number;
}

export interface Wire {
	readonly carries: Tensor;
	readonly into: readonly Box[];
	/** The one op that reads it, where its box has several. */
	readonly sum: Leaf | null;
	readonly path: readonly Point[];
	readonly name: 'K' | 'V' | null;
}

/** What is written at a shortcut: how much of the gradient comes past the part, and how much through it. */
export interface Label {
	readonly residual: Block['residuals'][number];
	readonly x: number;
	readonly y: number;
}

export interface Frame {
	readonly block: Block;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface Layout {
	readonly items: readonly Item[];
	readonly wires: readonly Wire[];
	readonly labels: readonly Label[];
	readonly frames: readonly Frame[];
	/** Where the rows begin. */
	readonly rows: readonly number[];
	/** How far a row's title may reach. */
	readonly free: number;
	/** How high a box is; upright, how wide. */
	readonly full: number;
	/** Whether columns run from the top down. */
	readonly upright: boolean;
	readonly width: number;
	readonly height: number;
}

/** A row, from its top: the frame of a block, the boxes, the shortcuts under them. */
export const FRAME = { top: 26, height: 106 } as const;
/** How high a box is, where there is no more room. */
export const HEIGHT = 62;

/** What a layout is measured by, along a column and across it. */
interface Measures {
	/** Before the first box, and at the edge of a block. */
	readonly start: number;
	readonly edge: number;
	/** What lies before a box: at least room for an arrow; more at the edge of a block. */
	readonly least: number;
	readonly most: number;
	/** Across: before the frame of a block and its boxes, the shortcuts behind them, a whole column, and between two. */
	readonly frame: number;
	readonly top: number;
	readonly shortcut: number;
	readonly row: number;
	readonly between: number;
	/** How far from the middle of a box its keys and values arrive. */
	readonly apart: number;
	/** How long and how far across a box is. */
	readonly long: (item: Drawn) => number;
	readonly full: number;
}

const across = (stretch: number): Measures => ({
	start: 0,
	edge: 7,
	least: 6,
	most: 24,
	frame: FRAME.top,
	top: 36,
	shortcut: 16,
	row: FRAME.top + FRAME.height + 3 + stretch,
	between: 12,
	apart: 13,
	long: ({ width }) => width,
	full: HEIGHT + stretch
});

/** Upright: the title, a circle, and how high a box at least is and at most. */
const [TITLE, CIRCLE, LOW, HIGH] = [22, 20, 18, 34];

/** As high as the room, where that is enough, and as wide as it in any case. */
function upright(rows: readonly (readonly Drawn[])[], { width, height }: Room): Measures {
	const measures = {
		start: TITLE,
		edge: 14,
		least: 8,
		most: 14,
		frame: 1,
		top: 8,
		shortcut: 11,
		between: 14,
		apart: 5
	};
	const { edge, least, top, shortcut, between } = measures;
	const highs = rows.map((row) => {
		const circles = row.filter(({ circle }) => circle).length;
		const edges = row.filter(({ edge }) => edge).length;
		const taken = TITLE + circles * CIRCLE + edges * edge + (row.length - 1) * least + 2;
		return (height - taken) / (row.length - circles);
	});
	const high = Math.max(LOW, Math.min(HIGH, ...highs));
	const full = Math.floor((width - 2 - (rows.length - 1) * between) / rows.length - top - shortcut - 4);
	return {
		...measures,
		row: top + full + shortcut + 4,
		long: ({ circle }) => (circle ? CIRCLE : high),
		full
	};
}

interface Room {
	readonly width: number;
	readonly height: number;
}

type Columns = readonly (readonly [Column, Block])[];

/** In a room so wide, with boxes so much higher than they must be. */
export const layoutOf = (columns: Columns, room: number, stretch = 0): Layout =>
	laid(
		columns,
		columns.map(([column, open]) => rowOf(column, open)),
		room,
		across(stretch)
	);

/** From the top down, in the room of a phone. */
export function uprightOf(columns: Columns, room: Room): Layout {
	const rows = columns.map(([column, open]) => rowOf(column, open));
	const layout = laid(columns, rows, room.height, upright(rows, room));
	const turned = <
		T extends { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
	>(
		box: T
	): T => ({ ...box, x: box.y, y: box.x, width: box.height, height: box.width });
	return {
		...layout,
		items: layout.items.map(turned),
		frames: layout.frames.map(turned),
		wires: layout.wires.map((wire) => ({ ...wire, path: wire.path.map(([x, y]): Point => [y, x]) })),
		// There is no room for numbers beside the shortcuts.
		labels: [],
		upright: true,
		width: layout.height,
		height: layout.width
	};
}

function laid(
	columns: Columns,
	rows: readonly (readonly Drawn[])[],
	room: number,
	measures: Measures
): Layout {
	const { start, edge, least, most, top, shortcut, between, full, long } = measures;
	const [center, bypass] = [top + full / 2, top + full + shortcut];
	const gap = Math.min(
		most,
		...rows.map((row) => {
			const fixed = row.reduce((sum, item) => sum + long(item) + (item.edge ? edge : 0), 2 + start);
			return Math.max(least, (room - fixed) / (row.length - 1));
		})
	);
	/** How far before a box a shortcut branches off. */
	const before = Math.min(7, gap - 1);
	const items: Item[] = [];
	const tops = rows.map((_, k) => k * (measures.row + between));
	rows.forEach((row, k) => {
		let x = 1 + start - gap;
		for (const item of row) {
			const width = long(item);
			x += gap + (item.edge ? edge : 0);
			const height = item.circle ? width : full;
			items.push({ ...item, width, x, y: tops[k]! + center - height / 2, height });
			x += width;
		}
	});
	const at = (box: Box): Item => items.find(({ boxes }) => boxes.includes(box))!;
	const [frames, labels, wires]: [Frame[], Label[], Wire[]] = [[], [], []];
	columns.forEach(([column, open], k) => {
		const middle = tops[k]! + center;
		const row = items.filter(({ boxes }) => boxesIn(column).includes(boxes[0]!));
		row.slice(1).forEach((item, n) => {
			const from = row[n]!;
			const path: Point[] = [
				[from.x + from.width, middle],
				[item.x, middle]
			];
			wires.push({ carries: from.boxes.at(-1)!.out, into: item.boxes, sum: null, path, name: null });
		});
		for (const residual of open.residuals) {
			const { boxes, adds, input, sum } = residual;
			const [first, last] = [at(boxes[0]!), at(adds)];
			const [branch, end, under] = [first.x - before, last.x + last.width / 2, tops[k]! + bypass];
			const path: Point[] = [
				[branch, middle],
				[branch, under],
				[end, under],
				[end, last.y + last.height]
			];
			wires.push({ carries: input, into: [adds], sum, path, name: null });
			labels.push({ residual, x: branch + 5, y: under });
		}
		const [first, last] = [at(open.residuals[0]!.boxes[0]!), at(open.residuals.at(-1)!.boxes.at(-1)!)];
		const x = first.x - before - 5;
		frames.push({
			block: open,
			x,
			y: tops[k]! + measures.frame,
			width: last.x + last.width + 5 - x,
			height: measures.row - measures.frame - 3
		});
	});
	const crossings = crossingsOf(
		columns.map(([column]) => column),
		items,
		measures
	);
	return {
		items,
		wires: [...wires, ...crossings],
		labels,
		frames,
		rows: tops,
		free: Math.min(room, ...crossings.map(({ path }) => path.at(-1)![0])) - 28,
		full,
		upright: false,
		width:
			Math.max(...items.map(({ x, width }) => x + width), ...crossings.map(({ path }) => path[1]![0])) + 1,
		height: tops.at(-1)! + measures.row
	};
}

/** From the end of a column down to each part that looks at it: its keys and values. */
function crossingsOf(
	columns: readonly Column[],
	items: readonly Item[],
	{ top, between, apart }: Measures
): Wire[] {
	return columns.flatMap(({ blocks }) =>
		items.flatMap((item) => {
			const residual = blocks
				.flatMap(({ residuals }) => residuals)
				.find(({ part, across }) => across && columns.includes(across) && item.boxes.includes(part));
			if (!residual) return [];
			const { part, across } = residual;
			const source = items.findLast(({ boxes }) => boxes.some((box) => box.out === across!.output))!;
			const end = source.x + source.width;
			const y = source.y + source.height / 2;
			const trunk = item.y - top - between / 2 + 2;
			return (['K', 'V'] as const).map((name, k): Wire => {
				const x = item.x + item.width / 2 + (k ? apart : -apart);
				const path: Point[] = [
					[end, y],
					[end + 15, y],
					[end + 15, trunk],
					[x, trunk],
					[x, item.y]
				];
				return {
					carries: across!.output,
					into: item.blocks.length ? item.boxes : [part],
					sum: null,
					path,
					name
				};
			});
		})
	);
}
