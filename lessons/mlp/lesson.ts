import { train, type Pass, type Tape, type Tensor } from '#engine';
import { linear } from '#engine/layers/linear.ts';
import { add } from '#engine/ops/add.ts';
import { binaryCrossEntropy } from '#engine/ops/binaryCrossEntropy.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { drawn, networks, type Layer } from './networks.ts';

export default lesson({
	title: 'The multi-layer perceptron',
	family: 'Foundations',
	order: 2,
	summary: 'Neurons that read neurons: two lines and a third neuron solve XOR, which one line cannot.',
	notes: ['N3.2', 'N3.5'],
	needs: ['perceptron'],
	afterwards: [
		'Compute a forward pass neuron by neuron, and as products of matrices.',
		'Count the parameters of a network, and find any of them by its name.',
		'Say why a network without activations is one layer, however many it has.'
	],
	controls: {
		network: {
			kind: 'choice',
			label: 'Network',
			help: 'How many neurons each layer has, the inputs first.',
			value: 'xor',
			options: { xor: '2-2-1: XOR', deep: '3-4-4-1: parameters', pass: '3-3-1: forward pass' }
		},
		activation: {
			kind: 'switch',
			label: 'Activation in hidden layers',
			help: 'Lets every hidden neuron bend its sum by the sigmoid. Without it, layers only multiply and add.',
			value: true
		},
		start: {
			kind: 'choice',
			label: 'Weights',
			help: 'Weights chosen by hand that solve XOR, or random ones that are trained.',
			value: 'solved',
			options: { solved: 'chosen by hand', trained: 'trained from a seed' }
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'Other random weights to begin with.',
			value: 1,
			min: 0,
			max: 99
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far an update moves the weights for a slope of 1.',
			value: 2,
			min: 0.1,
			max: 5,
			step: 0.1
		},
		epochs: {
			kind: 'integer',
			label: 'Epochs',
			help: 'How often all four points are seen; all four make one update.',
			value: 600,
			min: 1,
			max: 2000
		},
		update: {
			kind: 'integer',
			label: 'Update',
			help: 'The update that one looks at: one an epoch.',
			value: 1,
			min: 1,
			max: 2000
		}
	},
	shown: {
		start: (p) => p.network === 'xor',
		seed: isTrained,
		learningRate: isTrained,
		epochs: isTrained,
		update: isTrained
	},
	build(tape, p) {
		const plan = networks[p.network]!;
		const { inputs, targets } = plan;
		const data = {
			inputs: tape.input('X', [inputs.length, plan.sizes[0]!], inputs.flat(), {
				label: p.network === 'xor' ? 'points' : 'input'
			}),
			targets: tape.constant('t', [targets.length, 1], targets, { label: 'right answers', symbol: 'y' })
		};
		const program = {
			network: (tape: Tape, pass: Pass) => network(tape, pass, plan.layers.length, p.activation),
			optimizer: (tape: Tape, parameters: readonly Tensor[]) =>
				sgd(tape, parameters, { learningRate: p.learningRate })
		};
		if (isTrained(p)) {
			train(tape, {
				...program,
				data,
				parameters: startOf(drawn(plan, p.seed)),
				metrics: { accuracy },
				epochs: p.epochs,
				at: p.update - 1
			});
			return;
		}
		const parameters = Object.fromEntries(
			Object.entries(startOf(plan.layers)).map(([name, { shape, values, ...naming }]) => [
				name,
				tape.parameter(name, shape, values, naming)
			])
		);
		const { loss } = program.network(tape, { ...data, parameters, training: true, update: 0 });
		if (!p.activation) oneLayer(tape, data.inputs, parameters, plan.layers.length);
		tape.backward(loss);
		tape.scope('update', () => program.optimizer(tape, Object.values(parameters)), {
			phase: 'update',
			about: 'Every parameter takes one step against its gradient.',
			part: { kind: 'update' }
		});
	},
	open: { scope: 'forward', grain: 1 },
	facts
});

