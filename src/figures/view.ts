/**
 * What a figure is given: the op's leaf, the cell and the step to draw, and what is known by then. A figure draws
 * from this alone and knows no player, so it stands on any page.
 */
import type { Cell, Leaf, Step, Tensor } from '#engine';

export interface View {
	readonly leaf: Leaf;
	/** The output cell that was last worked on, and which of its elementary steps was last. */
	readonly cell: number;
	readonly index: number;
	readonly step: Step;
	/** How closely one looks: at the whole op, a cell, or a step of it. */
	readonly closeness: 'op' | 'cell' | 'step';
	/** How many cells of a tensor, from its first, are known. */
	known(tensor: Tensor): number;
	/** Whether a cell, or its whole tensor, is pointed at somewhere on the page. */
	lit(tensor: Tensor, cell: number): boolean;
	point(cell: Cell | null): void;
	/** A click: a computed cell leads to the step that wrote it, a given one can be edited. */
	pick(cell: Cell): void;
	/** Writes values into a given tensor; absent where nothing can be edited. */
	edit?(tensor: Tensor, cells: readonly (readonly [number, number])[]): void;
}

/** Cells to outline as read: those of the step, or of the whole cell where one looks at it as a whole. */
export function readCells(view: View): Cell[] {
	const { leaf, cell, index, closeness } = view;
	if (closeness === 'step') return [...view.step.reads];
	if (closeness === 'op') return [];
	const reads: Cell[] = [];
	for (let s = 0; s <= index && s < 1024; s++) reads.push(...leaf.rule.step(leaf.call, cell, s).reads);
	return reads;
}
