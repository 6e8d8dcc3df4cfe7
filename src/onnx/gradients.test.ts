/**
 * Nodes that are put together from several ops go back as they go forward: the gradient of each input against central
 * differences of the outputs' sum, which a part of the way that was cut off by mistake would not meet.
 */
import { expect, test } from 'vitest';
import { random, size } from '#engine';
import { float, int, ints, model, node, text, valueInfo, type Fields } from './example.ts';
import { readModel } from './graph.ts';
import { run } from './run.ts';
import type { Numbers } from './tensors.ts';

interface Case {
	readonly op: string;
	/** Of each input; a list of numbers in the place of a shape is what is given and not changed. */
	readonly inputs: readonly (
		readonly number[] | { readonly shape: readonly number[]; readonly whole: readonly number[] }
	)[];
	readonly attributes?: readonly Fields[];
	readonly opset?: number;
	/** Where numbers are drawn from; −1 to 1 where left out. */
	readonly from?: number;
	readonly to?: number;
	readonly outputs?: number;
}

const whole = (shape: readonly number[], numbers: readonly number[]) => ({ shape, whole: numbers });
const image = [1, 2, 5, 6];

const cases: readonly Case[] = [
	...[
		'Softsign',
		'Mish',
		'HardSwish',
		'Selu',
		'Celu',
		'Shrink',
		'ThresholdedRelu',
		'Swish',
		'Tan',
		'Sinh',
		'Cosh',
		'Asinh',
		'Reciprocal'
	].map((op): Case => ({
		op,
		inputs: [[2, 3]],
		opset: op === 'Swish' ? 24 : 20,
		...(op === 'Reciprocal' && { from: 0.5 })
	})),
	{ op: 'Celu', inputs: [[2, 3]], attributes: [float('alpha', 0.5)] },
	{ op: 'ThresholdedRelu', inputs: [[2, 3]], attributes: [float('alpha', 0.3)] },
	{ op: 'HardSigmoid', inputs: [[2, 3]], attributes: [float('alpha', 0.4), float('beta', 0.3)] },
	{ op: 'Acosh', inputs: [[4]], from: 1.5, to: 3 },
	{ op: 'Atanh', inputs: [[4]], from: -0.8, to: 0.8 },
	{ op: 'PRelu', inputs: [[2, 3], [3]] },
	{
		op: 'Pow',
		inputs: [
			[2, 3],
			[2, 3]
		],
		from: 0.5,
		to: 2
	},
	{ op: 'Max', inputs: [[2, 3], [3], [2, 1]] },
	{ op: 'Mean', inputs: [[2, 3], [3], [2, 1]] },
	{ op: 'Mod', inputs: [[2, 3], [3]], attributes: [int('fmod', 1)], from: 0.6, to: 2 },
	{
		op: 'Gemm',
		inputs: [[3, 2], [4, 3], [4]],
		attributes: [int('transA', 1), int('transB', 1), float('alpha', 0.5), float('beta', 2)]
	},
	{
		op: 'Einsum',
		inputs: [
			[2, 3, 4],
			[2, 5, 4]
		],
		attributes: [text('equation', 'bij,bkj->bki')]
	},
	{ op: 'Einsum', inputs: [[3, 3], [3]], attributes: [text('equation', 'ii,i->')] },
	{
		op: 'Einsum',
		inputs: [
			[2, 3],
			[2, 4],
			[3, 4]
		],
		attributes: [text('equation', 'ab,ac,bc->a')]
	},
	{ op: 'ReduceProd', inputs: [[2, 5, 3]], attributes: [ints('axes', [1])], opset: 13, from: 0.5 },
	{ op: 'ReduceL2', inputs: [[2, 3]], attributes: [ints('axes', [1])], opset: 13, from: 0.2 },
	{ op: 'ReduceLogSumExp', inputs: [[2, 3, 4]], attributes: [ints('axes', [0, 2])], opset: 13 },
	{ op: 'ReduceLogSum', inputs: [[2, 3]], attributes: [ints('axes', [0])], opset: 13, from: 0.5 },
	{
		op: 'Softmax',
		inputs: [
			[2, 3, 2],
			[2, 3, 2]
		],
		attributes: [int('axis', 1)],
		opset: 11
	},
	{
		op: 'Conv',
		inputs: [[1, 2, 7], [3, 2, 3], [3]],
		attributes: [ints('pads', [2, 0]), ints('strides', [2]), ints('dilations', [2])]
	},
	{
		op: 'Conv',
		inputs: [[1, 2, 4, 4, 3], [2, 1, 2, 2, 2], [2]],
		attributes: [int('group', 2), ints('pads', [1, 0, 1, 0, 1, 0])]
	},
	{
		op: 'Conv',
		inputs: [image, [2, 2, 3, 3]],
		attributes: [text('auto_pad', 'SAME_UPPER'), ints('strides', [2, 2])]
	},
	{
		op: 'ConvTranspose',
		inputs: [[1, 2, 3, 3], [2, 2, 3, 3], [2]],
		attributes: [ints('pads', [0, 1, 1, 0]), ints('strides', [2, 3]), ints('output_padding', [1, 2])]
	},
	{
		op: 'ConvTranspose',
		inputs: [
			[1, 2, 2, 2, 3],
			[2, 1, 2, 2, 2]
		],
		attributes: [ints('strides', [2, 1, 1])]
	},
	{
		op: 'ConvTranspose',
		inputs: [[1, 1, 3], [1, 2, 3], [2]],
		attributes: [ints('output_shape', [8]), ints('strides', [2])]
	},
	{
		op: 'MaxPool',
		inputs: [image],
		attributes: [ints('kernel_shape', [2, 2]), ints('dilations', [2, 2])],
		outputs: 2
	},
	{
		op: 'MaxPool',
		inputs: [[1, 1, 4, 4, 4]],
		attributes: [ints('kernel_shape', [2, 2, 2]), ints('pads', [1, 0, 0, 0, 0, 1])]
	},
	{
		op: 'AveragePool',
		inputs: [image],
		attributes: [
			ints('kernel_shape', [3, 2]),
			ints('dilations', [2, 1]),
			ints('pads', [1, 0, 0, 1]),
			int('ceil_mode', 1)
		],
		opset: 19
	},
	{
		op: 'AveragePool',
		inputs: [[1, 1, 4, 4, 4]],
		attributes: [
			ints('kernel_shape', [2, 3, 2]),
			int('count_include_pad', 1),
			ints('pads', [1, 1, 0, 0, 1, 0])
		]
	},
	{ op: 'LpPool', inputs: [image], attributes: [ints('kernel_shape', [2, 2]), int('p', 3)], from: 0.2 },
	{ op: 'GlobalLpPool', inputs: [image] },
	{ op: 'LRN', inputs: [[1, 4, 2, 2]], attributes: [int('size', 3), float('alpha', 0.5)] },
	{
		op: 'MaxUnpool',
		inputs: [[1, 1, 2, 2], whole([1, 1, 2, 2], [5, 7, 13, 15])],
		attributes: [ints('kernel_shape', [2, 2]), ints('strides', [2, 2])]
	},
	{
		op: 'LayerNormalization',
		inputs: [
			[2, 3, 4],
			[3, 4],
			[3, 4]
		],
		attributes: [int('axis', 1)]
	},
	{ op: 'InstanceNormalization', inputs: [[2, 2, 3, 3], [2], [2]] },
	{
		op: 'GroupNormalization',
		inputs: [[1, 4, 2, 2], [2], [2]],
		attributes: [int('num_groups', 2)],
		opset: 18
	},
	{
		op: 'GroupNormalization',
		inputs: [[1, 4, 2, 2], [4], [4]],
		attributes: [int('num_groups', 2)],
		opset: 21
	},
	{ op: 'RMSNormalization', inputs: [[2, 4], [4]], opset: 23 },
	{ op: 'MeanVarianceNormalization', inputs: [[2, 2, 2, 2]] },
	{ op: 'LpNormalization', inputs: [[2, 3]], attributes: [int('p', 1)] },
	{
		op: 'BatchNormalization',
		inputs: [[3, 2, 2], [2], [2], [2], [2]],
		attributes: [int('training_mode', 1)],
		outputs: 3,
		from: 0.1
	},
	{
		op: 'Resize',
		inputs: [[1, 1, 3, 4], whole([0], []), whole([0], []), whole([4], [1, 1, 5, 7])],
		attributes: [text('mode', 'cubic')]
	},
	{
		op: 'Resize',
		inputs: [[1, 1, 6, 4], whole([0], []), whole([0], []), whole([4], [1, 1, 3, 3])],
		attributes: [text('mode', 'linear'), int('antialias', 1)],
		opset: 18
	},
	{ op: 'Resize', inputs: [[1, 1, 3, 4], whole([0], []), whole([0], []), whole([4], [1, 1, 5, 7])] },
	{ op: 'Pad', inputs: [[3, 4], whole([4], [1, 2, 0, 1])], attributes: [text('mode', 'reflect')] },
	{ op: 'Pad', inputs: [[3, 4], whole([4], [1, -1, 2, 1])] },
	{
		op: 'Slice',
		inputs: [[3, 6], whole([2], [-1, 5]), whole([2], [-4, -7]), whole([2], [0, 1]), whole([2], [-1, -2])]
	},
	{ op: 'Tile', inputs: [[2, 3], whole([2], [2, 2])] },
	{ op: 'Expand', inputs: [[2, 1], whole([3], [3, 2, 4])] },
	{ op: 'DepthToSpace', inputs: [[1, 8, 2, 2]], attributes: [int('blocksize', 2), text('mode', 'CRD')] },
	{ op: 'DequantizeLinear', inputs: [whole([2, 3], [0, 7, 255, 3, 9, 120]), [3], whole([3], [3, 0, 128])] },
	{ op: 'Trilu', inputs: [[3, 3]], attributes: [int('upper', 0)] },
	{ op: 'CumSum', inputs: [[2, 4], whole([], [1])], attributes: [int('exclusive', 1), int('reverse', 1)] },
	{ op: 'Gather', inputs: [[3, 4], whole([2, 2], [0, -1, 2, 2])], attributes: [int('axis', 1)] },
	{ op: 'GatherElements', inputs: [[3, 2], whole([2, 2], [0, 2, -1, 0])] },
	{ op: 'GatherND', inputs: [[2, 3, 2], whole([2, 1], [1, 0])], attributes: [int('batch_dims', 1)] },
	{ op: 'ScatterElements', inputs: [[3, 2], whole([2, 2], [0, 2, 0, 1]), [2, 2]] },
	{
		op: 'ScatterElements',
		inputs: [[3, 2], whole([2, 2], [0, 2, 0, 1]), [2, 2]],
		attributes: [text('reduction', 'mul')],
		opset: 18
	},
	{
		op: 'ScatterND',
		inputs: [[3, 2], whole([2, 1], [1, 1]), [2, 2]],
		attributes: [text('reduction', 'max')],
		opset: 18
	},
	{ op: 'TopK', inputs: [[2, 5], whole([1], [2])], outputs: 2 },
	{ op: 'Compress', inputs: [[3, 2], whole([2], [0, 1])], attributes: [int('axis', 0)] },
	{ op: 'Col2Im', inputs: [[1, 4, 4], whole([2], [3, 3]), whole([2], [2, 2])], opset: 18 },
	{ op: 'ReverseSequence', inputs: [[3, 2], whole([2], [3, 2])] },
	{ op: 'Split', inputs: [[5, 2], whole([2], [3, 2])], outputs: 2 },
	{ op: 'NegativeLogLikelihoodLoss', inputs: [[2, 3], whole([2], [2, 0]), [3]], from: 0.2 },
	{
		op: 'SoftmaxCrossEntropyLoss',
		inputs: [[2, 3, 2], whole([2, 2], [2, 0, -1, 1])],
		attributes: [int('ignore_index', -1)],
		outputs: 2
	},
	{
		op: 'Attention',
		inputs: [
			[1, 3, 8],
			[1, 4, 4],
			[1, 4, 4]
		],
		attributes: [int('q_num_heads', 4), int('kv_num_heads', 2), int('is_causal', 1), float('softcap', 2)],
		opset: 23
	},
	{
		op: 'RotaryEmbedding',
		inputs: [[1, 2, 3, 4], [3, 2], [3, 2], whole([1, 3], [0, 1, 2])],
		attributes: [int('interleaved', 1)],
		opset: 23
	},
	{
		op: 'LSTM',
		inputs: [[3, 2, 2], [1, 8, 2], [1, 8, 2], [1, 16], whole([2], [3, 2]), [1, 2, 2], [1, 2, 2], [1, 6]],
		attributes: [int('hidden_size', 2), float('clip', 0.4)],
		outputs: 3
	},
	{
		op: 'GRU',
		inputs: [
			[2, 3, 2],
			[2, 6, 2],
			[2, 6, 2],
			[2, 12]
		],
		attributes: [
			int('hidden_size', 2),
			text('direction', 'bidirectional'),
			int('linear_before_reset', 1),
			int('layout', 1)
		],
		outputs: 2
	},
	{
		op: 'GRU',
		inputs: [
			[3, 2, 2],
			[1, 6, 2],
			[1, 6, 2]
		],
		attributes: [int('hidden_size', 2), text('direction', 'reverse')],
		outputs: 2
	},
	{
		op: 'RNN',
		inputs: [
			[3, 2, 2],
			[1, 2, 2],
			[1, 2, 2],
			[1, 4]
		],
		attributes: [
			int('hidden_size', 2),
			[
				[1, 'activations'],
				[9, 'Softsign'],
				[20, 8]
			]
		],
		outputs: 2
	}
];

