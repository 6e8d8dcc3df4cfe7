/** What the tables of facts share: which steps they show, and counts in percent. */
import type { Tensor } from '#engine';
import { rounded } from '../../numbers.ts';

const MOST = 12;

/** Steps 1 to T; where there are many, the first two, the last two, and some between. */
export function someSteps(T: number): number[] {
	if (T <= MOST) return Array.from({ length: T }, (_, k) => k + 1);
	const between = Array.from(
		{ length: MOST - 4 },
		(_, k) => 2 + Math.round(((k + 1) * (T - 3)) / (MOST - 3))
	);
	return [1, 2, ...between, T - 1, T];
}

/** Three digits after the point: of numbers up to 1 that stand side by side. */
export const decimals = (value: number): number => Math.round(value * 1000) / 1000 + 0;

/** How many of the held-out sequences of each gap a network gets right, in percent. */
export const percents = (right: readonly number[], of: number): number[] =>
	right.map((count) => rounded((100 * count) / of));

/** Which number of the last hidden state speaks most for the most probable answer and against the next. */
export function deciding(h: Tensor, W_hy: Tensor, p: Tensor): number {
	const [first, second] = Array.from(p.data, (value, k) => ({ value, k })).sort((a, b) => b.value - a.value);
	const classes = p.data.length;
	const speaks = Array.from(h.data, (value, k) => {
		const weight = (answer: number) => W_hy.data[k * classes + answer]!;
		return value * (weight(first!.k) - weight(second!.k));
	});
	return speaks.indexOf(Math.max(...speaks));
}
