import { type Tape, type Tensor, type Trace } from '#engine';
import { conv2d } from '#engine/ops/conv2d.ts';
import { add } from '#engine/ops/add.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { flatten } from '#engine/ops/flatten.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { maxPool2d } from '#engine/ops/maxPool2d.ts';
import { relu } from '#engine/ops/relu.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import type { Fact, Lesson, Params } from '../lesson.ts';
import { digits, pixels } from './digits.ts';
import weights from './weights.json' with { type: 'json' };

const names = {
	'conv1.weight': ['kernel 1', 'W_1'],
	'conv1.bias': ['bias 1', 'b_1'],
	'conv2.weight': ['kernel 2', 'W_2'],
	'conv2.bias': ['bias 2', 'b_2'],
	'dense.weight': ['dense weights', 'W_3'],
	'dense.bias': ['dense bias', 'b_3']
} as const;

type Weights = Record<keyof typeof names, Tensor>;

export const lesson: Lesson = {
	title: 'A convolutional network',
	family: 'Convolutional networks',
	order: 10,
	summary:
		'A trained network reads a handwritten digit: two blocks of convolution and pooling, a dense layer, softmax, the loss, and the whole way back.',
	notes: ['N3.9', 'N2'],
	controls: {
		digit: {
			kind: 'choice',
			label: 'Digit',
			help: 'A handwritten digit that the network was not trained on.',
			value: '0',
			options: Object.fromEntries(
				digits.map(({ label, predicted }, k) => [
					String(k),
					`${label}${predicted === label ? '' : ` (read as ${predicted})`} · no. ${k}`
				])
			)
		},
		label: {
			kind: 'choice',
			label: 'Right answer',
			help: 'What the picture shows: the loss compares the network with it. Set it when you draw a digit of your own.',
			value: 'given',
			options: {
				given: 'as labelled',
				...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`is ${n}`, String(n)]))
			}
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far one SGD step moves the weights against their gradient.',
			value: 0.05,
			min: 0,
			max: 1,
			step: 0.005
		},
		momentum: {
			kind: 'number',
			label: 'Momentum μ',
			help: 'How much of the last step’s direction is kept. In a first step there is none to keep.',
			value: 0,
			min: 0,
			max: 1,
			step: 0.05
		},
		weightDecay: {
			kind: 'number',
			label: 'Weight decay λ',
			help: 'How strongly every weight is pulled towards 0.',
			value: 0,
			min: 0,
			max: 1,
			step: 0.001
		}
	},
	picture: {
		tensor: 'x',
		label: 'Draw a digit',
		help: 'Draw with the pointer, white on black, about as large as the frame; or load an image, which is resampled to 28×28.'
	},
	build(tape, p) {
		const digit = digits[Number(p.digit)]!;
		const label = p.label === 'given' ? digit.label : Number(String(p.label).slice(3));
		const x = tape.input('x', [1, 1, 28, 28], pixels(digit), { label: 'image' });
		const target = tape.constant('target', [1], [label], { label: 'right answer', symbol: 't' });
		const given = Object.fromEntries(
			Object.entries(names).map(([name, [title, symbol]]) => {
				const { shape, data } = weights.tensors[name as keyof typeof names];
				return [name, tape.parameter(name, shape, data, { label: title, symbol })];
			})
		) as Weights;
		const logits = tape.scope('forward', () => {
			const logits = network(tape, x, given, '');
			tape.scope(
				'softmax',
				() =>
					tape.apply(softmax, [logits], { axis: 1 }, { name: 'p', label: 'probability', symbol: '\\hat{y}' }),
				{
					about: 'Ten scores become ten probabilities that add up to 1.'
				}
			);
			return logits;
		});
		const loss = tape.scope(
			'loss',
			() => tape.apply(crossEntropy, [logits, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
			{
				about: 'The cross-entropy: how surprised the network is by the right answer.'
			}
		);
		tape.backward(loss);
		const { learningRate, momentum, weightDecay } = p as Record<string, number>;
		const { parameters } = tape.scope(
			'update',
			() =>
				sgd(tape, Object.values(given), {
					learningRate: learningRate!,
					momentum: momentum!,
					weightDecay: weightDecay!
				}),
			{
				phase: 'update',
				about: 'Every weight takes a small step against its gradient.'
			}
		);
		const after = Object.fromEntries(Object.keys(names).map((name, k) => [name, parameters[k]!])) as Weights;
		tape.scope(
			'forward again',
			() => {
				const again = network(tape, x, after, '.after');
				tape.scope('loss', () =>
					tape.apply(
						crossEntropy,
						[again, target],
						{ reduction: 'mean' },
						{ name: 'loss.after', label: 'loss after the step', symbol: "L'" }
					)
				);
			},
			{ about: 'The same image with the new weights: has the loss gone down?' }
		);
	},
	open: { scope: 'forward/conv1/conv2d', grain: 'cell', cell: 240 },
	facts
};

/** Convolution, ReLU and pooling twice, then a dense layer: the scores of the ten digits. */
function network(tape: Tape, x: Tensor, w: Weights, suffix: string): Tensor {
	const block = (n: 1 | 2, x: Tensor) => {
		const y = tape.scope(
			`conv${n}`,
			() =>
				tape.apply(
					conv2d,
					[x, w[`conv${n}.weight`], w[`conv${n}.bias`]],
					{},
					{ name: `conv${n}${suffix}`, label: `feature maps ${n}`, symbol: `z_${n}` }
				),
			{
				about:
					n === 1
						? 'Eight kernels look for strokes and edges in the image.'
						: 'Sixteen kernels look at all eight maps at once, for combinations of strokes.'
			}
		);
		const a = tape.scope(
			`relu${n}`,
			() =>
				tape.apply(relu, [y], undefined, {
					name: `relu${n}${suffix}`,
					label: `active maps ${n}`,
					symbol: `a_${n}`
				}),
			{ about: 'What speaks against a feature is cut to 0.' }
		);
		return tape.scope(
			`pool${n}`,
			() =>
				tape.apply(
					maxPool2d,
					[a],
					{ kernel: 2 },
					{ name: `pool${n}${suffix}`, label: `pooled maps ${n}`, symbol: `p_${n}` }
				),
			{ about: 'Of every 2×2 window, the strongest response stays.' }
		);
	};
	const features = block(2, block(1, x));
	const flat = tape.scope(
		'flatten',
		() => tape.apply(flatten, [features], {}, { name: `flat${suffix}`, label: 'features', symbol: 'f' }),
		{ about: 'Sixteen 5×5 maps become one row of 400 numbers.' }
	);
	return tape.scope(
		'dense',
		() => {
			const wt = tape.apply(
				transpose,
				[w['dense.weight']],
				{},
				{ name: `dense.transposed${suffix}`, label: 'dense weights transposed', symbol: 'W_3^\\top' }
			);
			const z = tape.apply(matmul, [flat, wt], undefined, {
				name: `dense.product${suffix}`,
				label: 'weighted features',
				symbol: 's'
			});
			return tape.apply(add, [z, w['dense.bias']], undefined, {
				name: `logits${suffix}`,
				label: 'scores',
				symbol: 'z'
			});
		},
		{ about: 'Each digit weighs all 400 features: ten scores.' }
	);
}

function facts(trace: Trace, p: Params): Record<string, Fact> {
	const value = (name: string) => trace.tensors.get(name)!.data[0]!.toPrecision(4);
	const count = Object.keys(names).reduce((n, name) => n + trace.tensors.get(name)!.data.length, 0);
	return {
		parameters: {
			label: 'Parameters to learn',
			tex: '\\underbrace{(3 \\cdot 3 \\cdot 1 + 1) \\cdot 8}_{\\text{conv 1}} + \\underbrace{(3 \\cdot 3 \\cdot 8 + 1) \\cdot 16}_{\\text{conv 2}} + \\underbrace{(400 + 1) \\cdot 10}_{\\text{dense}}',
			numbers: `80 + 1168 + 4010 = ${count}`
		},
		'loss before and after': {
			label: `The loss before and after one step with η = ${p.learningRate}`,
			tex: "L \\;\\to\\; L'",
			numbers: `${value('loss')} \\;\\to\\; ${value('loss.after')}`
		}
	};
}
