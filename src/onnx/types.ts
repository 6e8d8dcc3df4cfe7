/** What the numbers of an ONNX tensor are, by their number in TensorProto.DataType. */
import { fail } from '#engine/errors.ts';
import { round, type Dtype } from '#engine/file/rounding.ts';

export const TYPES = {
	1: 'float32',
	2: 'uint8',
	3: 'int8',
	4: 'uint16',
	5: 'int16',
	6: 'int32',
	7: 'int64',
	8: 'string',
	9: 'bool',
	10: 'float16',
	11: 'float64',
	12: 'uint32',
	13: 'uint64',
	14: 'complex64',
	15: 'complex128',
	16: 'bfloat16',
	17: 'float8e4m3fn',
	18: 'float8e4m3fnuz',
	19: 'float8e5m2',
	20: 'float8e5m2fnuz',
	21: 'uint4',
	22: 'int4',
	23: 'float4e2m1',
	24: 'float8e8m0',
	25: 'uint2',
	26: 'int2'
} as const;

export type AnyType = (typeof TYPES)[keyof typeof TYPES];

/** Those whose numbers are read and computed with. */
export const READ = [
	'float32',
	'float64',
	'float16',
	'bfloat16',
	'bool',
	'int8',
	'int16',
	'int32',
	'int64',
	'uint8',
	'uint16',
	'uint32',
	'uint64'
] as const;

export type ElementType = (typeof READ)[number];

/** The type of a tensor; refuses what is not computed with. */
export function typeOf(number: number, what: string): ElementType {
	const name: AnyType | undefined = Object.hasOwn(TYPES, number)
		? TYPES[number as keyof typeof TYPES]
		: undefined;
	if (!name)
		fail('value', `${what} has the type ${number}, which ONNX does not have: export the model once more`);
	if (!READ.includes(name as ElementType))
		fail('value', `${what} holds ${name}, which Backstep does not compute with: export the model in float32`);
	return name as ElementType;
}

export const isFloat = (type: ElementType): boolean => type.includes('float');

/** How many bits a whole number of a type has; undefined of others. */
export const bitsOf = (type: ElementType): number | undefined =>
	type.includes('int') ? Number(/\d+/.exec(type)![0]) : undefined;

/** A number as a type holds it: whole numbers are cut and wrap around, true is 1. */
export function castTo(type: ElementType): (x: number) => number {
	if (type === 'bool') return (x) => (x === 0 ? 0 : 1);
	const bits = bitsOf(type);
	if (bits === undefined) {
		const cell = new Float64Array(1);
		return (x) => {
			cell[0] = x;
			round(cell, type as Dtype);
			return cell[0]!;
		};
	}
	const whole = (x: number) => (Number.isFinite(x) ? Math.trunc(x) : 0) + 0;
	// Whole numbers of 64 bits are exact up to 2⁵³ here; larger ones stand for "to the end".
	if (bits === 64) return whole;
	const all = 2 ** bits;
	const signed = type.startsWith('int');
	return (x) => {
		const rest = ((whole(x) % all) + all) % all;
		return signed && rest >= all / 2 ? rest - all : rest;
	};
}
