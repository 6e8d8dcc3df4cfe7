/** The numbers of a tensor as a trace file holds them: a list of a few, base64 of many. */
import { decode, encode } from './base64.ts';
import { BackstepError, fail } from '../errors.ts';

/** JSON numbers, and "NaN", "Infinity", "-Infinity", "-0"; of many values, base64 of little-endian float64. */
export type Numbers = readonly (number | string)[] | string;

/** Above so many values, data is base64 of little-endian float64. */
const LONGEST_LIST = 4096;

/** JSON has no NaN, infinity or −0: they are written as strings. */
function number(value: number): number | string {
	if (Object.is(value, -0)) return '-0';
	return Number.isFinite(value) ? value : String(value);
}

export function writeNumbers(data: Float64Array): Numbers {
	return data.length <= LONGEST_LIST ? Array.from(data, number) : base64(data);
}

/** Little-endian on every machine. */
function base64(data: Float64Array): string {
	const bytes = new DataView(new ArrayBuffer(8 * data.length));
	data.forEach((value, k) => bytes.setFloat64(8 * k, value, true));
	return encode(new Uint8Array(bytes.buffer));
}

const SPECIAL: Readonly<Record<string, number>> = {
	NaN,
	Infinity,
	'-Infinity': -Infinity,
	'-0': -0
};

/** Throws a BackstepError where they are no numbers; `name` is what they belong to. */
export function readNumbers(name: string, data: Numbers): Float64Array {
	if (typeof data === 'string') return doubles(name, data);
	return Float64Array.from(data, (value) => {
		if (typeof value === 'number') return value;
		if (Object.hasOwn(SPECIAL, value)) return SPECIAL[value]!;
		return fail('value', `${name} holds "${value.slice(0, 40)}", which is no number`);
	});
}

/** Little-endian float64 as base64. */
function doubles(name: string, text: string): Float64Array {
	let bytes: Uint8Array;
	try {
		bytes = decode(text);
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		return fail('value', `The values of ${name} cannot be read. ${problem.message}`);
	}
	if (bytes.length % 8)
		fail('value', `The values of ${name} are ${bytes.length} bytes, but a float64 takes 8 each`);
	const view = new DataView(bytes.buffer);
	return Float64Array.from({ length: bytes.length / 8 }, (_, k) => view.getFloat64(8 * k, true));
}
