/** One unit that learns y = 2x, and one step that is too large. */
import { train, type Pass, type Tape } from '#engine';
import { linear } from '#engine/layers/linear.ts';
import { leakyRelu } from '#engine/ops/leakyRelu.ts';
import { mse } from '#engine/ops/mse.ts';
import { relu } from '#engine/ops/relu.ts';
import { sgd } from '#engine/optimizers/sgd.ts';

const POINTS = [0.5, 1, 1.5, 2];

/** η of all updates but one, and the place of that one, from 0. */
const RATE = 0.05;
const JUMP_AT = 3;

export const UPDATES = 500;

interface Unit {
	readonly unit: 'relu' | 'leakyRelu';
	readonly jump: number;
	readonly update: number;
}

export function unit(tape: Tape, { unit, jump, update }: Unit): void {
	const column = (values: readonly number[]) => [[values.length, 1], values] as const;
	train(tape, {
		data: {
			inputs: tape.constant('X', ...column(POINTS), { label: 'inputs' }),
			targets: tape.constant('t', ...column(POINTS.map((x) => 2 * x)), { label: 'targets' })
		},
		parameters: {
			w: { shape: [1, 1], values: [3], label: 'weight' },
			b: { shape: [1], values: [1], label: 'bias' }
		},
		network: (tape, pass) => network(tape, pass, unit),
		optimizer: (tape, parameters, _, u) =>
			sgd(tape, parameters, { learningRate: u === JUMP_AT ? jump : RATE }),
		metrics: {
			// A unit is off where its weighted sum is not above 0, and there its output is not either.
			firing: ({ data }) => data.filter((value) => value > 0).length / data.length
		},
		epochs: UPDATES,
		batch: POINTS.length,
		settings: jump,
		at: update - 1
	});
}

function network(tape: Tape, { inputs, targets, parameters: { w, b } }: Pass<'w' | 'b'>, unit: Unit['unit']) {
	const output = tape.scope(
		'forward',
		() =>
			tape.scope(
				'unit',
				() => {
					const z = linear(tape, inputs, { w, b }, { name: 'z', label: 'weighted sums', symbol: 'z' });
					const named = { name: 'h', label: 'output of the unit' };
					return unit === 'relu'
						? tape.apply(relu, [z], undefined, named)
						: tape.apply(leakyRelu, [z], {}, named);
				},
				{ about: 'One unit: a weight, a bias, an activation, for all four points.', part: { kind: 'dense' } }
			),
		{ about: 'From four inputs to four outputs.', part: { kind: 'network' } }
	);
	const loss = tape.scope(
		'loss',
		() => tape.apply(mse, [output, targets], {}, { name: 'loss', label: 'loss', symbol: 'L' }),
		{ about: 'How far the outputs lie from twice the input, squared.', part: { kind: 'loss' } }
	);
	return { output, loss };
}