/** Small enough that what bends little is a line, large enough that rounding is far below. */
const STEP = 1e-5;

function modelOf({ op, inputs, attributes = [], opset = 17, outputs = 1 }: Case) {
	const names = inputs.map((_, k) => `x${k}`);
	const outs = Array.from({ length: outputs }, (_, k) => `y${k}`);
	// What is given and whole lies between floats: its type is that of the specification, mostly int64.
	const typeOf = (k: number) =>
		'whole' in inputs[k]!
			? op === 'Compress'
				? 9
				: op === 'LSTM'
					? 6
					: op === 'Resize' && k < 3
						? 1
						: 7
			: 1;
	const shapeOf = (k: number) =>
		'whole' in inputs[k]!
			? (inputs[k] as { shape: readonly number[] }).shape
			: (inputs[k] as readonly number[]);
	return readModel(
		model(
			{
				nodes: [node(op, names, outs, attributes)],
				inputs: names.map((name, k) => valueInfo(name, shapeOf(k), typeOf(k))),
				outputs: outs.map((name) => valueInfo(name, null))
			},
			opset
		)
	);
}

test.each(cases.map((it, k) => [`${it.op} (${k})`, it] as const))('%s', (_, it) => {
	const found = modelOf(it);
	const draw = random(it.op.length + it.inputs.length);
	const { from = -1, to = 1 } = it;
	const given = new Map<string, Numbers>(
		found.inputs.map(({ name, type, shape }, k) => {
			const input = it.inputs[k]!;
			const sizes = shape as number[];
			const data =
				'whole' in input
					? Float64Array.from(input.whole)
					: Float64Array.from({ length: size(sizes) }, () => draw.between(from, to));
			return [name, { type, shape: sizes, data }];
		})
	);
	const output = found.outputs[0]!;
	const sum = () =>
		run(found, given, 1, null)
			.outputs.get(output)!
			.data.reduce((a, b) => a + b, 0);
	const { trace } = run(found, given, 1, { output, of: 'sum' });
	for (const [k, { name }] of found.inputs.entries()) {
		if ('whole' in it.inputs[k]!) continue;
		const { data } = given.get(name)!;
		const gradient = trace.tensors.get(name)!.grad?.data;
		const slopes = Array.from(data, (value, cell) => {
			data[cell] = value + STEP;
			const above = sum();
			data[cell] = value - STEP;
			const below = sum();
			data[cell] = value;
			return (above - below) / (2 * STEP);
		});
		// Nothing is recorded where nothing arrives: all slopes are then 0.
		const found = gradient ? Array.from(gradient) : slopes.map(() => 0);
		found.forEach((value, cell) => expect(value, `${name}[${cell}]`).toBeCloseTo(slopes[cell]!, 6));
	}
});
