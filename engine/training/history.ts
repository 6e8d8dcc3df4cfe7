/**
 * What a run of updates left behind: the loss, the metrics and the length of the gradient at every update, the loss on
 * other samples after every epoch, and the parameters at as many updates as fit into a few megabytes.
 */
import { size, type Shape } from '../shape.ts';

/** A number at every update, or after every epoch. */
export interface Series {
	readonly name: string;
	/** Updates between two numbers: 1, or those of an epoch; the first stands at update `every` − 1. */
	readonly every: number;
	readonly values: Float64Array;
}

/** What parameters and the state of the optimizer are at some update: all their numbers, one after another. */
export interface Kept {
	/** Updates between two that are kept, from update 0 on. */
	readonly every: number;
	/** One after another, each as long as the layout. */
	readonly numbers: Float64Array;
	/** How many numbers one of them has. */
	readonly length: number;
	/** Where the numbers of each parameter lie in it. */
	readonly places: ReadonlyMap<string, { readonly from: number; readonly shape: Shape }>;
}

/** A run of updates from first to last. */
export interface Ran {
	/** Updates that were done: fewer than the schedule has where training stopped early. */
	readonly updates: number;
	/** The epoch, from 0, after which the loss on other samples was least; null where there are none. */
	readonly best: number | null;
	readonly series: readonly Series[];
	readonly kept: Kept;
}

export interface History extends Ran {
	/** Updates in an epoch. */
	readonly perEpoch: number;
	/** The update that is recorded first, and how many are. */
	readonly at: number;
	readonly window: number;
}

/** So many numbers are kept of a run: 8 megabytes. */
export const MOST = 2 ** 20;

/** How far apart kept updates lie, so that they fit. */
export const keptEvery = (updates: number, length: number): number =>
	Math.max(1, Math.ceil((updates * length) / MOST));

/** The number of a series that holds at update u: at an update its own, of an epoch the last one that is done; NaN before. */
export function valueAt({ every, values }: Series, u: number): number {
	const k = Math.floor((u + 1) / every) - 1;
	return k < 0 ? NaN : values[Math.min(k, values.length - 1)]!;
}

export const seriesOf = (history: History, name: string): Series | undefined =>
	history.series.find((s) => s.name === name);

/** The updates whose parameters are kept, up to `last`, which is how far the run came. */
export const keptUpdates = ({ kept, updates }: History): number[] =>
	Array.from({ length: Math.floor(updates / kept.every) + 1 }, (_, k) => k * kept.every);

/** A parameter as it was before update `u`, which must be one that is kept. */
export function keptParameter({ kept }: History, name: string, u: number): Float64Array | null {
	const place = kept.places.get(name);
	if (!place || u % kept.every !== 0) return null;
	const from = (u / kept.every) * kept.length + place.from;
	return kept.numbers.subarray(from, from + size(place.shape));
}

/** The numbers of a run, as arrays that another thread can hand over. */
export const toArrays = ({ updates, best, series, kept }: Ran): Float64Array[] => [
	Float64Array.of(updates, best ?? -1),
	kept.numbers,
	...series.map(({ values }) => values)
];

/** The same run from such arrays; series and places are those of its program. */
export function fromArrays(
	[counts, numbers, ...values]: readonly Float64Array[],
	series: readonly Pick<Series, 'name' | 'every'>[],
	kept: Omit<Kept, 'numbers'>
): Ran {
	const [updates, best] = counts!;
	return {
		updates: updates!,
		best: best! < 0 ? null : best!,
		series: series.map((s, k) => ({ ...s, values: values[k]! })),
		kept: { ...kept, numbers: numbers! }
	};
}

/** Update u of `updates`, as sentences count them: from 1. */
export const epochOf = ({ perEpoch }: History, u: number): number => Math.floor(u / perEpoch);
