import { expect, test } from 'vitest';
import { adam } from './optimizers/adam.ts';
import { sgd } from './optimizers/sgd.ts';
import { linear } from './layers/linear.ts';
import { matmul } from './ops/matmul.ts';
import { mse } from './ops/mse.ts';
import { neg } from './ops/neg.ts';
import { binaryCrossEntropy } from './ops/binaryCrossEntropy.ts';
import { dropout } from './ops/dropout.ts';
import { sigmoid } from './ops/sigmoid.ts';
import { tanh } from './ops/tanh.ts';
import { random } from './random.ts';
import { Tape, type Edits } from './tape.ts';
import { keptParameter, seriesOf, train, type History, type Pass, type TrainingOptions } from './training.ts';
import { find, partsIn, type Trace } from './trace.ts';

/** Points in the plane, 1 where both coordinates have one sign, which no line can tell from the others. */
function points(tape: Tape, n: number, seed: number, prefix = '') {
	const { array } = random(seed);
	const xy = array(2 * n);
	const inputs = tape.constant(`${prefix}X`, [n, 2], xy);
	const targets = tape.constant(
		`${prefix}y`,
		[n, 1],
		Array.from({ length: n }, (_, k) => Number(xy[2 * k]! * xy[2 * k + 1]! > 0))
	);
	return { inputs, targets };
}

const starts = () => {
	const { array } = random(3);
	return {
		W1: { shape: [2, 5], values: array(10) },
		b1: { shape: [5], values: array(5) },
		W2: { shape: [5, 1], values: array(5) },
		b2: { shape: [1], values: array(1) }
	};
};

type Name = keyof ReturnType<typeof starts>;

/** 2-5-1 with dropout. */
function network(
	tape: Tape,
	{ inputs, targets, parameters: { W1, b1, W2, b2 }, training, update }: Pass<Name>
) {
	const output = tape.scope('forward', () => {
		const z = linear(tape, inputs, { w: W1, b: b1 }, { name: 'z', label: 'z', symbol: 'z' });
		const h = tape.apply(tanh, [z], undefined);
		const kept = tape.apply(dropout, [h], { p: 0.2, seed: update, training });
		const o = linear(tape, kept, { w: W2, b: b2 }, { name: 'o', label: 'o', symbol: 'o' });
		return tape.apply(sigmoid, [o], undefined);
	});
	const loss = tape.scope('loss', () => tape.apply(binaryCrossEntropy, [output, targets], {}, 'loss'));
	return { output, loss };
}

const optimizers = {
	sgd: (tape, w, state) => sgd(tape, w, { learningRate: 0.5, momentum: 0.9 }, state as never),
	adam: (tape, w, state) => adam(tape, w, { learningRate: 0.05, weightDecay: 0.01 }, state as never)
} satisfies Record<string, TrainingOptions<Name, unknown>['optimizer']>;

interface Settings {
	optimizer?: keyof typeof optimizers;
	at?: number;
	window?: number;
	shuffle?: number;
	batch?: number;
	patience?: number;
	epochs?: number;
}

function trained(
	settings: Settings,
	edits?: Edits,
	filled?: readonly Float64Array[],
	program: Partial<TrainingOptions<Name, unknown>> = {}
): { trace: Trace; history: History; tape: Tape } {
	const tape = new Tape({ ...(edits && { edits }), ...(filled && { filled }) });
	const { optimizer = 'sgd', ...rest } = settings;
	const history = train(tape, {
		data: points(tape, 10, 1),
		validation: points(tape, 6, 2, 'val.'),
		parameters: starts(),
		network,
		optimizer: optimizers[optimizer],
		metrics: { mean: (output) => output.data.reduce((a, b) => a + b) / output.data.length },
		epochs: 6,
		batch: 4,
		shuffle: 7,
		...rest,
		...program
	});
	return { trace: tape.trace(), history, tape };
}

const losses = (trace: Trace) =>
	partsIn(trace.root, 'batch').map(({ name, children }) => {
		const loss = children.flatMap((c) => (c.kind === 'scope' && c.name === 'loss' ? c.children : []))[0]!;
		if (loss.kind !== 'leaf') throw new Error(name);
		return loss.out.data[0]!;
	});

test.each(Object.keys(optimizers) as (keyof typeof optimizers)[])(
	'updates that are recorded have the bits of those that are not: %s',
	(optimizer) => {
		const whole = trained({ optimizer, window: 18 });
		const loss = seriesOf(whole.history, 'loss')!.values;
		expect(whole.history.updates).toBe(18);
		expect(losses(whole.trace)).toEqual(Array.from(loss));
		for (const at of [1, 2, 3, 8, 17]) {
			const { trace, history } = trained({ optimizer, at });
			expect(losses(trace)).toEqual([loss[at]]);
			expect(Array.from(trace.tensors.get('W1')!.data)).toEqual(
				Array.from(keptParameter(history, 'W1', at)!)
			);
			expect(Array.from(trace.tensors.get('W1.new')!.data)).toEqual(
				Array.from(keptParameter(history, 'W1', at + 1)!)
			);
		}
	}
);

