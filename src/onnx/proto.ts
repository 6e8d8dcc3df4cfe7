/**
 * The messages of an ONNX file, as far as they are read here: field numbers and types by the specification of ONNX
 * (onnx/onnx.proto). The wire format is read by @bufbuild/protobuf; nothing is generated or evaluated, which the page's
 * security policy would forbid. Bytes stay where they are: a tensor's numbers are decoded when it is used.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { fail } from '#engine/errors.ts';

type Scalar = 'int' | 'uint' | 'float' | 'double' | 'string' | 'bytes';
type Field = readonly [name: string, type: Scalar | (() => Message), repeated?: 'repeated'];
type Message = Readonly<Record<number, Field>>;

/** Messages in messages: a model needs about eight, more where it has functions or branches. */
const DEEPEST = 40;

export interface TensorProto {
	readonly dims: readonly number[];
	readonly dataType: number;
	readonly name: string;
	readonly segment?: object;
	readonly floatData: readonly number[];
	readonly int32Data: readonly number[];
	readonly int64Data: readonly number[];
	readonly doubleData: readonly number[];
	readonly uint64Data: readonly number[];
	readonly stringData: readonly Uint8Array[];
	readonly rawData?: Uint8Array;
	readonly externalData: readonly { readonly key: string; readonly value: string }[];
	readonly dataLocation: number;
}

export interface AttributeProto {
	readonly name: string;
	readonly type: number;
	readonly f: number;
	readonly i: number;
	readonly s?: Uint8Array;
	readonly t?: TensorProto;
	readonly g?: GraphProto;
	readonly floats: readonly number[];
	readonly ints: readonly number[];
	readonly strings: readonly Uint8Array[];
	readonly refAttrName: string;
	readonly sparseTensor?: object;
}

export interface NodeProto {
	readonly input: readonly string[];
	readonly output: readonly string[];
	readonly name: string;
	readonly opType: string;
	readonly domain: string;
	readonly overload: string;
	readonly attribute: readonly AttributeProto[];
}

export interface DimensionProto {
	readonly dimValue?: number;
	readonly dimParam?: string;
}

export interface ValueInfoProto {
	readonly name: string;
	readonly type?: {
		readonly tensorType?: {
			readonly elemType: number;
			readonly shape?: { readonly dim: readonly DimensionProto[] };
		};
		readonly sequenceType?: object;
		readonly mapType?: object;
		readonly optionalType?: object;
		readonly sparseTensorType?: object;
	};
}

export interface GraphProto {
	readonly node: readonly NodeProto[];
	readonly name: string;
	readonly initializer: readonly TensorProto[];
	readonly sparseInitializer: readonly object[];
	readonly input: readonly ValueInfoProto[];
	readonly output: readonly ValueInfoProto[];
}

export interface OpsetProto {
	readonly domain: string;
	readonly version: number;
}

export interface FunctionProto {
	readonly name: string;
	readonly domain: string;
	readonly overload: string;
	readonly input: readonly string[];
	readonly output: readonly string[];
	readonly node: readonly NodeProto[];
	readonly attribute: readonly string[];
	readonly attributeProto: readonly AttributeProto[];
	readonly opsetImport: readonly OpsetProto[];
}

export interface ModelProto {
	readonly irVersion: number;
	readonly producerName: string;
	readonly producerVersion: string;
	readonly graph?: GraphProto;
	readonly opsetImport: readonly OpsetProto[];
	readonly functions: readonly FunctionProto[];
}

/** A message of which nothing is read but that it is there. */
const ANY: Message = {};

const tensor: Message = {
	1: ['dims', 'int', 'repeated'],
	2: ['dataType', 'int'],
	3: ['segment', () => ANY],
	4: ['floatData', 'float', 'repeated'],
	5: ['int32Data', 'int', 'repeated'],
	6: ['stringData', 'bytes', 'repeated'],
	7: ['int64Data', 'int', 'repeated'],
	8: ['name', 'string'],
	9: ['rawData', 'bytes'],
	10: ['doubleData', 'double', 'repeated'],
	11: ['uint64Data', 'uint', 'repeated'],
	13: ['externalData', () => entry, 'repeated'],
	14: ['dataLocation', 'int']
};
const entry: Message = { 1: ['key', 'string'], 2: ['value', 'string'] };
const attribute: Message = {
	1: ['name', 'string'],
	2: ['f', 'float'],
	3: ['i', 'int'],
	4: ['s', 'bytes'],
	5: ['t', () => tensor],
	6: ['g', () => graph],
	7: ['floats', 'float', 'repeated'],
	8: ['ints', 'int', 'repeated'],
	9: ['strings', 'bytes', 'repeated'],
	20: ['type', 'int'],
	21: ['refAttrName', 'string'],
	22: ['sparseTensor', () => ANY]
};
const node: Message = {
	1: ['input', 'string', 'repeated'],
	2: ['output', 'string', 'repeated'],
	3: ['name', 'string'],
	4: ['opType', 'string'],
	5: ['attribute', () => attribute, 'repeated'],
	7: ['domain', 'string'],
	8: ['overload', 'string']
};
const dimension: Message = { 1: ['dimValue', 'int'], 2: ['dimParam', 'string'] };
const shape: Message = { 1: ['dim', () => dimension, 'repeated'] };
const tensorType: Message = { 1: ['elemType', 'int'], 2: ['shape', () => shape] };
const type: Message = {
	1: ['tensorType', () => tensorType],
	4: ['sequenceType', () => ANY],
	5: ['mapType', () => ANY],
	8: ['sparseTensorType', () => ANY],
	9: ['optionalType', () => ANY]
};
const valueInfo: Message = { 1: ['name', 'string'], 2: ['type', () => type] };
const graph: Message = {
	1: ['node', () => node, 'repeated'],
	2: ['name', 'string'],
	5: ['initializer', () => tensor, 'repeated'],
	11: ['input', () => valueInfo, 'repeated'],
	12: ['output', () => valueInfo, 'repeated'],
	15: ['sparseInitializer', () => ANY, 'repeated']
};
const opset: Message = { 1: ['domain', 'string'], 2: ['version', 'int'] };
const localFunction: Message = {
	1: ['name', 'string'],
	4: ['input', 'string', 'repeated'],
	5: ['output', 'string', 'repeated'],
	6: ['attribute', 'string', 'repeated'],
	7: ['node', () => node, 'repeated'],
	9: ['opsetImport', () => opset, 'repeated'],
	10: ['domain', 'string'],
	11: ['attributeProto', () => attribute, 'repeated'],
	13: ['overload', 'string']
};
const model: Message = {
	1: ['irVersion', 'int'],
	2: ['producerName', 'string'],
	3: ['producerVersion', 'string'],
	7: ['graph', () => graph],
	8: ['opsetImport', () => opset, 'repeated'],
	25: ['functions', () => localFunction, 'repeated']
};

