/** What a lesson's network computes, in the smallest picture: its parts from left to right, each as a grid of tints. */
import { Tape, type Tensor } from '#engine';
import { defaults, type Lesson } from '#lessons';
import { nearest } from '#src/workbench/nearest.ts';
import { stripOf } from '#src/figures/part/strip/chips.ts';

export interface Grid {
	readonly rows: number;
	readonly columns: number;
	/** Cells of about the same tint as one path of unit squares: the share of the largest, from 0 to 1; below 0 or above. */
	readonly tints: readonly { readonly share: number; readonly below: boolean; readonly d: string }[];
}

/** So many parts, and rows and columns of each. */
const [MOST_PARTS, MOST_CELLS] = [5, 9];
const LEVELS = 4;

export function miniature(lesson: Lesson): readonly Grid[] {
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	const { root } = tape.trace();
	const { chips, at } = stripOf(nearest(root, lesson.open.scope) ?? root.children[0]!);
	const first = Math.max(0, Math.min(at - 2, chips.length - MOST_PARTS));
	return chips.slice(first, first + MOST_PARTS).map(({ tensor }) => grid(tensor));
}

/** The first plane, of which a long side keeps cells at even distances. */
function grid({ shape, data }: Tensor): Grid {
	const [n, m] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
	const [rows, columns] = [Math.min(n, MOST_CELLS), Math.min(m, MOST_CELLS)];
	const value = (r: number, c: number) =>
		data[Math.floor((r * n) / rows) * m + Math.floor((c * m) / columns)]!;
	const most = data.slice(0, n * m).reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 0);
	const tints = new Map<number, string>();
	for (let r = 0; r < rows; r++)
		for (let c = 0; c < columns; c++) {
			const level = most ? Math.round((LEVELS * value(r, c)) / most) : 0;
			if (level) tints.set(level, `${tints.get(level) ?? ''}M${c} ${r}h1v1h-1z`);
		}
	return {
		rows,
		columns,
		tints: [...tints].map(([level, d]) => ({ share: Math.abs(level) / LEVELS, below: level < 0, d }))
	};
}
