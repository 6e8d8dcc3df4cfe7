/** A run of updates goes into a trace file and comes back: its curves, its window, and parameters of the run. */
import { describe, expect, test } from 'vitest';
import { keptParameter, keptUpdates, opsIn, Tape, type History, type Trace } from '../index.ts';
import { mse } from '../ops/mse.ts';
import { mul } from '../ops/mul.ts';
import { sgd } from '../optimizers/sgd.ts';
import { train } from '../training.ts';
import { toJSON, type TraceFile } from './json.ts';
import { replay } from './replay.ts';
import { readTraining, trainingFile } from './training.ts';

const ops = opsIn(import.meta.glob('../ops/*.ts', { eager: true }));
const find = (name: string) => ops.find((op) => op.name === name);

/** w · x shall be 3x: eight updates of two samples each. */
function run(): Trace {
	const tape = new Tape();
	const inputs = tape.input('x', [4, 1], [-2, -1, 0, 1]);
	const targets = tape.constant('t', [4, 1], [-6, -3, 0, 3]);
	train(tape, {
		data: { inputs, targets },
		validation: { inputs, targets },
		parameters: { w: { shape: [1], values: [0.5] } },
		network: (tape, { inputs, targets, parameters: { w }, training }) => {
			const name = training ? '' : 'all.';
			const output = tape.apply(mul, [inputs, w], undefined, `${name}y`);
			return { output, loss: tape.apply(mse, [output, targets], {}, `${name}loss`) };
		},
		optimizer: (tape, parameters) => sgd(tape, parameters, { learningRate: 0.1 }),
		epochs: 4,
		batch: 2,
		at: 5,
		window: 2
	});
	return tape.trace();
}

const file = (trace: Trace): TraceFile =>
	JSON.parse(JSON.stringify(toJSON(trace, { lesson: 'w', params: {}, seed: null }))) as TraceFile;

describe('a window on a run', () => {
	const trace = run();
	const again = replay(file(trace), find).trace;

	test('comes back with its curves, bit for bit', () => {
		expect(trace.training!.series.map(({ name }) => name)).toEqual(['loss', 'norm', 'val.loss']);
		expect(again.training!.series).toEqual(trace.training!.series);
		const { updates, perEpoch, best, at, window } = again.training!;
		expect({ updates, perEpoch, best, at, window }).toEqual({
			updates: 8,
			perEpoch: 2,
			best: trace.training!.best,
			at: 5,
			window: 2
		});
	});

	test('and with its parameters at every update', () => {
		expect(keptUpdates(again.training!)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
		for (const u of keptUpdates(again.training!))
			expect(keptParameter(again.training!, 'w', u)).toEqual(keptParameter(trace.training!, 'w', u));
	});

	test('a second file is the same as the first', () => {
		expect(file(again).training).toEqual(file(trace).training);
	});
});

/** A run of eight updates that keeps a parameter of so many numbers at each: update u has u in all of them. */
function history(wide: number): History {
	const numbers = Float64Array.from({ length: 9 * wide }, (_, k) => Math.floor(k / wide));
	return {
		updates: 8,
		perEpoch: 8,
		best: null,
		at: 0,
		window: 1,
		series: [{ name: 'loss', every: 1, values: new Float64Array(8) }],
		kept: { every: 1, length: wide, numbers, places: new Map([['w', { from: 0, shape: [wide] }]]) }
	};
}

test('of many parameters fewer updates are kept, and those are the same', () => {
	// Two of the nine fit.
	const again = readTraining(trainingFile(history(2 ** 15)));
	expect(keptUpdates(again)).toEqual([0, 5]);
	expect(new Set(keptParameter(again, 'w', 5))).toEqual(new Set([5]));
});

test('of more than fit, none are kept, and the curves are', () => {
	const again = readTraining(trainingFile(history(2 ** 16 + 1)));
	expect(keptParameter(again, 'w', 0)).toBeNull();
	expect(again.series[0]!.values).toHaveLength(8);
});

test('a file without training opens as before', () => {
	const older = { ...file(run()), training: undefined };
	expect(replay(older, find).trace.training).toBeNull();
});
