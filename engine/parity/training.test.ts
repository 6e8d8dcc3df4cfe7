/** Whole runs of updates, as torch.optim does them. */
import { expect, test } from 'vitest';
import { Tape } from '../index.ts';
import { add } from '../ops/add.ts';
import { binaryCrossEntropy } from '../ops/binaryCrossEntropy.ts';
import { matmul } from '../ops/matmul.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { adam } from '../optimizers/adam.ts';
import { adagrad } from '../optimizers/adagrad.ts';
import { rmsprop } from '../optimizers/rmsprop.ts';
import { sgd } from '../optimizers/sgd.ts';
import { keptParameter, seriesOf, train, type Pass, type TrainingOptions } from '../training.ts';
import { expectClose, type Values } from './close.ts';

interface Reference {
	start: Record<string, Values>;
	x: Values;
	y: Values;
	held: [Values, Values];
	losses: number[];
	norms: number[];
	validation: number[];
	end: Record<string, number[]>;
}

const data = import.meta.glob<Reference[]>('./data/training/*.json', { eager: true, import: 'default' });

type Optimizer = TrainingOptions<string, unknown>['optimizer'];
const optimizers: Readonly<Record<string, Optimizer>> = {
	sgd: (tape, w, state) => sgd(tape, w, { learningRate: 0.5 }, state as never),
	momentum: (tape, w, state) =>
		sgd(tape, w, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 }, state as never),
	adam: (tape, w, state) => adam(tape, w, { learningRate: 0.05 }, state as never),
	adagrad: (tape, w, state) => adagrad(tape, w, { learningRate: 0.1, weightDecay: 0.01 }, state as never),
	rmsprop: (tape, w, state) => rmsprop(tape, w, { learningRate: 0.02, momentum: 0.5 }, state as never)
};

function network(tape: Tape, { inputs, targets, parameters }: Pass) {
	let output = inputs;
	for (let k = 0; k < 3; k++) {
		const z = tape.apply(matmul, [output, parameters[`W${k}`]!], undefined);
		output = tape.apply(sigmoid, [tape.apply(add, [z, parameters[`b${k}`]!], undefined)], undefined);
	}
	return { output, loss: tape.apply(binaryCrossEntropy, [output, targets], {}) };
}

test.each(Object.keys(optimizers))('%s', (name) => {
	const [{ start, x, y, held, ...wanted }] = data[`./data/training/${name}.json`] as [Reference];
	const tape = new Tape();
	const given = (name: string, { shape, data }: Values) => tape.constant(name, shape, data);
	const history = train(tape, {
		data: { inputs: given('x', x), targets: given('y', y) },
		validation: { inputs: given('val.x', held[0]), targets: given('val.y', held[1]) },
		parameters: Object.fromEntries(
			Object.entries(start).map(([name, { shape, data }]) => [name, { shape, values: data }])
		),
		network,
		optimizer: optimizers[name]!,
		epochs: 5,
		batch: 4
	});
	expectClose(seriesOf(history, 'loss')!.values, wanted.losses, 'the losses');
	expectClose(seriesOf(history, 'norm')!.values, wanted.norms, 'the norms');
	expectClose(seriesOf(history, 'val.loss')!.values, wanted.validation, 'the losses of what is held out');
	for (const [name, end] of Object.entries(wanted.end))
		expectClose(keptParameter(history, name, history.updates)!, end, name);
	expect(history.updates).toBe(15);
});
