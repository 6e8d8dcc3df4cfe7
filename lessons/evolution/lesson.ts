import type { Tape, Tensor, Trace } from '#engine';
import { linear } from '#engine/layers/linear.ts';
import { add } from '#engine/ops/add.ts';
import { binaryCrossEntropy } from '#engine/ops/binaryCrossEntropy.ts';
import { concat } from '#engine/ops/concat.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { lesson, type Fact } from '../lesson.ts';

/** Input × output, and biases: small numbers, chosen so that no neuron is near 0 or flat. */
const WEIGHTS = {
	W1: [0.5, -0.25, 0.75, -0.5, 0.5, 0.25, 0.25, 0.75, -0.5, 0.75, -0.25, 0.5],
	b1: [0.1, -0.1, 0.2],
	W2: [1, -0.75, 0.5],
	b2: [0.1],
	W_s: [0.75, -0.5, 0.25, 0.5, 0.75, -0.25],
	b_s: [0.1, -0.1, 0.2],
	W_r: [0.5, 0.25, -0.75, -0.25, 0.5, 0.75],
	b_r: [-0.1, 0.2, 0.1],
	W_o: [1, -0.75, 0.5, -1, 0.5, 0.75],
	b_o: [0.1]
} as const;

type Name = keyof typeof WEIGHTS;

const SHAPES: Readonly<Record<Name, readonly number[]>> = {
	W1: [4, 3],
	b1: [3],
	W2: [3, 1],
	b2: [1],
	W_s: [2, 3],
	b_s: [3],
	W_r: [2, 3],
	b_r: [3],
	W_o: [6, 1],
	b_o: [1]
};

const LABELS: Readonly<Record<Name, readonly [label: string, symbol: string]>> = {
	W1: ['weights 1', 'W_1'],
	b1: ['bias 1', 'b_1'],
	W2: ['weights 2', 'W_2'],
	b2: ['bias 2', 'b_2'],
	W_s: ['shared weights', 'W_s'],
	b_s: ['shared bias', 'b_s'],
	W_r: ['weights of the right side', 'W_r'],
	b_r: ['bias of the right side', 'b_r'],
	W_o: ['weights of the output', 'W_o'],
	b_o: ['bias of the output', 'b_o']
};

export default lesson({
	title: 'How the architectures grew',
	family: 'Transformers',
	order: 28,
	summary:
		'From one neuron to GPT: the problem that forced each step, with the very place where it shows; and networks in a row or with branches.',
	notes: ['N3.19', 'N2', 'N4.1', 'N4.2', 'N4.3', 'N4.4'],
	needs: ['cnn', 'transformer-decoder'],
	afterwards: [
		'Name the problem that each architecture was made for, and show it in a trace.',
		'Choose an architecture, an activation and a loss for given data, and say where practice has moved on.',
		'Say what a network with branches and a shared layer can do that a row of layers cannot.'
	],
	controls: {
		shared: {
			kind: 'switch',
			label: 'One layer for both inputs',
			help: 'Whether the two inputs of the second network go through the same layer, or each through its own.',
			value: true
		},
		same: {
			kind: 'choice',
			label: 'Right answer',
			help: 'Whether both inputs belong together, which is what the networks are asked.',
			value: 'yes',
			options: { yes: 'they belong together: 1', no: 'they do not: 0' }
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far an update moves the weights against their gradients.',
			value: 0.5,
			min: 0,
			max: 5,
			step: 0.1
		}
	},
	build(tape, p) {
		const a = tape.input('a', [1, 2], [1, -0.5], { label: 'left input' });
		const b = tape.input('b', [1, 2], [0.5, 1], { label: 'right input' });
		const target = tape.constant('t', [1, 1], [p.same === 'yes' ? 1 : 0], {
			label: 'right answer',
			symbol: 't'
		});
		const names = (Object.keys(WEIGHTS) as Name[]).filter((name) => !p.shared || !name.endsWith('_r'));
		const w = Object.fromEntries(
			names.map((name) => {
				const [label, symbol] = LABELS[name];
				return [name, tape.parameter(name, SHAPES[name], WEIGHTS[name], { label, symbol })];
			})
		) as Record<Name, Tensor>;
		const [row, branched] = tape.scope(
			'networks',
			() => [sequential(tape, a, b, w), functional(tape, a, b, w, p.shared)] as const,
			{
				about: 'The same two inputs, through a row of layers and through branches.',
				part: { kind: 'network' }
			}
		);
		const loss = tape.scope(
			'loss',
			() => {
				const one = (y: Tensor, name: string, label: string, symbol: string) =>
					tape.apply(binaryCrossEntropy, [y, target], {}, { name, label, symbol });
				return tape.apply(
					add,
					[
						one(row, 'loss_1', 'loss of the row', 'L_1'),
						one(branched, 'loss_2', 'loss of the branches', 'L_2')
					],
					undefined,
					{ name: 'loss', label: 'both losses', symbol: 'L' }
				);
			},
			{ about: 'How far both networks are from the right answer.', part: { kind: 'loss' } }
		);
		tape.backward(loss);
		tape.scope('update', () => sgd(tape, Object.values(w), { learningRate: p.learningRate }), {
			phase: 'update',
			about: 'Every weight of both networks takes a step.',
			part: { kind: 'update' }
		});
	},
	open: { scope: 'networks', grain: 1 },
	facts
});