const WIRE: Readonly<Record<Scalar, WireType>> = {
	int: WireType.Varint,
	uint: WireType.Varint,
	float: WireType.Bit32,
	double: WireType.Bit64,
	string: WireType.LengthDelimited,
	bytes: WireType.LengthDelimited
};

const EMPTY: Readonly<Record<Scalar, unknown>> = {
	int: 0,
	uint: 0,
	float: 0,
	double: 0,
	string: '',
	bytes: undefined
};

/** Throws a BackstepError where the bytes are no whole message. */
export const modelOf = (bytes: Uint8Array): ModelProto => decoded(model, bytes) as ModelProto;

/** The same of a tensor by itself, as test data beside a model have it. */
export const tensorOf = (bytes: Uint8Array): TensorProto => decoded(tensor, bytes) as TensorProto;

function decoded(message: Message, bytes: Uint8Array): unknown {
	const reader = new BinaryReader(bytes);
	try {
		return read(message, reader, bytes.length, [], DEEPEST);
	} catch (problem) {
		if (problem instanceof WrongType) fail('value', problem.message);
		// The reader says what it met, which is about bytes and not about a model.
		return fail(
			'value',
			`This ONNX file is cut off or damaged at byte ${Math.min(reader.pos, bytes.length)} of ${bytes.length}: export it or copy it once more`
		);
	}
}

class WrongType extends Error {}

function read(
	message: Message,
	reader: BinaryReader,
	end: number,
	path: readonly string[],
	depth: number
): unknown {
	const place = path.join('.');
	if (!depth)
		throw new WrongType(
			`This ONNX file is nested more than ${DEEPEST} levels deep, at ${place}: no model needs that many`
		);
	const out: Record<string, unknown> = {};
	for (const [name, type, repeated] of Object.values(message))
		out[name] = repeated ? [] : typeof type === 'function' ? undefined : EMPTY[type];
	// What differs from its default where it is there.
	if (message === dimension) out['dimValue'] = out['dimParam'] = undefined;
	while (reader.pos < end) {
		const [number, wire] = reader.tag();
		const field = message[number];
		if (!field) {
			reader.skip(wire, number);
			continue;
		}
		const [name, type, repeated] = field;
		const list = repeated ? (out[name] as unknown[]) : null;
		const wrong = (): never => {
			throw new WrongType(
				`In this ONNX file, ${[...path, name].join('.')} is of the wrong kind, wire type ${wire}: export the model once more`
			);
		};
		if (typeof type === 'function') {
			if (wire !== WireType.LengthDelimited) wrong();
			const inner = lengthOf(reader, end);
			const where = [...path, list ? `${name}[${list.length}]` : name];
			const value = read(type(), reader, inner, where, depth - 1);
			if (list) list.push(value);
			else out[name] = value;
		} else if (list && wire === WireType.LengthDelimited && WIRE[type] !== WireType.LengthDelimited) {
			const inner = lengthOf(reader, end);
			while (reader.pos < inner) list.push(scalar(reader, type));
			if (reader.pos !== inner) throw new RangeError('a packed list ends inside of a number');
		} else {
			if (wire !== WIRE[type]) wrong();
			const value = scalar(reader, type);
			if (list) list.push(value);
			else out[name] = value;
		}
	}
	if (reader.pos !== end) throw new RangeError('a message ends inside of a field');
	return out;
}

/** Where a message that begins here ends; inside of what it lies in. */
function lengthOf(reader: BinaryReader, end: number): number {
	const length = reader.uint32();
	const inner = reader.pos + length;
	if (inner > end) throw new RangeError('a message is longer than what it lies in');
	return inner;
}

function scalar(reader: BinaryReader, type: Scalar): unknown {
	switch (type) {
		case 'int':
			return Number(reader.int64());
		case 'uint':
			return Number(reader.uint64());
		case 'float':
			return reader.float();
		case 'double':
			return reader.double();
		case 'string':
			return reader.string();
		case 'bytes':
			return reader.bytes();
	}
}
