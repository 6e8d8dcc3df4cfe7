/**
 * What a trace file keeps of the run of updates that its trace is a window of: the curves, and the parameters at some
 * updates. The rest of the run is not in the file, and cannot be run again from it.
 */
import { fail } from '../errors.ts';
import { size, type Shape } from '../tensor.ts';
import type { History, Kept } from '../training/history.ts';
import { readNumbers, writeNumbers, type Numbers } from './numbers.ts';
import type { Stored } from './safetensors/header.ts';
import type { View } from './view.ts';

type Data = Exclude<Numbers, View | Stored>;

export interface TrainingFile {
	/** Updates that were done, and those of an epoch. */
	readonly updates: number;
	readonly perEpoch: number;
	/** The epoch, from 0, after which the loss on other samples was least; null where there are none. */
	readonly best: number | null;
	/** The first update, from 0, that is recorded step by step, and how many are. */
	readonly at: number;
	readonly window: number;
	readonly series: readonly {
		readonly name: string;
		/** Updates between two numbers; the first stands at update `every` − 1. */
		readonly every: number;
		readonly data: Data;
	}[];
	/** Parameters at updates 0, `every`, 2 · `every`, …; absent where they are too many numbers. */
	readonly kept?: {
		readonly every: number;
		/** By name: the shape of one, and the numbers of each kept update, one after another. */
		readonly parameters: Readonly<Record<string, { readonly shape: Shape; readonly data: Data }>>;
	};
}

/** So many numbers of parameters go into a file: half a megabyte. */
const MOST = 2 ** 16;

export const trainingFile = (history: History): TrainingFile => {
	const { updates, perEpoch, best, at, window, series } = history;
	const kept = keptFile(history);
	return {
		updates,
		perEpoch,
		best,
		at,
		window,
		series: series.map(({ name, every, values }) => ({ name, every, data: written(values) })),
		...(kept && { kept })
	};
};

const written = (values: Float64Array): Data => writeNumbers(values) as Data;

/** Fewer updates than the run keeps, and no state of its optimizer. */
function keptFile({ updates, kept }: History): TrainingFile['kept'] | null {
	const wide = [...kept.places.values()].reduce((sum, { shape }) => sum + size(shape), 0);
	if (!wide || wide > MOST) return null;
	const all = Math.floor(updates / kept.every) + 1;
	const skip = Math.ceil((all * wide) / MOST);
	const taken = Array.from({ length: Math.floor((all - 1) / skip) + 1 }, (_, k) => k * skip * kept.length);
	return {
		every: kept.every * skip,
		parameters: Object.fromEntries(
			[...kept.places].map(([name, { from, shape }]) => {
				const data = taken.flatMap((k) =>
					Array.from(kept.numbers.subarray(k + from, k + from + size(shape)))
				);
				return [name, { shape, data: written(Float64Array.from(data)) }];
			})
		)
	};
}

/** Throws a BackstepError where the counts do not belong together. */
export function readTraining(file: TrainingFile): History {
	const { updates, perEpoch, best, at, window } = file;
	if (at + window > updates)
		fail(
			'value',
			`The training of this file records updates ${at} to ${at + window - 1} of ${updates}: "at" and "window" must lie within "updates"`
		);
	if (best !== null && best >= updates / perEpoch)
		fail(
			'value',
			`The training of this file names epoch ${best} as its best, and has ${Math.ceil(updates / perEpoch)}: count epochs from 0`
		);
	const series = file.series.map(({ name, every, data }) => {
		const values = readNumbers(`the curve "${name}"`, data);
		if (values.length !== Math.floor(updates / every))
			fail(
				'shape',
				`In this file, the curve "${name}" has ${values.length} numbers, and ${updates} updates take ${Math.floor(updates / every)}: give one for every ${every === 1 ? 'update' : `${every} updates`}`
			);
		return { name, every, values };
	});
	return { updates, perEpoch, best, at, window, series, kept: readKept(file) };
}

function readKept({ updates, kept }: TrainingFile): Kept {
	if (!kept) return { every: updates + 1, length: 0, numbers: new Float64Array(), places: new Map() };
	const times = Math.floor(updates / kept.every) + 1;
	let length = 0;
	const all = Object.entries(kept.parameters).map(([name, { shape, data }]) => {
		const values = readNumbers(`the kept ${name}`, data);
		if (values.length !== times * size(shape))
			fail(
				'shape',
				`In this file, ${values.length} numbers are kept of ${name}: ${times} updates take ${times * size(shape)}`
			);
		const from = length;
		length += size(shape);
		return { name, shape, from, values };
	});
	const numbers = new Float64Array(times * length);
	for (const { shape, from, values } of all)
		for (let k = 0; k < times; k++)
			numbers.set(values.subarray(k * size(shape), (k + 1) * size(shape)), k * length + from);
	return {
		every: kept.every,
		length,
		numbers,
		places: new Map(all.map(({ name, shape, from }) => [name, { from, shape }]))
	};
}
