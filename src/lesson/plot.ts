/** What the axes of a plot among the notes are of. */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Plot, PlotFact } from '#lessons/lesson.ts';

/** The first value lies at `from`, the last at `to`. */
export const across = ({ values, logarithmic }: PlotFact['x'], from: number, to: number) =>
	(logarithmic ? scaleLog : scaleLinear)([values[0]!, values.at(-1)!], [from, to]);

/** The largest number that a plot has room for. */
export const highest = ({ lines, most }: Plot): number =>
	Math.max(most?.value ?? 0, ...lines.flatMap(({ values }) => values)) || 1;

/** Values of x to be labelled: all where there is room, else every second, third, … from the first on. */
export function labelled(values: readonly number[], room: number): number[] {
	const stride = Math.ceil(values.length / Math.max(2, room));
	return values.filter((_, k) => k % stride === 0);
}
