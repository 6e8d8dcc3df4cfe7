/** What the tables of facts share: which steps they show, and how their numbers are rounded. */
import type { Tensor } from '#engine';

/** Three significant digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** ‖x‖, the length of a tensor's numbers as one arrow. */
export const length = ({ data }: Pick<Tensor, 'data'>): number =>
	Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));

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

/** How many of the held-out sequences of each gap a network gets right, in percent. */
export const percent = (right: readonly number[], of: number): number[] =>
	right.map((count) => rounded((100 * count) / of));
