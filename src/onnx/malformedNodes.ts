/** ONNX models whose nodes cannot be run, each with a name that says what is wrong with it. */
import {
	dense,
	float,
	graph,
	graphAttribute,
	int,
	ints,
	model,
	node,
	picture,
	tensor,
	text,
	valueInfo,
	wholeTensor,
	words,
	type Field,
	type Fields,
	type Graph,
	type Malformed
} from './example.ts';

const x = valueInfo('x', [2, 3]);
const y = valueInfo('y', null);

/** A graph of one node on an input of 2×3, or as is said. */
const one = (
	name: string,
	op: string,
	attributes: readonly Fields[] = [],
	more: Partial<Graph> & {
		readonly with?: readonly string[];
		readonly opset?: number;
		readonly domain?: string;
	} = {}
): Malformed => {
	const nodes = [
		[
			...node(op, ['x', ...(more.with ?? [])], ['y'], attributes),
			...(more.domain ? [[7, more.domain] as Field] : [])
		]
	];
	return { name, bytes: model({ inputs: [x], outputs: [y], nodes, ...more }, more.opset) };
};

/** A function of one node. */
function again(output: string, op: string): Fields {
	return [
		[1, 'Again'],
		[4, 'x'],
		[5, output],
		[7, node(op, ['x'], ['y'])]
	];
}

