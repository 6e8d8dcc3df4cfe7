import { num, random, uses, type Naming, type Trace } from '#engine';
import { conv2d } from '#engine/ops/conv2d.ts';
import { mse } from '#engine/ops/mse.ts';
import { descend } from '#engine/optimizers/descend.ts';
import { lesson, type Fact } from '../lesson.ts';
import { input, inputs } from './inputs.ts';
import { kernel, kernels } from './kernels.ts';

export default lesson({
	title: 'Convolution',
	family: 'Convolutional networks',
	order: 8,
	summary:
		'A kernel slides over an image: windows, padding, stride, dilation, channels, and the way back to every weight and pixel.',
	notes: ['N3.9', 'N0', 'N1', 'N2'],
	needs: [],
	afterwards: [
		'Work out a cell of a map by hand: window times kernel, summed, with padding, stride and several channels.',
		'Say how large the map becomes, and how many weights the layer has whatever the size of the image.',
		'Follow a gradient back to a weight, which adds up over all windows, and to a pixel.'
	],
	controls: {
		input: {
			kind: 'choice',
			label: 'Input',
			help: 'The picture that the kernel slides over. Click a number in the figure to change it.',
			value: 'notes',
			options: inputs
		},
		size: {
			kind: 'integer',
			label: 'Input size',
			help: 'Rows and columns of the picture.',
			value: 8,
			min: 3,
			max: 32
		},
		channels: {
			kind: 'integer',
			label: 'Channels',
			help: 'How many numbers each pixel has, such as red, green and blue. A kernel has one slice of weights for each.',
			value: 1,
			min: 1,
			max: 3
		},
		kernels: {
			kind: 'several',
			label: 'Kernels',
			help: 'Each kernel makes a feature map of its own. Click a weight in the figure to change it.',
			value: ['vertical edge'],
			options: kernels
		},
		kernel: {
			kind: 'integer',
			label: 'Kernel size',
			help: 'Rows and columns of the kernel.',
			value: 3,
			min: 1,
			max: 7
		},
		padding: {
			kind: 'integer',
			label: 'Padding',
			help: 'Rings of zeros around the picture: the output shrinks less, and pixels near the border lie in more windows.',
			value: 0,
			min: 0,
			max: 4
		},
		stride: {
			kind: 'integer',
			label: 'Stride',
			help: 'How many pixels the kernel moves each time: 2 gives about half as many rows and columns.',
			value: 1,
			min: 1,
			max: 4
		},
		dilation: {
			kind: 'integer',
			label: 'Dilation',
			help: 'How far apart the pixels under neighbouring weights lie: 2 skips every other pixel.',
			value: 1,
			min: 1,
			max: 4
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far one SGD step moves the weights against their gradient.',
			value: 0.005,
			min: 0,
			max: 1,
			step: 0.001
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'Other random numbers, for the random input and your own kernel.',
			value: 1,
			min: 0,
			max: 9999
		}
	},
	shown: {
		size: (p) => p.input !== 'notes',
		seed: (p) => p.input === 'random' || p.kernels.includes('own')
	},
	picture: {
		tensor: 'x',
		label: 'Draw or load',
		help: 'Draw the input with the pointer, or load an image: it is resampled to the input size, in shades of grey from 0 to 1.'
	},
	build(tape, p) {
		const names = p.kernels;
		const side = p.kernel;
		const draw = random(p.seed);
		const picture = input(p.input, p.channels, p.size, p.seed);
		const channels = p.channels;
		const weights = names.flatMap((name) =>
			Array.from({ length: channels }, () => kernel(name, side, draw)).flat()
		);
		const x = tape.input('x', picture.shape, picture.values, { label: 'input' });
		const w = tape.parameter('w', [names.length, channels, side, side], weights, { label: 'kernel' });
		const b = tape.parameter('b', [names.length], new Float64Array(names.length), { label: 'bias' });
		const attrs = {
			stride: p.stride,
			padding: p.padding,
			dilation: p.dilation
		};
		const forward = (w: typeof x, b: typeof x, name: string) =>
			tape.scope('conv', () => tape.apply(conv2d, [x, w, b], attrs, { name, label: 'output', symbol: 'y' }), {
				about: 'The kernel slides over the input: each window gives one number of the output.',
				part: { kind: 'convolution' }
			});
		const y = tape.scope('forward', () => forward(w, b, 'y'), {
			about: 'From the input to the output.',
			part: { kind: 'network' }
		});
		const target = tape.constant('target', y.shape, new Float64Array(y.data.length), {
			label: 'target',
			symbol: 't'
		});
		const lossOf = (y: typeof x, naming: Naming) =>
			tape.apply(mse, [y, target], { reduction: 'mean' }, naming);
		const loss = tape.scope('loss', () => lossOf(y, { name: 'loss', symbol: 'L' }), {
			about: 'How far the output is from the target, as one number.',
			part: { kind: 'loss' }
		});
		tape.backward(loss);
		const { parameters } = tape.scope(
			'update',
			() => descend(tape, [w, b], { learningRate: p.learningRate }),
			{
				phase: 'update',
				about: 'Every weight and the bias take one step against their gradients.',
				part: { kind: 'update' }
			}
		);
		tape.scope(
			'forward again',
			() =>
				lossOf(forward(parameters[0]!, parameters[1]!, 'y.after'), {
					name: 'loss.after',
					label: 'loss after the step',
					symbol: "L'"
				}),
			{ about: 'The same input with the new weights: has the loss gone down?', part: { kind: 'network' } }
		);
	},
	open: { scope: 'forward/conv/conv2d', grain: 'cell', cell: 0 },
	facts
});

