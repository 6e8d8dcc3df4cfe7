/** The numbers of a TensorProto: in one of its lists or as little-endian bytes. */
import { fail } from '#engine/errors.ts';
import { shapeName, size, type Shape } from '#engine';
import { TYPES, type Type, type TypeName } from '#engine/file/safetensors/types.ts';
import type { TensorProto } from './proto.ts';
import { bitsOf, typeOf, type ElementType } from './types.ts';

export interface Numbers {
	readonly type: ElementType;
	readonly shape: Shape;
	readonly data: Float64Array;
}

/** Numbers of one tensor: what a page can hold. */
export const MOST_NUMBERS = 64e6;

/** The dimensions of a tensor; refuses those that no memory holds. */
export function shapeOf(dims: readonly number[], what: string): Shape {
	const bad = dims.find((d) => !Number.isSafeInteger(d) || d < 0);
	if (bad !== undefined) fail('shape', `${what} has a dimension of ${bad}: give whole numbers from 0 up`);
	if (dims.length > 8)
		fail('shape', `${what} has ${dims.length} axes, and 8 are the most that Backstep shows`);
	if (size(dims) > MOST_NUMBERS)
		fail(
			'shape',
			`${what} has shape ${shapeName(dims)}, which is more than ${MOST_NUMBERS / 1e6} million numbers: export a smaller model`
		);
	return [...dims];
}

/** Throws a BackstepError where the numbers are elsewhere, or not as many as the shape takes. */
export function numbersOf(tensor: TensorProto, what: string): Numbers {
	if (tensor.dataLocation === 1 || tensor.externalData.length)
		fail(
			'value',
			`${what} has its numbers in another file, ${tensor.externalData.find(({ key }) => key === 'location')?.value.slice(0, 80) ?? 'which is not named'}: save the model with all of its weights inside (onnx.save_model with save_as_external_data=False)`
		);
	if (tensor.segment)
		fail(
			'value',
			`${what} is cut into segments, which no exporter writes any more: export the model once more`
		);
	const type = typeOf(tensor.dataType, what);
	const shape = shapeOf(tensor.dims, what);
	const data = tensor.rawData?.length
		? fromBytes(tensor.rawData, type, size(shape), what)
		: fromList(tensor, type, size(shape), what);
	return { type, shape, data };
}

const NAMES = { bool: 'BOOL', float32: 'F32', float64: 'F64', float16: 'F16', bfloat16: 'BF16' } as const;

/** Whole numbers of 64 bits lose what is beyond 2⁵³: only "to the end" is written as large. */
const LONG: Readonly<Record<string, Type>> = {
	int64: { width: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
	uint64: { width: 8, read: (view, at) => Number(view.getBigUint64(at, true)) }
};

function readerOf(type: ElementType): Type {
	const bits = bitsOf(type);
	if (bits === undefined) return TYPES[NAMES[type as keyof typeof NAMES]];
	return LONG[type] ?? TYPES[`${type.startsWith('u') ? 'U' : 'I'}${bits}` as TypeName];
}

function fromBytes(bytes: Uint8Array, type: ElementType, count: number, what: string): Float64Array {
	const { width, read } = readerOf(type);
	if (bytes.length !== count * width)
		fail(
			'value',
			`${what} takes ${count} numbers of ${width} ${width === 1 ? 'byte' : 'bytes'}, but the file holds ${bytes.length} bytes: it is cut off or damaged`
		);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Float64Array.from({ length: count }, (_, k) => read(view, k * width));
}

/** Halves are whole numbers there, the bits of each. */
function fromList(tensor: TensorProto, type: ElementType, count: number, what: string): Float64Array {
	const list =
		type === 'float32'
			? tensor.floatData
			: type === 'float64'
				? tensor.doubleData
				: type === 'int64'
					? tensor.int64Data
					: type === 'uint64' || type === 'uint32'
						? tensor.uint64Data
						: tensor.int32Data;
	if (list.length !== count)
		fail(
			'value',
			`${what} takes ${count} numbers, but the file holds ${list.length}: it is cut off or damaged`
		);
	if (type !== 'float16' && type !== 'bfloat16') return Float64Array.from(list);
	const bytes = new Uint8Array(2 * count);
	const view = new DataView(bytes.buffer);
	list.forEach((bits, k) => view.setUint16(2 * k, bits, true));
	return fromBytes(bytes, type, count, what);
}
