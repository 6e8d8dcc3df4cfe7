/** ONNX models written byte by byte, for the tests: what a file says is what stands in them, right or wrong. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** A field of a message: its number, and what it holds. A number is a varint, a list of numbers is packed. */
export type Field = readonly [
	number: number,
	value:
		| number
		| string
		| Uint8Array
		| readonly Field[]
		| { readonly floats: readonly number[] }
		| { readonly float: number }
];
export type Fields = readonly Field[];

export function bytesOf(fields: Fields): Uint8Array<ArrayBuffer> {
	const writer = new BinaryWriter();
	for (const [number, value] of fields) {
		if (typeof value === 'number') writer.tag(number, WireType.Varint).int64(value);
		else if (typeof value === 'string') writer.tag(number, WireType.LengthDelimited).string(value);
		else if (value instanceof Uint8Array) writer.tag(number, WireType.LengthDelimited).bytes(value);
		else if ('float' in value) writer.tag(number, WireType.Bit32).float(value.float);
		else if ('floats' in value)
			writer
				.tag(number, WireType.LengthDelimited)
				.bytes(new Uint8Array(Float32Array.from(value.floats).buffer));
		else writer.tag(number, WireType.LengthDelimited).bytes(bytesOf(value));
	}
	return writer.finish() as Uint8Array<ArrayBuffer>;
}

const FLOAT = 1;
const INT64 = 7;

/** A tensor of float32, its numbers as a list. */
export const tensor = (name: string, dims: readonly number[], floats: readonly number[]): Fields => [
	...dims.map((d): Field => [1, d]),
	[2, FLOAT],
	[4, { floats }],
	[8, name]
];

export const wholeTensor = (name: string, dims: readonly number[], numbers: readonly number[]): Fields => [
	...dims.map((d): Field => [1, d]),
	[2, INT64],
	...numbers.map((n): Field => [7, n]),
	[8, name]
];

/** A size, or the name of one that is left open. */
export const valueInfo = (name: string, shape: readonly (number | string)[] | null, type = FLOAT): Fields => [
	[1, name],
	[
		2,
		[
			[
				1,
				[
					[1, type],
					...(shape ? [[2, shape.map((d): Field => [1, [[typeof d === 'number' ? 1 : 2, d]]])] as Field] : [])
				]
			]
		]
	]
];

export const ints = (name: string, values: readonly number[]): Fields => [
	[1, name],
	...values.map((value): Field => [8, value]),
	[20, 7]
];
export const int = (name: string, value: number): Fields => [
	[1, name],
	[3, value],
	[20, 2]
];
export const float = (name: string, value: number): Fields => [
	[1, name],
	[2, { float: value }],
	[20, 1]
];
export const text = (name: string, value: string): Fields => [
	[1, name],
	[4, value],
	[20, 3]
];
export const graphAttribute = (name: string, graph: Fields): Fields => [
	[1, name],
	[6, graph],
	[20, 5]
];

export const node = (
	op: string,
	inputs: readonly string[],
	outputs: readonly string[],
	attributes: readonly Fields[] = [],
	name = ''
): Fields => [
	...inputs.map((input): Field => [1, input]),
	...outputs.map((output): Field => [2, output]),
	...(name ? [[3, name] as Field] : []),
	[4, op],
	...attributes.map((attribute): Field => [5, attribute])
];

export interface Graph {
	readonly nodes: readonly Fields[];
	readonly initializers?: readonly Fields[];
	readonly inputs?: readonly Fields[];
	readonly outputs?: readonly Fields[];
	readonly more?: Fields;
}

export const graph = ({ nodes, initializers = [], inputs = [], outputs = [], more = [] }: Graph): Fields => [
	...nodes.map((fields): Field => [1, fields]),
	[2, 'graph'],
	...initializers.map((fields): Field => [5, fields]),
	...inputs.map((fields): Field => [11, fields]),
	...outputs.map((fields): Field => [12, fields]),
	...more
];

export const model = (inner: Graph, opset = 17, more: Fields = []): Uint8Array<ArrayBuffer> =>
	bytesOf([[1, 8], [2, 'test'], [7, graph(inner)], [8, [[2, opset]]], ...more]);

/** A dense layer of two numbers, an activation, and shares. */
export const dense: Graph = {
	nodes: [
		node('Gemm', ['x', 'w', 'b'], ['a'], [int('transB', 1)], '/fc/Gemm'),
		node('Relu', ['a'], ['h'], [], '/act/Relu'),
		node('Softmax', ['h'], ['y'], [int('axis', -1)])
	],
	initializers: [tensor('w', [3, 2], [1, 2, 3, 4, 5, 6]), tensor('b', [3], [0, 0.5, -1])],
	inputs: [valueInfo('x', ['batch', 2])],
	outputs: [valueInfo('y', ['batch', 3])]
};

/** A convolution, pooling with its indices, and a reshape that is worked out from sizes. */
export const picture: Graph = {
	nodes: [
		node('Conv', ['x', 'k'], ['c'], [ints('pads', [1, 0, 0, 1]), ints('strides', [1, 1])]),
		node('MaxPool', ['c'], ['p', 'at'], [ints('kernel_shape', [2, 2]), ints('strides', [2, 2])]),
		node('Shape', ['p'], ['s']),
		node('Gather', ['s', 'zero'], ['n'], [int('axis', 0)]),
		node('Unsqueeze', ['n', 'axes'], ['rows']),
		node('Concat', ['rows', 'rest'], ['shape'], [int('axis', 0)]),
		node('Reshape', ['p', 'shape'], ['y'])
	],
	initializers: [
		tensor('k', [2, 1, 2, 2], [1, 0, 0, -1, 0.5, 0.5, 0.5, 0.5]),
		wholeTensor('zero', [], [0]),
		wholeTensor('axes', [1], [0]),
		wholeTensor('rest', [1], [-1])
	],
	inputs: [valueInfo('x', [1, 1, 4, 4])],
	outputs: [valueInfo('y', null), valueInfo('at', null, INT64)]
};

/** A recurrent layer over a table of words. */
export const words: Graph = {
	nodes: [
		node('Gather', ['table', 'ids'], ['e']),
		node('Transpose', ['e'], ['t'], [ints('perm', [1, 0, 2])]),
		node('LSTM', ['t', 'W', 'R', 'B', '', '', '', 'P'], ['Y', 'Yh'], [int('hidden_size', 2)]),
		node('Squeeze', ['Yh'], ['y'], [ints('axes', [0])])
	],
	initializers: [
		tensor('table', [4, 2], [0.1, 0.2, -0.3, 0.4, 0.5, -0.6, 0.7, 0.8]),
		tensor(
			'W',
			[1, 8, 2],
			Array.from({ length: 16 }, (_, k) => (k - 8) / 10)
		),
		tensor(
			'R',
			[1, 8, 2],
			Array.from({ length: 16 }, (_, k) => (8 - k) / 20)
		),
		tensor(
			'B',
			[1, 16],
			Array.from({ length: 16 }, (_, k) => k / 50)
		),
		tensor('P', [1, 6], [0.1, -0.1, 0.2, -0.2, 0.3, -0.3])
	],
	inputs: [valueInfo('ids', ['batch', 'time'], INT64)],
	outputs: [valueInfo('y', ['batch', 2])]
};

/** A file that is refused; the name says what is wrong with it. */
export interface Malformed {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}
