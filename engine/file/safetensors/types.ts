/** The types of numbers that a safetensors file has, and how each is read; all are little-endian. */
import { fail } from '../../errors.ts';

export interface Type {
	/** Bytes of one number. */
	readonly width: number;
	read(view: DataView, at: number): number;
	/** An array of such numbers, of those that are float64 without a look at each. */
	readonly native?: new (bytes: ArrayBufferLike, from: number, length: number) => Float64Array | Float32Array;
}

/** A float of 16 bits with so many of them for the fraction; what is left beside the sign is the exponent (IEEE 754, §3.4). */
function half(bits: number, fraction: number): number {
	const ones = 2 ** (15 - fraction) - 1;
	const exponent = (bits >> fraction) & ones;
	const part = (bits & (2 ** fraction - 1)) / 2 ** fraction;
	const bias = (ones - 1) / 2;
	const sign = bits & 0x8000 ? -1 : 1;
	if (exponent === ones) return part ? NaN : sign * Infinity;
	return sign * (exponent ? (1 + part) * 2 ** (exponent - bias) : part * 2 ** (1 - bias));
}

/** A whole number of 64 bits, where a float64 has it. */
function whole(value: bigint): number {
	const number = Number(value);
	if (BigInt(number) !== value || !Number.isSafeInteger(number))
		fail('value', `This file holds the whole number ${value}, which is beyond ±2⁵³: store it as F64`);
	return number;
}

export const TYPES = {
	F64: { width: 8, read: (view, at) => view.getFloat64(at, true), native: Float64Array },
	F32: { width: 4, read: (view, at) => view.getFloat32(at, true), native: Float32Array },
	F16: { width: 2, read: (view, at) => half(view.getUint16(at, true), 10) },
	BF16: { width: 2, read: (view, at) => half(view.getUint16(at, true), 7) },
	I64: { width: 8, read: (view, at) => whole(view.getBigInt64(at, true)) },
	U64: { width: 8, read: (view, at) => whole(view.getBigUint64(at, true)) },
	I32: { width: 4, read: (view, at) => view.getInt32(at, true) },
	U32: { width: 4, read: (view, at) => view.getUint32(at, true) },
	I16: { width: 2, read: (view, at) => view.getInt16(at, true) },
	U16: { width: 2, read: (view, at) => view.getUint16(at, true) },
	I8: { width: 1, read: (view, at) => view.getInt8(at) },
	U8: { width: 1, read: (view, at) => view.getUint8(at) },
	BOOL: { width: 1, read: (view, at) => Number(view.getUint8(at) !== 0) }
} as const satisfies Readonly<Record<string, Type>>;

export type TypeName = keyof typeof TYPES;

export const isType = (name: unknown): name is TypeName =>
	typeof name === 'string' && Object.hasOwn(TYPES, name);
