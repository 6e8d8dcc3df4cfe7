/** How many updates are recorded in full, from which on, and how much they may take together. */
export interface Window {
	readonly at: number;
	readonly most: { readonly updates: number; readonly ops: number; readonly numbers: number };
}

/** What a trace that is stepped through may hold. */
export const MOST: Window['most'] = { updates: 40, ops: 4000, numbers: 1_500_000 };

/** What is known of every update, recorded or not. */
export interface Curve {
	readonly loss: number[];
}

/** 1.6 GB: a browser ends a page that takes much more. */
const MOST_NUMBERS = 200_000_000;

/** So many numbers, which are held at once; throws what an array that finds no room throws. */
export function held(numbers: number): number {
	if (numbers > MOST_NUMBERS) throw new RangeError('Array buffer allocation failed');
	return numbers;
}