export const nodes: readonly Malformed[] = [
	one('an op that is not known', 'Frobnicate'),
	one('an op of another domain', 'Relu', [], { domain: 'com.microsoft' }),
	one('a name from JavaScript as an op', 'constructor'),
	one('an op that only strings have', 'StringNormalizer'),
	one('an attribute that is not known', 'Relu', [float('leak', 0.1)]),
	one('an attribute of another kind', 'Softmax', [text('axis', 'last')]),
	one('an axis that there is not', 'Softmax', [int('axis', 7)]),
	one('an axis that is named twice', 'ReduceSum', [ints('axes', [0, 0])], { opset: 11 }),
	one('a permutation of too few axes', 'Transpose', [ints('perm', [0])]),
	one('a permutation that names an axis twice', 'Transpose', [ints('perm', [0, 0])]),
	one('a word that is no choice', 'Gelu', [text('approximate', 'roughly')], { opset: 20 }),
	one('a missing input', 'Add'),
	one('shapes that do not broadcast', 'Add', [], {
		with: ['b'],
		initializers: [tensor('b', [4], [1, 2, 3, 4])]
	}),
	one('a reshape to another count', 'Reshape', [], {
		with: ['s'],
		initializers: [wholeTensor('s', [2], [4, 4])]
	}),
	one('a reshape to two free sizes', 'Reshape', [], {
		with: ['s'],
		initializers: [wholeTensor('s', [2], [-1, -1])]
	}),
	one('a reshape without a shape', 'Reshape'),
	one('a reshape that keeps an axis that there is not', 'Reshape', [], {
		with: ['s'],
		initializers: [wholeTensor('s', [3], [2, 3, 0])]
	}),
	one('a split into other sizes', 'Split', [int('axis', 1)], {
		with: ['s'],
		initializers: [wholeTensor('s', [1], [5])]
	}),
	one('a slice in steps of 0', 'Slice', [], {
		with: ['a', 'a', 'a', 'a'],
		initializers: [wholeTensor('a', [1], [0])]
	}),
	one('an index that names no row', 'Gather', [], {
		with: ['i'],
		initializers: [wholeTensor('i', [1], [9])]
	}),
	one('a squeeze of a long axis', 'Squeeze', [ints('axes', [1])], { opset: 11 }),
	one('the largest of more than there are', 'TopK', [], {
		with: ['k'],
		initializers: [wholeTensor('k', [1], [9])]
	}),
	one('pads of too few axes', 'Pad', [], { with: ['p'], initializers: [wholeTensor('p', [2], [1, 1])] }),
	one('a convolution of a matrix', 'Conv', [], { with: ['k'], initializers: [tensor('k', [1, 1], [1])] }),
	one('pooling without a kernel', 'MaxPool', [], { inputs: [valueInfo('x', [1, 1, 4, 4])] }),
	one('pooling with strides of 0', 'MaxPool', [ints('kernel_shape', [2, 2]), ints('strides', [0, 0])], {
		inputs: [valueInfo('x', [1, 1, 4, 4])]
	}),
	one('a window that does not fit', 'AveragePool', [ints('kernel_shape', [9, 9])], {
		inputs: [valueInfo('x', [1, 1, 4, 4])]
	}),
	one('an equation with too many inputs', 'Einsum', [text('equation', 'ij,jk->ik')]),
	one('an equation with an axis from nowhere', 'Einsum', [text('equation', 'ij->iz')]),
	one('an equation that is none', 'Einsum', [text('equation', 'i→j')]),
	one('a branch without a graph', 'If', []),
	one(
		'a loop that never ends',
		'Loop',
		[
			graphAttribute(
				'body',
				graph({
					nodes: [node('Identity', ['c'], ['d']), node('Identity', ['v'], ['w'])],
					inputs: [valueInfo('n', [], 7), valueInfo('c', [], 9), valueInfo('v', [2, 3])],
					outputs: [valueInfo('d', []), valueInfo('w', [])]
				})
			)
		],
		{
			nodes: [
				node(
					'Loop',
					['', '', 'x'],
					['y'],
					[
						graphAttribute(
							'body',
							graph({
								nodes: [node('Identity', ['c'], ['d']), node('Identity', ['v'], ['w'])],
								inputs: [valueInfo('n', [], 7), valueInfo('c', [], 9), valueInfo('v', [2, 3])],
								outputs: [valueInfo('d', []), valueInfo('w', [])]
							})
						)
					]
				)
			]
		}
	),
	one('a constant without a value', 'Constant', [], { nodes: [node('Constant', [], ['y'])] }),
	one('a constant of text', 'Constant', [], {
		nodes: [node('Constant', [], ['y'], [text('value_string', 'word')])]
	}),
	one('a size that no memory holds', 'ConstantOfShape', [], {
		nodes: [node('ConstantOfShape', ['s'], ['y'])],
		initializers: [wholeTensor('s', [2], [1e6, 1e6])]
	}),
	one('a range of too many numbers', 'Range', [], {
		nodes: [node('Range', ['a', 'b', 'c'], ['y'])],
		initializers: [tensor('a', [], [0]), tensor('b', [], [1e12]), tensor('c', [], [1])]
	}),
	one('a range in steps of 0', 'Range', [], {
		nodes: [node('Range', ['a', 'b', 'a'], ['y'])],
		initializers: [tensor('a', [], [0]), tensor('b', [], [5])]
	}),
	one('a cast to text', 'Cast', [int('to', 8)]),
	one('nothing but a size', 'Shape'),
	{
		name: 'a function that calls itself',
		bytes: model({ ...dense, nodes: [node('Again', ['x'], ['y'])] }, 17, [[25, again('y', 'Again')]])
	},
	{
		name: 'a function that gives what it does not write',
		bytes: model({ ...dense, nodes: [node('Again', ['x'], ['y'])] }, 17, [[25, again('z', 'Relu')]])
	},
	{
		name: 'two functions of one name',
		bytes: model({ ...dense, nodes: [node('Again', ['x'], ['y'])] }, 17, [
			[25, again('y', 'Relu')],
			[25, again('y', 'Relu')]
		])
	},
	{
		name: 'an activation that there is not',
		bytes: model(
			{
				...words,
				nodes: words.nodes.map((n, k) =>
					k === 2
						? node(
								'LSTM',
								['t', 'W', 'R', 'B'],
								['Y', 'Yh'],
								[
									int('hidden_size', 2),
									[
										[1, 'activations'],
										[9, 'Wave'],
										[9, 'Tanh'],
										[9, 'Tanh'],
										[20, 8]
									]
								]
							)
						: n
				)
			},
			11
		)
	},
	{
		name: 'a hidden size that does not fit',
		bytes: model(
			{
				...words,
				nodes: words.nodes.map((n, k) =>
					k === 2 ? node('LSTM', ['t', 'W', 'R'], ['Y', 'Yh'], [int('hidden_size', 3)]) : n
				)
			},
			11
		)
	},
	{
		name: 'a kernel_shape that is not that of the kernel',
		bytes: model(
			{
				...picture,
				nodes: [node('Conv', ['x', 'k'], ['c'], [ints('kernel_shape', [3, 3])]), ...picture.nodes.slice(1)]
			},
			17
		)
	}
];
