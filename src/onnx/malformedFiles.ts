/** ONNX files that are no whole models, each with a name that says what is wrong with it. */
import {
	bytesOf,
	dense,
	graph,
	graphAttribute,
	model,
	node,
	tensor,
	valueInfo,
	type Field,
	type Fields,
	type Graph,
	type Malformed
} from './example.ts';

const good = model(dense);
const x = valueInfo('x', [2, 3]);

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

export const files: readonly Malformed[] = [...cut, ...whole, ...numbers];
