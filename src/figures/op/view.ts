/**
 * What a figure is given: the op's leaf, the cell and the step to draw, and what is known by then. A figure draws
 * from this alone and knows no player, so it stands on any page.
 */
import type { Point } from '#lessons/points.ts';
import type { Cell, Closeness, Leaf, Step, Tensor } from '#engine';

/** More marks than these on a picture say less than fewer. */
const MOST = 160;

export interface View {
	readonly leaf: Leaf;
	/** The output cell that was last worked on, and which of its elementary steps was last; −1 before any. */
	readonly cell: number;
	readonly index: number;
	readonly step: Step;
	/** How closely one looks: at the whole op, a cell, or a step of it. */
	readonly closeness: Closeness;
	/** Whether somebody is asked what the cell will hold: it is framed, and its number hidden. */
	readonly asked?: boolean;
	/** How many cells of a tensor, from its first, are known. */
	known(tensor: Tensor): number;
	/** Whether a cell, or its whole tensor, is pointed at somewhere on the page. */
	lit(tensor: Tensor, cell: number): boolean;
	/** What a cell held in the run that is compared with; undefined where it held the same. */
	before?(tensor: Tensor, cell: number): number | undefined;
	point(cell: Cell | null): void;
	/** A click: a computed cell leads to the step that wrote it, a given one can be edited. */
	pick(cell: Cell): void;
	/** Takes other points of a plane, where the lesson says which control keeps them. */
	readonly points?: { set(points: readonly Point[]): void } | undefined;
	/** Writes values into a given tensor; absent where nothing can be edited. */
	edit?(tensor: Tensor, cells: readonly (readonly [number, number])[]): void;
}

/** The cell being written, and what it holds so far: null before it holds a number of its own. */
export interface Write {
	readonly cell: number;
	readonly value: number | null;
}

/**
 * Whether the step's number is one on the way: the largest score, a sum that is yet to be divided. A sum so far, or the
 * largest number so far, is what its cell holds.
 */
export const partial = ({ leaf, index, step }: View): boolean =>
	step.working ?? (leaf.call.op.family === 'softmax' && index < leaf.perCell - 1);

export const writeOf = (view: View): Write | null =>
	view.index < 0
		? view.asked
			? { cell: view.cell, value: null }
			: null
		: { cell: view.cell, value: partial(view) ? null : view.step.value };

/** The steps of the cell so far; of very many, the last ones. */
export const stepsSoFar = ({ leaf, cell, index }: View): Step[] => {
	const from = Math.max(0, index + 1 - MOST);
	return Array.from({ length: index + 1 - from }, (_, k) => leaf.rule.step(leaf.call, cell, from + k));
};

/** The steps that are looked at: the last one, or all so far where one looks at the cell as a whole. */
export const stepsOf = (view: View): Step[] =>
	view.index < 0 ? [] : view.closeness === 'step' ? [view.step] : stepsSoFar(view);

/** Whether what the cell hangs on is marked: it has been worked on, or somebody is asked about it. */
export const marked = (view: View): boolean => view.index >= 0 || view.asked === true;

/** All steps of the cell that somebody is asked about; none where nobody is. */
export const stepsAsked = ({ leaf, cell, asked }: View): Step[] =>
	asked
		? Array.from({ length: Math.min(MOST, leaf.perCell) }, (_, s) => leaf.rule.step(leaf.call, cell, s))
		: [];

/** Cells to outline as read: those of the step, or of the whole cell where one looks at it as a whole. */
export function readCells(view: View): Cell[] {
	if (view.asked) return stepsAsked(view).flatMap(({ reads }) => reads);
	if (view.closeness === 'op' || view.index < 0) return [];
	if (view.index >= MOST) return [...view.step.reads];
	return stepsOf(view).flatMap(({ reads }) => reads);
}
