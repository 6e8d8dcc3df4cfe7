/** ONNX models that cannot be run, each with a name that says what is wrong with it. */
import {
	bytesOf,
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
	type Graph
} from './example.ts';

export interface Malformed {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

const good = model(dense);
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

const changed = (name: string, inner: Partial<Graph>, opset?: number): Malformed => ({
	name,
	bytes: model({ ...dense, ...inner }, opset)
});

const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(parts.flatMap((part) => [...part]));

const cut: Malformed[] = [
	{ name: 'no bytes', bytes: new Uint8Array() },
	{ name: 'one byte', bytes: Uint8Array.of(8) },
	{ name: 'a version alone', bytes: Uint8Array.of(8, 8) },
	{ name: 'the first half', bytes: good.slice(0, good.length >> 1) },
	{ name: 'one byte too few', bytes: good.slice(0, -1) },
	{ name: 'one byte too many', bytes: joined(good, Uint8Array.of(7)) },
	{
		name: 'a message that is longer than the file',
		bytes: Uint8Array.of(8, 8, 0x3a, 0xff, 0xff, 0xff, 0x7f)
	},
	{ name: 'a varint that does not end', bytes: new Uint8Array(40).fill(0xff) },
	{ name: 'zeros', bytes: new Uint8Array(64) },
	{ name: 'text', bytes: new Uint8Array(new TextEncoder().encode('This is no model, but a sentence.')) },
	{
		name: 'a graph that is a number',
		bytes: bytesOf([
			[1, 8],
			[7, 3],
			[8, [[2, 17]]]
		])
	},
	{
		name: 'a name that is a number',
		bytes: bytesOf([
			[7, [[1, [[4, 5]]]]],
			[8, [[2, 17]]]
		])
	},
	{
		name: 'a version that is a text',
		bytes: bytesOf([
			[7, graph(dense)],
			[8, [[2, 'seventeen']]]
		])
	},
	{
		name: 'a text that is no UTF-8',
		bytes: bytesOf([
			[7, [[1, [[4, Uint8Array.of(0xff, 0xfe, 0x80)]]]]],
			[8, [[2, 17]]]
		])
	},
	{
		name: 'floats of three bytes',
		bytes: model({
			...dense,
			initializers: [
				[
					[1, 1],
					[2, 1],
					[4, Uint8Array.of(1, 2, 3)],
					[8, 'w']
				]
			]
		})
	},
	{
		name: 'graphs in graphs, a hundred deep',
		bytes: model({ ...dense, nodes: [nested(100)] })
	}
];

function nested(depth: number): Fields {
	return node(
		'If',
		['x'],
		['y'],
		depth ? [graphAttribute('then_branch', graph({ nodes: [nested(depth - 1)] }))] : []
	);
}

const whole: Malformed[] = [
	{
		name: 'no graph',
		bytes: bytesOf([
			[1, 8],
			[8, [[2, 17]]]
		])
	},
	{
		name: 'no version of the ops',
		bytes: bytesOf([
			[1, 8],
			[7, graph(dense)]
		])
	},
	{ name: 'two versions of the ops', bytes: model(dense, 17, [[8, [[2, 13]]]]) },
	changed('a version that is yet to come', {}, 99),
	changed('a version below 0', {}, -3),
	changed('no nodes', { nodes: [] }),
	changed('no outputs', { outputs: [] }),
	changed('an output that no node writes', { outputs: [valueInfo('z', null)] }),
	changed('an input without a name', { inputs: [valueInfo('', [1])] }),
	changed('an input without a type', { inputs: [[[1, 'x']]] }),
	changed('an input that is a sequence', {
		inputs: [
			[
				[1, 'x'],
				[2, [[4, []]]]
			]
		]
	}),
	changed('an input that is a map', {
		inputs: [
			[
				[1, 'x'],
				[2, [[5, []]]]
			]
		]
	}),
	changed('an input that is optional', {
		inputs: [
			[
				[1, 'x'],
				[2, [[9, []]]]
			]
		]
	}),
	changed('an input of text', { inputs: [valueInfo('x', [2], 8)] }),
	changed('an input of complex numbers', { inputs: [valueInfo('x', [2], 14)] }),
	changed('an input of a type that there is not', { inputs: [valueInfo('x', [2], 77)] }),
	changed('two inputs of one name', { inputs: [x, x] }),
	changed('an initializer without a name', { initializers: [tensor('', [1], [1])] }),
	changed('two initializers of one name', { initializers: [...dense.initializers!, tensor('w', [1], [1])] }),
	changed('a missing initializer', { initializers: [tensor('w', [3, 2], [1, 2, 3, 4, 5, 6])] }),
	changed('sparse initializers', { more: [[15, []]] }),
	changed('a node that reads itself', { nodes: [...dense.nodes, node('Relu', ['loop'], ['loop'])] }),
	changed('nodes in a circle', {
		nodes: [...dense.nodes, node('Relu', ['r'], ['q']), node('Relu', ['q'], ['r'])]
	}),
	changed('a name that is written twice', { nodes: [...dense.nodes, node('Relu', ['x'], ['y'])] }),
	changed('a node that writes an input', { nodes: [...dense.nodes, node('Relu', ['h'], ['x'])] }),
	changed('a node without an op', { nodes: [...dense.nodes, node('', ['h'], ['q'])] }),
	changed('more nodes than are opened', {
		nodes: Array.from({ length: 20_001 }, (_, k) => node('Relu', ['x'], [`r${k}`]))
	})
];

const weights = (name: string, ...fields: Fields): Malformed =>
	changed(name, { initializers: [[...fields, [8, 'w']], dense.initializers![1]!] });

const numbers: Malformed[] = [
	weights('too few numbers', [1, 3], [1, 2], [2, 1], [4, { floats: [1, 2] }]),
	weights('too many numbers', [1, 3], [1, 2], [2, 1], [4, { floats: [1, 2, 3, 4, 5, 6, 7] }]),
	weights('no numbers', [1, 3], [1, 2], [2, 1]),
	weights('too few bytes', [1, 3], [1, 2], [2, 1], [9, new Uint8Array(23)]),
	weights('a size below 0', [1, -3], [1, 2], [2, 1], [4, { floats: [] }]),
	weights('more numbers than any memory', [1, 2 ** 40], [1, 2 ** 40], [2, 1], [4, { floats: [] }]),
	weights('nine axes', ...Array.from({ length: 9 }, (): Field => [1, 1]), [2, 1], [4, { floats: [1] }]),
	weights(
		'numbers in another file',
		[1, 3],
		[1, 2],
		[2, 1],
		[
			13,
			[
				[1, 'location'],
				[2, 'weights.bin']
			]
		],
		[14, 1]
	),
	weights('numbers elsewhere without a name', [1, 3], [1, 2], [2, 1], [14, 1]),
	weights('a segment', [1, 3], [1, 2], [2, 1], [3, []], [4, { floats: [1, 2, 3, 4, 5, 6] }]),
	weights('weights of text', [1, 1], [2, 8], [6, 'word']),
	weights('floats of eight bits', [1, 1], [2, 17], [9, new Uint8Array(1)]),
	weights('whole numbers of four bits', [1, 2], [2, 22], [9, new Uint8Array(1)]),
	weights('a type that there is not', [1, 1], [2, 99], [9, new Uint8Array(1)]),
	weights('no type', [1, 1], [9, new Uint8Array(4)]),
	changed('weights that do not fit', {
		initializers: [
			tensor(
				'w',
				[3, 5],
				Array.from({ length: 15 }, () => 1)
			),
			dense.initializers![1]!
		]
	}),
	changed('a bias that does not fit', {
		initializers: [dense.initializers![0]!, tensor('b', [4], [1, 2, 3, 4])]
	})
];

const ops: Malformed[] = [
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

export const malformed: readonly Malformed[] = [...cut, ...whole, ...numbers, ...ops];