test('an epoch sees every sample once, in another order than the one before', () => {
	const { trace } = trained({ window: 6 });
	const seen = partsIn(trace.root, 'epoch').map((epoch) =>
		partsIn(epoch, 'batch').flatMap((batch) => {
			const rows = batch.children[0]!;
			return rows.kind === 'scope' && rows.children[0]?.kind === 'leaf'
				? Array.from(rows.children[0].call.xs[1]!.data)
				: [];
		})
	);
	expect(seen.map((rows) => rows.toSorted((a, b) => a - b))).toEqual([
		[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
		[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
	]);
	expect(seen[0]).not.toEqual(seen[1]);
});

test('the rows of a batch, its epoch and what is held out stand in the trace', () => {
	const { trace } = trained({ at: 2, window: 2 });
	expect(trace.root.children.map(({ name }) => name)).toEqual(['epoch 1', 'epoch 2']);
	expect(find(trace.root, 'epoch 1/validation')).not.toBeNull();
	expect(find(trace.root, 'epoch 2/validation')).toBeNull();
	// The last batch of ten samples in fours has two.
	expect(trace.tensors.get('rows')!.shape).toEqual([2]);
	expect(trace.tensors.get('rows_2')!.shape).toEqual([4]);
});

test('what is held out is measured after every epoch, with nothing dropped', () => {
	const { trace, history } = trained({ at: 2 });
	const validation = find(trace.root, 'epoch 1/validation/loss/binaryCrossEntropy')!;
	expect(validation.kind === 'leaf' && validation.out.data[0]).toBe(seriesOf(history, 'val.loss')!.values[0]);
	expect(seriesOf(history, 'val.loss')!.values).toHaveLength(6);
});

test('training stops when what is held out has not become better for so many epochs', () => {
	const all = seriesOf(trained({ epochs: 60 }).history, 'val.loss')!.values;
	const { history } = trained({ epochs: 60, patience: 3 });
	const stopped = history.updates / history.perEpoch;
	expect(stopped).toBeLessThan(60);
	expect(seriesOf(history, 'val.loss')!.values).toEqual(all.slice(0, stopped));
	const least = Math.min(...all.slice(0, stopped));
	expect(all[history.best!]).toBe(least);
	expect(stopped - 1 - history.best!).toBe(3);
});

test('a weight and a point that were typed count from the first update on', () => {
	const plain = seriesOf(trained({}).history, 'loss')!.values;
	for (const edits of [{ W1: [[0, 2]] }, { y: [[3, 0.5]] }] as Edits[]) {
		const { history } = trained({}, edits);
		const { trace } = trained({ at: 9 }, edits);
		expect(seriesOf(history, 'loss')!.values).not.toEqual(plain);
		expect(losses(trace)[0]).toBe(seriesOf(history, 'loss')!.values[9]);
	}
});

test('arrays of another thread give the same trace and the same history', () => {
	for (const optimizer of ['sgd', 'adam'] as const) {
		const first = trained({ optimizer, at: 7, window: 2 });
		const again = trained({ optimizer, at: 7, window: 2 }, undefined, first.tape.arrays);
		expect(again.history).toEqual(first.history);
		const values = ({ trace }: typeof first) =>
			[...trace.tensors].map(([name, { data }]) => [name, Array.from(data)]);
		expect(values(again)).toEqual(values(first));
		expect(again.trace.leaves.map(({ call }) => call.attrs)).toEqual(
			first.trace.leaves.map(({ call }) => call.attrs)
		);
	}
});

test('a run that leaves the finite numbers goes on, and can be looked at there', () => {
	const tape = new Tape();
	const history = train(tape, {
		data: { inputs: tape.constant('x', [1, 1], [1e3]), targets: tape.constant('t', [1, 1], [1]) },
		parameters: { w: { shape: [1, 1], values: [1] } },
		network(tape, { inputs, targets, parameters }) {
			const output = tape.apply(matmul, [inputs, parameters.w], undefined);
			return { output, loss: tape.apply(mse, [output, targets], {}, 'loss') };
		},
		optimizer: (tape, w) => sgd(tape, w, { learningRate: 1 }),
		epochs: 100,
		at: 99
	});
	expect(seriesOf(history, 'loss')!.values.at(-1)).toBeNaN();
	expect(tape.trace().tensors.get('w')!.data[0]).toBeNaN();
});

test('an update that does other ops than the first is refused in a sentence', () => {
	const program = () =>
		trained({}, { W1: [[0, 9]] }, undefined, {
			network: (tape, pass) => {
				const { output, loss } = network(tape, pass);
				return { output, loss: pass.update === 4 ? tape.apply(neg, [loss], undefined) : loss };
			}
		});
	expect(program).toThrow('let every update do the same ops');
});
