import { random, uses, type Trace } from '#engine';
import { avgPool2d } from '#engine/ops/avgPool2d.ts';
import { maxPool2d } from '#engine/ops/maxPool2d.ts';
import { mul } from '#engine/ops/mul.ts';
import { sum } from '#engine/ops/sum.ts';
import { lesson, type Fact } from '../lesson.ts';

/** The worked example of the notes (N3.9). */
const NOTES = [1, 3, 2, 1, 4, 6, 4, 2, 5, 8, 3, 5, 2, 1, 0, 3];

export default lesson({
	title: 'Pooling',
	family: 'Convolutional networks',
	order: 9,
	summary:
		'A window keeps its largest number or its mean; on the way back, the gradient finds the cell that won.',
	notes: ['N3.9', 'N0', 'N1'],
	needs: ['convolution'],
	afterwards: [
		'Work out max and average pooling by hand, with overlapping windows and padding.',
		'Say in which cell a gradient lands on its way back, and why there.',
		'Weigh what pooling gives (fewer numbers, tolerance of small shifts) against what it costs (the exact place).'
	],
	controls: {
		pool: {
			kind: 'choice',
			label: 'Pooling',
			help: 'What is kept of each window.',
			value: 'max',
			options: { max: 'max: the largest number', average: 'average: the mean' }
		},
		input: {
			kind: 'choice',
			label: 'Input',
			help: 'The numbers to pool. Click one in the figure to change it.',
			value: 'notes',
			options: { notes: '4×4 example of the notes', ties: 'a 4×4 with ties', random: 'random numbers' }
		},
		size: {
			kind: 'integer',
			label: 'Input size',
			help: 'Rows and columns of the input.',
			value: 6,
			min: 2,
			max: 28
		},
		window: {
			kind: 'integer',
			label: 'Window size',
			help: 'Rows and columns of the window.',
			value: 2,
			min: 1,
			max: 5
		},
		stride: {
			kind: 'integer',
			label: 'Stride',
			help: 'How many cells the window moves each time. Where it equals the window size, windows touch but do not overlap.',
			value: 2,
			min: 1,
			max: 5
		},
		padding: {
			kind: 'integer',
			label: 'Padding',
			help: 'Rings of empty cells around the input. In max pooling they never win; in average pooling they count as zeros.',
			value: 0,
			min: 0,
			max: 2
		},
		ceil: {
			kind: 'switch',
			label: 'Ceil mode',
			help: 'Rounds the output size up: a last window may hang over the edge, where it would otherwise be left out.',
			value: false
		},
		countIncludePad: {
			kind: 'switch',
			label: 'Count padding',
			help: 'Whether the mean divides by the whole window, padding included.',
			value: true
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'Other random numbers.',
			value: 1,
			min: 0,
			max: 9999
		}
	},
	shown: {
		size: (p) => p.input === 'random',
		countIncludePad: (p) => p.pool === 'average',
		seed: (p) => p.input === 'random'
	},
	build(tape, p) {
		const side = p.input === 'random' ? p.size : 4;
		const draw = random(p.seed);
		const values =
			p.input === 'notes'
				? NOTES
				: p.input === 'ties'
					? NOTES.map((v) => Math.ceil(v / 3))
					: Array.from({ length: side * side }, () => draw.integer(0, 9));
		const x = tape.input('x', [1, 1, side, side], values, { label: 'input' });
		const attrs = {
			kernel: p.window,
			stride: p.stride,
			padding: p.padding,
			ceil: p.ceil
		};
		const y = tape.scope(
			'forward',
			() =>
				tape.scope(
					'pool',
					() => {
						const naming = { name: 'y', label: 'output' };
						return p.pool === 'max'
							? tape.apply(maxPool2d, [x], attrs, naming)
							: tape.apply(avgPool2d, [x], { ...attrs, countIncludePad: p.countIncludePad }, naming);
					},
					{
						about: 'A window moves over the input; each time, one number goes on.',
						part: { kind: 'pooling' }
					}
				),
			{ about: 'From the input to the smaller output.', part: { kind: 'network' } }
		);
		// Any numbers serve as the gradient that the next layer would send; different ones can be told apart.
		const upstream = Float64Array.from(y.data, (_, k) => k + 1);
		const g = tape.constant('g', y.shape, upstream, { label: 'weights of the outputs' });
		const loss = tape.scope(
			'loss',
			() => {
				const weighted = tape.apply(mul, [y, g], undefined, {
					name: 'weighted',
					label: 'weighted output',
					symbol: 'v'
				});
				return tape.apply(sum, [weighted], {}, { name: 'loss', symbol: 'L' });
			},
			{
				about:
					'Every output counts with a weight of its own, so that the gradients can be told apart on the way back.',
				part: { kind: 'loss' }
			}
		);
		tape.backward(loss);
	},
	open: { scope: 'forward/pool', grain: 'cell', cell: 0 },
	facts
});

interface Settings {
	readonly window: number;
	readonly padding: number;
	readonly stride: number;
	readonly ceil: boolean;
}

function facts(trace: Trace, p: Settings): Record<string, Fact> {
	const [x, y] = ['x', 'y'].map((name) => trace.tensors.get(name)!);
	const [n, m] = [x!.shape[2]!, y!.shape[2]!];
	const [window, padding, stride] = [p.window, p.padding, p.stride];
	const [left, right, round] = p.ceil
		? ['\\lceil', '\\rceil', Math.ceil]
		: ['\\lfloor', '\\rfloor', Math.floor];
	const rounded = round((n + 2 * padding - window) / stride) + 1;
	const counts = Array.from({ length: n }, (_, r) =>
		Array.from({ length: n }, (_, c) => {
			const reading = uses(x!, r * n + c).find(({ leaf }) => leaf.out === y);
			return reading ? [...reading.steps()].length : 0;
		})
	);
	return {
		'output size': {
			label: 'Output size along one axis',
			tex: `m = \\left${left} \\frac{n + 2p - f}{s} \\right${right} + 1`,
			numbers:
				`\\left${left} \\frac{${n} + 2 \\cdot ${padding} - ${window}}{${stride}} \\right${right} + 1 = ${rounded}` +
				(rounded === m ? '' : ` \\;\\to\\; ${m}`)
		},
		'numbers kept': {
			label: 'Numbers that go on to the next layer',
			tex: '\\frac{m \\cdot m}{n \\cdot n}',
			numbers: `\\frac{${m} \\cdot ${m}}{${n} \\cdot ${n}} = \\frac{${m * m}}{${n * n}}`
		},
		parameters: {
			label: 'Parameters to learn',
			tex: '\\text{weights} + \\text{biases}',
			numbers: '0 + 0 = 0'
		},
		'windows over each cell': { label: 'How many windows lie over each cell', rows: counts }
	};
}
