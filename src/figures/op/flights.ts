/** What flies in the figures of ops: terms into a sum, a winner to its place, and its gradient home. */
import type { Flight } from '#src/figures/grid/motion.ts';
import type { View } from './view.ts';

const WRITE = '[data-write]';
const READ = 'rect.read';

/** What one looks at closely has just been written. */
const isAt = ({ leaf, cell, closeness, index }: View): boolean =>
	// All that says where one is, so that what asks hears of every move.
	leaf.perCell > 0 && cell >= 0 && closeness !== 'op' && index >= 0;

/** The two factors of a step into their product, where products stand by themselves; the products of a cell into their sum. */
export const intoSum = (view: View): readonly Flight[] => {
	if (!isAt(view)) return [];
	return view.closeness === 'step'
		? [{ from: READ, to: `.block rect.current, ${WRITE}` }]
		: [{ from: '.block rect.term', to: WRITE }];
};

/** A row and a column, or a pair of their numbers, into the cell that they make. */
export const intoCell = (view: View): readonly Flight[] =>
	isAt(view) ? [{ from: view.closeness === 'step' ? READ : 'rect.frame:not(.halo)', to: WRITE }] : [];

/** What a cell is made of, where it is let through. */
export const passing = (view: View): readonly Flight[] =>
	isAt(view) && view.step.local !== 0 ? [{ from: READ, to: WRITE }] : [];

/** The winner of a window to its place. */
export const ofWinner = (view: View): readonly Flight[] =>
	isAt(view) ? [{ from: '[data-winner]', to: WRITE }] : [];

/** Gradients of a tensor that reach the cell, by their places: home from where they were read. */
export const home = (view: View, cells: readonly number[]): readonly Flight[] =>
	isAt(view) ? cells.map((cell) => ({ from: `.dy [data-cell="${cell}"]`, to: `.dx ${WRITE}` })) : [];
