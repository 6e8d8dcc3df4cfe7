/** The numbers of a tensor as a trace file holds them: a list of a few, base64 of many, or where another tensor has them. */
import { decode, encode } from './base64.ts';
import { BackstepError, fail } from '../errors.ts';
import type { Dtype } from './rounding.ts';
import type { Stored } from './safetensors/header.ts';
import type { View } from './view.ts';

/** JSON numbers, and "NaN", "Infinity", "-Infinity", "-0"; of many values, base64; or a view. From a file that is no text, as they are, or where they lie in it. */
export type Numbers = readonly (number | string)[] | string | Singles | View | Left | Float64Array | Stored;

/** Numbers that are left to be computed by the op that writes them. */
export interface Left {
	readonly computed: true;
}

export const isLeft = (data: Numbers): data is Left => typeof data === 'object' && 'computed' in data;

/** Whether numbers are still in their file. */
export const isStored = (data: Numbers): data is Stored =>
	typeof data === 'object' && 'from' in data && 'to' in data;

/** Base64 of little-endian float32, for numbers that were computed in it; a text alone is base64 of float64. */
export interface Singles {
	readonly float32: string;
}

/** Above so many values, data is base64. */
const LONGEST_LIST = 4096;
/** Above so many, where it is float32: written out, each takes three times the place. */
const LONGEST_LIST_OF_SINGLES = 16;

/** JSON has no NaN, infinity or −0: they are written as strings. */
function number(value: number): number | string {
	if (Object.is(value, -0)) return '-0';
	return Number.isFinite(value) ? value : String(value);
}

/** `dtype` is what they were computed in: written as float32 where no bit is lost by it. */
export function writeNumbers(data: Float64Array, dtype: Dtype = 'float64'): Numbers {
	const single = dtype !== 'float64' && data.every((value) => Object.is(value, Math.fround(value)));
	if (data.length <= (single ? LONGEST_LIST_OF_SINGLES : LONGEST_LIST)) return Array.from(data, number);
	return single ? { float32: base64(data, 4) } : base64(data, 8);
}

/** Little-endian on every machine. */
function base64(data: Float64Array, width: 4 | 8): string {
	const bytes = new DataView(new ArrayBuffer(width * data.length));
	data.forEach((value, k) =>
		width === 4 ? bytes.setFloat32(4 * k, value, true) : bytes.setFloat64(8 * k, value, true)
	);
	return encode(new Uint8Array(bytes.buffer));
}

const SPECIAL: Readonly<Record<string, number>> = {
	NaN,
	Infinity,
	'-Infinity': -Infinity,
	'-0': -0
};

/** Throws a BackstepError where they are no numbers; `name` is what they belong to. */
export function readNumbers(name: string, data: Exclude<Numbers, View | Stored>): Float64Array {
	if (data instanceof Float64Array) return data;
	if (typeof data === 'string') return binary(name, data, 8);
	if ('float32' in data) return binary(name, data.float32, 4);
	if ('computed' in data)
		return fail(
			'value',
			`${name} has no values in this trace: only what an op that Backstep knows gives may be left to be computed`
		);
	return Float64Array.from(data, (value) => {
		if (typeof value === 'number') return value;
		if (Object.hasOwn(SPECIAL, value)) return SPECIAL[value]!;
		return fail('value', `${name} holds "${value.slice(0, 40)}", which is no number`);
	});
}

/** Little-endian numbers of 4 or 8 bytes as base64. */
function binary(name: string, text: string, width: 4 | 8): Float64Array {
	let bytes: Uint8Array;
	try {
		bytes = decode(text);
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		return fail('value', `The values of ${name} cannot be read. ${problem.message}`);
	}
	if (bytes.length % width)
		fail(
			'value',
			`The values of ${name} are ${bytes.length} bytes, but a float${8 * width} takes ${width} each`
		);
	const view = new DataView(bytes.buffer);
	return Float64Array.from({ length: bytes.length / width }, (_, k) =>
		width === 4 ? view.getFloat32(4 * k, true) : view.getFloat64(8 * k, true)
	);
}
