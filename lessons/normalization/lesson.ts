import type { Tape, Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { batchNorm } from '#engine/ops/batchNorm.ts';
import { layerNorm } from '#engine/ops/layerNorm.ts';
import { mul } from '#engine/ops/mul.ts';
import { runningStatistic } from '#engine/ops/runningStatistic.ts';
import { sum } from '#engine/ops/sum.ts';
import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { epsilons, FEATURES, lossWeights, matrices, matrix, SAMPLES } from './values.ts';

export default lesson({
	title: 'Normalization',
	family: 'Transformers',
	order: 33,
	summary:
		'The same small matrix normalized along its rows and along its columns: means, variances, what is learned, what is remembered for inference, and the gradient.',
	notes: ['N3.18', 'N3.8'],
	needs: ['cnn'],
	afterwards: [
		'Normalize a small matrix along its rows and along its columns, and say which is layer norm and which batch norm.',
		'Say what scale, shift and running statistics are for, in training and in use.',
		'Say why the gradient through a norm is blind to what the norm takes away.'
	],
	controls: {
		mode: {
			kind: 'choice',
			label: 'Batch norm in',
			help: 'In training, batch norm uses the mean and variance of this batch. In inference, it uses the running ones. Layer norm does the same in both.',
			value: 'training',
			options: { training: 'training', inference: 'inference' }
		},
		input: {
			kind: 'choice',
			label: 'Input',
			help: 'The numbers to normalize. Click one in the figure to change it.',
			value: 'plain',
			options: matrices
		},
		epsilon: {
			kind: 'choice',
			label: 'ε',
			help: 'Added to the variance under the root, so that nothing is ever divided by 0.',
			value: '1e-5',
			options: epsilons
		},
		momentum: {
			kind: 'number',
			label: 'Momentum m',
			help: 'How much of the statistics of a batch comes into the running ones.',
			value: 0.1,
			min: 0,
			max: 0.95,
			step: 0.05
		},
		batches: {
			kind: 'integer',
			label: 'Batches seen in training',
			help: 'How often the running statistics were updated before inference, each time with the same four samples.',
			value: 3,
			min: 1,
			max: 30
		},
		equal: {
			kind: 'switch',
			label: 'Equal loss weights',
			help: 'Lets every output count with the weight 1, so that the loss is a plain sum. See what becomes of the gradient.',
			value: false
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
		batches: (p) => p.mode === 'inference',
		seed: (p) => p.input === 'random'
	},
	build(tape, p) {
		const attrs = { epsilon: Number(p.epsilon) };
		const momentum = p.momentum;
		const shape = [SAMPLES, FEATURES];
		const values = matrix(p.input, p.seed);
		const names = Array.from({ length: SAMPLES }, (_, k) => `sample ${k + 1}`);
		const x = tape.input('x', shape, values, { label: 'input', names });
		const learned = (of: 'layer' | 'batch') =>
			[scaleOrShift(tape, 'gamma', 'scale', of, 1), scaleOrShift(tape, 'beta', 'shift', of, 0)] as const;
		const [layer, batch] = [learned('layer'), learned('batch')];
		const constant = (name: string, label: string, value: number, symbol: string) =>
			tape.constant(name, [FEATURES], new Float64Array(FEATURES).fill(value), { label, symbol });
		let running: Running = {
			mean: constant('mean0', 'running mean', 0, 'r_0'),
			variance: constant('variance0', 'running variance', 1, 's_0')
		};
		if (p.mode === 'inference') {
			tape.scope(
				'training before',
				() => {
					for (let k = 1; k <= p.batches; k++) running = follow(tape, running, x, momentum, k);
				},
				{
					phase: 'update',
					about:
						'What earlier batches left: with each of them, the running statistics came closer to its own.'
				}
			);
		}
		const given = p.mode === 'inference' ? [running.mean, running.variance] : [];
		const outputs = tape.scope(
			'forward',
			() => [
				tape.scope(
					'layer norm',
					() =>
						tape.apply(layerNorm, [x, ...layer], attrs, {
							name: 'y_layer',
							label: 'output of layer norm',
							symbol: 'y^{\\mathrm{LN}}',
							names
						}),
					{
						about: 'Each row, the five features of one sample, gets its own mean and variance.',
						part: { kind: 'norm', norm: 'layer' }
					}
				),
				tape.scope(
					'batch norm',
					() =>
						tape.apply(batchNorm, [x, ...batch, ...given], attrs, {
							name: 'y_batch',
							label: 'output of batch norm',
							symbol: 'y^{\\mathrm{BN}}',
							names
						}),
					{
						about: 'Each column, one feature of the four samples, gets its own mean and variance.',
						part: { kind: 'norm', norm: 'batch' }
					}
				)
			],
			{
				about: 'The same matrix is normalized along its rows, and along its columns.',
				part: { kind: 'network' }
			}
		);
		const c = tape.constant('c', shape, lossWeights(p.equal), { label: 'loss weights', names });
		const loss = tape.scope('loss', () => lossOf(tape, outputs as [Tensor, Tensor], c), {
			about: 'Every output counts with a weight that is given, so that gradients can be told apart.',
			part: { kind: 'loss' }
		});
		tape.backward(loss);
		if (p.mode === 'training') {
			tape.scope('update', () => follow(tape, running, x, momentum, 1), {
				phase: 'update',
				about: 'The statistics of this batch come into the running ones, for use in inference.',
				part: { kind: 'update' }
			});
		}
	},
	open: { scope: 'forward/layer norm', grain: 'cell', cell: 7 },
	facts
});

interface Running {
	readonly mean: Tensor;
	readonly variance: Tensor;
}

const scaleOrShift = (
	tape: Tape,
	name: 'gamma' | 'beta',
	what: string,
	of: 'layer' | 'batch',
	value: number
) =>
	tape.parameter(`${name}_${of}`, [FEATURES], new Float64Array(FEATURES).fill(value), {
		label: `${what} of ${of} norm`,
		symbol: `\\${name}^{\\mathrm{${of === 'layer' ? 'LN' : 'BN'}}}`
	});

/** The running statistics after batch k. */
function follow(tape: Tape, { mean, variance }: Running, x: Tensor, momentum: number, k: number): Running {
	const next = (statistic: 'mean' | 'variance', old: Tensor, letter: string) =>
		tape.scope(`running ${statistic}, batch ${k}`, () =>
			tape.apply(
				runningStatistic,
				[old, x],
				{ statistic, momentum },
				{
					name: `${statistic}${k}`,
					label: `running ${statistic} after batch ${k}`,
					symbol: `${letter}_{${k}}`
				}
			)
		);
	return { mean: next('mean', mean, 'r'), variance: next('variance', variance, 's') };
}

/** A weighted sum of each output; both are added. */
function lossOf(tape: Tape, [layer, batch]: readonly [Tensor, Tensor], c: Tensor): Tensor {
	const part = (y: Tensor, name: string, above: string) =>
		tape.scope(
			name,
			() => {
				const weighed = tape.apply(mul, [y, c], undefined, {
					name: `weighed_${name.split(' ')[0]!}`,
					label: `weighed ${y.label}`,
					symbol: `v^{\\mathrm{${above}}}`
				});
				return tape.apply(
					sum,
					[weighed],
					{},
					{
						name: `loss_${name.split(' ')[0]!}`,
						label: `loss of ${name}`,
						symbol: `L^{\\mathrm{${above}}}`
					}
				);
			},
			{ about: `The output of ${name}, each number times its loss weight, added up.` }
		);
	const parts = [part(layer, 'layer norm', 'LN'), part(batch, 'batch norm', 'BN')];
	return tape.scope('total', () => tape.apply(add, parts, undefined, { name: 'loss', symbol: 'L' }));
}