interface Settings {
	readonly padding: number;
	readonly stride: number;
	readonly dilation: number;
	readonly learningRate: number;
}

function facts(trace: Trace, p: Settings): Record<string, Fact> {
	const [x, w, b, y, loss, after] = ['x', 'w', 'b', 'y', 'loss', 'loss.after'].map((name) =>
		trace.tensors.get(name)!
	);
	const [n, f, c, k, m] = [x!.shape[2]!, w!.shape[2]!, w!.shape[1]!, w!.shape[0]!, y!.shape[2]!];
	const { padding, stride, dilation } = p;
	const spread = dilation === 1 ? `${f}` : `(${dilation} \\cdot (${f} - 1) + 1)`;
	const counts = Array.from({ length: n }, (_, r) =>
		Array.from({ length: n }, (_, q) => {
			const reading = uses(x!, r * n + q).find(({ leaf }) => leaf.out === y);
			// Each kernel reads the same windows.
			return reading ? [...reading.steps()].length / k : 0;
		})
	);
	return {
		'output size': {
			label: 'Output size along one axis',
			tex:
				dilation === 1
					? 'm = \\left\\lfloor \\frac{n + 2p - f}{s} \\right\\rfloor + 1'
					: 'm = \\left\\lfloor \\frac{n + 2p - (d(f - 1) + 1)}{s} \\right\\rfloor + 1',
			numbers: `\\left\\lfloor \\frac{${n} + 2 \\cdot ${padding} - ${spread}}{${stride}} \\right\\rfloor + 1 = ${m}`
		},
		parameters: {
			label: 'Parameters to learn',
			tex: '(f \\cdot f \\cdot c + 1) \\cdot k',
			numbers: `(${f} \\cdot ${f} \\cdot ${c} + 1) \\cdot ${k} = ${w!.data.length + b!.data.length}`
		},
		'dense instead': {
			label: 'Parameters of a dense layer from the same input to the same output',
			tex: '(n \\cdot n \\cdot c + 1) \\cdot m \\cdot m \\cdot k',
			numbers: `(${n} \\cdot ${n} \\cdot ${c} + 1) \\cdot ${m} \\cdot ${m} \\cdot ${k} = ${(x!.data.length + 1) * y!.data.length}`
		},
		products: {
			label: 'Products to compute in forward',
			tex: 'm \\cdot m \\cdot f \\cdot f \\cdot c \\cdot k',
			numbers: `${m} \\cdot ${m} \\cdot ${f} \\cdot ${f} \\cdot ${c} \\cdot ${k} = ${y!.data.length * f * f * c}`
		},
		'reads of each pixel': { label: 'In how many windows each pixel is read', rows: counts },
		'loss before and after': {
			label: `The loss before and after one step with η = ${p.learningRate}`,
			tex: "L \\;\\to\\; L'",
			numbers: `${num(loss!.data[0]!)} \\;\\to\\; ${num(after!.data[0]!)}`
		}
	};
}