/** A dense layer and what bends it. */
function dense(
	tape: Tape,
	scope: string,
	about: string,
	x: Tensor,
	layer: { readonly w: Tensor; readonly b: Tensor },
	[z, y]: readonly [name: string, name: string],
	[label, symbol]: readonly [label: string, symbol: string]
): Tensor {
	return tape.scope(
		scope,
		() => {
			const sum = linear(tape, x, layer, { name: z, label: `weighted sums for the ${label}`, symbol: z });
			return tape.apply(y.startsWith('y') ? sigmoid : tanh, [sum], undefined, { name: y, label, symbol });
		},
		{ about, part: { kind: 'dense' } }
	);
}

/** One input, and one layer after another. */
function sequential(tape: Tape, a: Tensor, b: Tensor, w: Record<Name, Tensor>): Tensor {
	const x = tape.scope(
		'one input',
		() => tape.apply(concat, [a, b], { axis: 1 }, { name: 'x', label: 'all numbers in one row' }),
		{ about: 'A row of layers has one input: both are put side by side.', part: { kind: 'concat' } }
	);
	return tape.scope(
		'sequential',
		() => {
			const h = dense(
				tape,
				'dense 1',
				'Three neurons, each of all four numbers.',
				x,
				{ w: w.W1, b: w.b1 },
				['z_1', 'h_1'],
				['hidden numbers', 'h_1']
			);
			return dense(
				tape,
				'dense 2',
				'One neuron answers.',
				h,
				{ w: w.W2, b: w.b2 },
				['z_2', 'y_1'],
				['answer of the row', 'y_1']
			);
		},
		{ about: 'A network as a row: input, layer, layer, output.', part: { kind: 'network' } }
	);
}

/** Two inputs, each through a layer, the same one where it is shared; then side by side into one neuron. */
const functional = (tape: Tape, a: Tensor, b: Tensor, w: Record<Name, Tensor>, shared: boolean): Tensor =>
	tape.scope(
		'functional',
		() => {
			const left = dense(
				tape,
				'left',
				'The left input goes through a layer.',
				a,
				{ w: w.W_s, b: w.b_s },
				['z_a', 'h_a'],
				['left hidden numbers', 'h_a']
			);
			const right = dense(
				tape,
				'right',
				shared
					? 'The right input goes through the same layer, with the same weights.'
					: 'The right input goes through a layer of its own.',
				b,
				shared ? { w: w.W_s, b: w.b_s } : { w: w.W_r, b: w.b_r },
				['z_b', 'h_b'],
				['right hidden numbers', 'h_b']
			);
			const both = tape.scope(
				'side by side',
				() =>
					tape.apply(
						concat,
						[left, right],
						{ axis: 1 },
						{ name: 'h', label: 'both side by side', symbol: 'h' }
					),
				{ about: 'The branches meet: six numbers.', part: { kind: 'concat' } }
			);
			return dense(
				tape,
				'output',
				'One neuron weighs both.',
				both,
				{ w: w.W_o, b: w.b_o },
				['z_o', 'y_2'],
				['answer of the branches', 'y_2']
			);
		},
		{ about: 'A network with branches: two inputs, a layer for each, one output.', part: { kind: 'network' } }
	);

function facts(trace: Trace, { shared }: { readonly shared: boolean }): Record<string, Fact> {
	const count = (...names: Name[]) =>
		names.reduce((sum, name) => sum + trace.tensors.get(name)!.data.length, 0);
	const own = shared ? 0 : count('W_r', 'b_r');
	return {
		parameters: {
			label: 'Parameters: the row, and the branches',
			tex: '(\\text{inputs} + 1) \\cdot \\text{neurons}',
			numbers: `\\begin{aligned} ${count('W1', 'b1')} + ${count('W2', 'b2')} &= ${count('W1', 'b1', 'W2', 'b2')} \\\\ ${count('W_s', 'b_s')}${own ? ` + ${own}` : ''} + ${count('W_o', 'b_o')} &= ${count('W_s', 'b_s', 'W_o', 'b_o') + own} \\end{aligned}`
		}
	};
}
