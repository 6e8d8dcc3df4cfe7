/** Where the lines of a plot lie: a shared axis of x, linear or logarithmic, and heights that begin at 0. */
import type { Plot, PlotFact } from '#lessons/lesson.ts';

export type Scale = (value: number) => number;

/** The first value lies at `from`, the last at `to`. */
export function across({ values, logarithmic }: PlotFact['x'], from: number, to: number): Scale {
	const at = logarithmic ? Math.log : (value: number) => value;
	const [low, high] = [at(values[0]!), at(values.at(-1)!)];
	return (value) => (high === low ? from : from + ((at(value) - low) / (high - low)) * (to - from));
}

/** The largest number that a plot has room for. */
export function highest({ lines, most }: Plot): number {
	return Math.max(most?.value ?? 0, ...lines.flatMap(({ values }) => values)) || 1;
}

/** 0 and round numbers up to the highest, three at most. */
export function heights(most: number): number[] {
	const power = 10 ** Math.floor(Math.log10(most));
	const step = [0.1, 0.2, 0.5, 1, 2, 5].map((n) => n * power).find((step) => most / step < 3)!;
	return [0, 1, 2].map((n) => n * step).filter((tick) => tick <= most);
}

/** Values of x to be labelled: all where there is room, else every second, third, … from the first on. */
export function labelled(values: readonly number[], room: number): number[] {
	const stride = Math.ceil(values.length / Math.max(2, room));
	return values.filter((_, k) => k % stride === 0);
}
