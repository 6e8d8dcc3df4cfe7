import { num, type Tape, type Tensor, type Trace } from '#engine';
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
import { lesson, type Fact } from '../lesson.ts';
import { digits, pixels } from './digits.ts';
import weights from './weights.json' with { type: 'json' };

const names = {
	'conv1.weight': ['weights 1', 'W_1'],
	'conv1.bias': ['bias 1', 'b_1'],
	'conv2.weight': ['weights 2', 'W_2'],
	'conv2.bias': ['bias 2', 'b_2'],
	'dense.weight': ['dense weights', 'W_3'],
	'dense.bias': ['dense bias', 'b_3']
} as const;

/** What the ten scores are for. */
const CLASSES = Array.from({ length: 10 }, (_, n) => String(n));

/** The strongest response of the first map: the window lies on the right edge of the stem of the 7. */
const OPENING = 21 * 26 + 13;

type Weights = Record<keyof typeof names, Tensor>;

const answers: Readonly<Record<string, string>> = {
	given: 'as labelled',
	...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`is ${n}`, String(n)]))
};

export default lesson({
	title: 'A convolutional network',
	family: 'Convolutional networks',
	order: 10,
	summary:
		'A trained network reads a handwritten digit: two blocks of convolution and pooling, a dense layer, softmax, the loss, and the whole way back.',
	notes: ['N3.9', 'N2'],
	needs: ['convolution', 'pooling'],
	afterwards: [
		'Name the shape after every layer of a convolutional network, from the image to the ten probabilities.',
		'Say what each kind of layer contributes to reading a digit, and where most of the weights are.',
		'Follow the gradient from the loss back to the first kernel, and say what one update changes.'
	],
	controls: {
		digit: {
			kind: 'choice',
			label: 'Digit',
			help: 'A handwritten digit that the network was not trained on. The last of each class is the hardest one.',
			value: '31',
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
			options: answers
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
			help: 'How much of the previous step is added to this one. A first step has none before it, so here it changes nothing.',
			value: 0,
			min: 0,
			max: 1,
			step: 0.05
		},
		weightDecay: {
			kind: 'number',
			label: 'Weight decay λ',
			help: 'How strongly every weight is pulled towards 0, beside the gradient’s own pull.',
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
		const label = p.label === 'given' ? digit.label : Number(p.label.slice(3));
		const x = tape.input('x', [1, 1, 28, 28], pixels(digit), { label: 'image' });
		const target = tape.constant('target', [1], [label], { label: 'right answer', symbol: 't' });
		const given = Object.fromEntries(
			Object.entries(names).map(([name, [title, symbol]]) => {
				const { shape, data } = weights.tensors[name as keyof typeof names];
				return [
					name,
					tape.parameter(name, shape, data, {
						label: title,
						symbol,
						...(name === 'dense.bias' && { names: CLASSES })
					})
				];
			})
		) as Weights;
		const logits = tape.scope(
			'forward',
			() => {
				const logits = network(tape, x, given, '');
				tape.scope(
					'softmax',
					() =>
						tape.apply(
							softmax,
							[logits],
							{ axis: 1 },
							{ name: 'p', label: 'probability', symbol: '\\hat{y}' }
						),
					{
						about: 'Ten scores become ten probabilities that add up to 1.',
						part: { kind: 'softmax' }
					}
				);
				return logits;
			},
			{ about: 'From 784 pixels to ten probabilities.', part: { kind: 'network' } }
		);
		const loss = tape.scope(
			'loss',
			() => tape.apply(crossEntropy, [logits, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
			{
				about:
					'The cross-entropy: the less probable the network found the right answer, the larger the loss.',
				part: { kind: 'loss' }
			}
		);
		tape.backward(loss);
		const { learningRate, momentum, weightDecay } = p;
		const { parameters } = tape.scope(
			'update',
			() =>
				sgd(tape, Object.values(given), {
					learningRate,
					momentum,
					weightDecay
				}),
			{
				phase: 'update',
				about: 'Every weight and bias takes one step against its gradient.',
				part: { kind: 'update' }
			}
		);
		const after = Object.fromEntries(Object.keys(names).map((name, k) => [name, parameters[k]!])) as Weights;
		tape.scope(
			'forward again',
			() => {
				const again = network(tape, x, after, '.after');
				tape.scope(
					'loss',
					() =>
						tape.apply(
							crossEntropy,
							[again, target],
							{ reduction: 'mean' },
							{ name: 'loss.after', label: 'loss after the step', symbol: "L'" }
						),
					{ part: { kind: 'loss' } }
				);
			},
			{ about: 'The same image with the new weights: has the loss gone down?', part: { kind: 'network' } }
		);
	},
	open: { scope: 'forward/conv1/conv2d', grain: 'cell', cell: OPENING },
	facts
});

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
						: 'Sixteen kernels look at all eight maps at once, for combinations of strokes.',
				part: { kind: 'convolution' }
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
			{ about: 'Negative responses become 0; the others pass unchanged.', part: { kind: 'activation' } }
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
			{ about: 'Of every 2×2 window, the strongest response stays.', part: { kind: 'pooling' } }
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
				{ name: `dense.transposed${suffix}`, label: 'turned dense weights', symbol: 'W_3^\\top' }
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
		{ about: 'Each digit weighs all 400 features: ten scores.', part: { kind: 'dense' } }
	);
}

function facts(trace: Trace, p: { readonly learningRate: number }): Record<string, Fact> {
	const of = (name: string) => trace.tensors.get(name)!;
	const side = (name: string) => of(name).shape[2]!;
	const count = (...tensors: string[]) => tensors.reduce((n, name) => n + of(name).data.length, 0);
	const probabilities = Array.from(of('p').data);
	const best = probabilities.indexOf(Math.max(...probabilities));
	const right = of('target').data[0]!;
	const value = (name: string) => num(of(name).data[0]!);
	const wrong = digits.filter(({ label, predicted }) => predicted !== label);
	const [k1, k2] = [of('conv1.weight').shape, of('conv2.weight').shape];
	const [classes, features] = of('dense.weight').shape;
	const kernels = ([k, c, f]: readonly number[]) => `(${f} \\cdot ${f} \\cdot ${c} + 1) \\cdot ${k}`;
	const parts = [count('conv1.weight', 'conv1.bias'), count('conv2.weight', 'conv2.bias')];
	const dense = count('dense.weight', 'dense.bias');
	const total = parts.reduce((a, b) => a + b, dense);
	return {
		sizes: {
			label: 'Rows (and columns) of the maps along the way',
			tex: '\\text{conv: } n - 3 + 1 \\qquad \\text{pool: } \\left\\lfloor \\tfrac{n}{2} \\right\\rfloor',
			numbers: `${side('x')} \\xrightarrow{\\text{conv}} ${side('conv1')} \\xrightarrow{\\text{pool}} ${side('pool1')} \\xrightarrow{\\text{conv}} ${side('conv2')} \\xrightarrow{\\text{pool}} ${side('pool2')}`
		},
		features: {
			label: 'Maps × rows × columns',
			tex: 'k \\cdot n \\cdot n',
			numbers: `${of('pool2').shape.slice(1).join(' \\cdot ')} = ${of('flat').data.length}`
		},
		parameters: {
			label: 'Parameters to learn: kernels 1, kernels 2, dense layer',
			tex: '(f \\cdot f \\cdot c + 1) \\cdot k',
			numbers: `\\begin{aligned} ${kernels(k1)} &= ${parts[0]} \\\\ ${kernels(k2)} &= ${parts[1]} \\\\ (${features} + 1) \\cdot ${classes} &= ${dense} \\\\ \\text{together} &= ${total} \\end{aligned}`
		},
		accuracy: {
			label: `Trained on ${weights.trainedOn} digits, then tested on ${weights.heldOut} others`,
			tex: '\\frac{\\text{read correctly}}{\\text{tested}}',
			numbers: `\\frac{${weights.heldOutCorrect}}{${weights.heldOut}} = ${num(100 * weights.heldOutAccuracy)}\\,\\%`
		},
		answer: {
			label: 'What the network reads, and how sure it is',
			tex: '\\operatorname*{arg\\,max}_k \\, \\hat{y}_k',
			numbers: `${best} \\quad \\text{with} \\quad \\hat{y}_{${best}} = ${num(probabilities[best]!)}`
		},
		loss: {
			label: 'The loss for the right answer',
			tex: '\\htmlData{tensor=loss}{L} = -\\ln \\htmlData{tensor=p}{\\hat{y}_t}',
			numbers: `-\\ln \\hat{y}_{${right}} = -\\ln ${num(probabilities[right]!)} = ${value('loss')}`
		},
		'loss before and after': {
			label: `The loss before and after one step with η = ${p.learningRate}`,
			tex: "L \\;\\to\\; L'",
			numbers: `${value('loss')} \\;\\to\\; ${value('loss.after')}`
		},
		mistakes: {
			label: `The ${wrong.length} of the ${digits.length} digits here that it misreads`,
			tex: '\\text{right answer} \\to \\text{read as}',
			numbers: `\\begin{array}{lll} ${wrong
				.map(({ label, predicted }, k) => `${label} \\to ${predicted} ${k % 3 === 2 ? '\\\\' : '&'}`)
				.join(' ')} \\end{array}`
		}
	};
}