function isTrained(p: { readonly network: string; readonly start: string }): boolean {
	return p.network === 'xor' && p.start === 'trained';
}

const startOf = (layers: readonly Layer[]) =>
	Object.fromEntries(
		layers.flatMap(({ w, b }, k) => [
			[`W${k + 1}`, { shape: [w.length, b.length], values: w.flat(), label: `weights of layer ${k + 1}` }],
			[`b${k + 1}`, { shape: [b.length], values: b, label: `biases of layer ${k + 1}` }]
		])
	);

/** H = f(XW₁ + b₁), and so on; the output is always bent by the sigmoid, so that it is a share. */
function network(
	tape: Tape,
	{ inputs, targets, parameters }: Pass,
	layers: number,
	bent: boolean
): { output: Tensor; loss: Tensor } {
	const layer = (x: Tensor, k: number): Tensor =>
		tape.scope(
			`layer ${k}`,
			() => {
				const [w, b] = [parameters[`W${k}`]!, parameters[`b${k}`]!];
				const last = k === layers;
				const of = last ? 'the output' : `layer ${k}`;
				const z = linear(
					tape,
					x,
					{ w, b },
					{ name: `z${k}`, label: `weighted sums of ${of}`, symbol: `z_${k}` }
				);
				if (!last && !bent) return z;
				const named = last
					? { name: 'yhat', label: 'answer', symbol: '\\hat{y}' }
					: { name: `h${k}`, label: `outputs of layer ${k}`, symbol: `h_${k}` };
				return tape.apply(sigmoid, [z], undefined, named);
			},
			{
				about: 'Each neuron weighs all outputs of the layer before, adds its bias, and bends the sum.',
				part: { kind: 'dense' }
			}
		);
	const output = tape.scope(
		'forward',
		() => {
			let h = inputs;
			for (let k = 1; k <= layers; k++) h = layer(h, k);
			return h;
		},
		{ about: 'From the inputs to the answer, one layer after the other.', part: { kind: 'network' } }
	);
	const loss = tape.scope(
		'loss',
		() => tape.apply(binaryCrossEntropy, [output, targets], {}, { name: 'loss', symbol: 'L' }),
		{ about: 'How far the answers are from what is right.', part: { kind: 'loss' } }
	);
	return { output, loss };
}

/** W = W₁W₂ … and b = (b₁W₂ + b₂) …: the layer that all layers without an activation are. */
function oneLayer(
	tape: Tape,
	x: Tensor,
	parameters: Readonly<Record<string, Tensor>>,
	layers: number
): Tensor {
	return tape.scope(
		'one layer',
		() => {
			let [w, b] = [parameters['W1']!, parameters['b1']!];
			for (let k = 2; k <= layers; k++) {
				const [next, bias] = [parameters[`W${k}`]!, parameters[`b${k}`]!];
				const last = k === layers;
				w = tape.apply(matmul, [w, next], undefined, {
					name: last ? 'W' : `W1to${k}`,
					label: last ? 'product of all weights' : `product of the weights up to layer ${k}`,
					symbol: last ? 'W' : `W_{1 \\ldots ${k}}`
				});
				const carried = tape.apply(matmul, [b, next], undefined, {
					name: `b${k}.carried`,
					label: 'biases carried on',
					symbol: 'b'
				});
				b = tape.apply(add, [carried, bias], undefined, {
					name: last ? 'b' : `b1to${k}`,
					label: last ? 'all biases in one' : `biases up to layer ${k}`,
					symbol: 'b'
				});
			}
			return linear(tape, x, { w, b }, { name: 'z', label: 'sums of the one layer', symbol: 'z' });
		},
		{ about: 'Without an activation, all layers are one: its weights are the product of theirs.' }
	);
}

/** The share of the answers that are on the right side of a half. */
const accuracy = ({ data }: Tensor, targets: Tensor): number =>
	Array.from(data).filter((y, k) => y >= 0.5 === targets.data[k]! >= 0.5).length / data.length;
