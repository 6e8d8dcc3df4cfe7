/**
 * The header of a safetensors file: what each tensor is, and where its bytes lie. A file is the length of the header (8 bytes,
 * little-endian), the header as JSON, and the bytes of all tensors one after the other, without gaps. Format:
 * https://github.com/huggingface/safetensors
 */
import { fail } from '../../errors.ts';
import { either } from '../../lists.ts';
import { size, type Shape } from '../../tensor.ts';
import type { Source } from '../source.ts';
import { isType, TYPES, type Type, type TypeName } from './types.ts';
import { decoded } from './utf8.ts';

/** A tensor as a header describes it. */
export class Stored {
	readonly type: TypeName;
	readonly shape: Shape;
	/** Its first byte in the file, and the one after its last. */
	readonly from: number;
	readonly to: number;

	constructor(type: TypeName, shape: Shape, from: number, to: number) {
		this.type = type;
		this.shape = shape;
		this.from = from;
		this.to = to;
	}
}

export interface Header {
	readonly tensors: ReadonlyMap<string, Stored>;
	readonly metadata: Readonly<Record<string, string>>;
}

/** The longest header that the format allows. */
const LONGEST = 100_000_000;
const METADATA = '__metadata__';

/** Whether bytes begin as a safetensors file does: no text has a zero in the place of the length's last byte. */
export const isSafetensors = (bytes: Uint8Array): boolean =>
	bytes.length > 8 && bytes[7] === 0 && bytes[8] === 0x7b;

/**
 * Reads the header of a file. `parse` reads its JSON. Throws a BackstepError where the header does not describe the bytes
 * behind it, one by one.
 */
export function headerOf(source: Source, parse: (text: string) => unknown): Header {
	const first = source.read(0, 8);
	const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
	if (length > LONGEST)
		fail(
			'value',
			`The header of this file says that it is ${length} bytes long, and ${LONGEST} are the most that safetensors allows: save the file once more`
		);
	const start = 8 + length;
	if (start > source.size)
		fail(
			'value',
			`This file has ${source.size} bytes, and its header alone should have ${start}: it was cut off, so save or copy it once more`
		);
	const header = parse(textOf(source.read(8, start)));
	if (!isObject(header))
		return fail('value', 'The header of this file is no object: save the file once more');
	const tensors = new Map<string, Stored>();
	for (const [name, entry] of Object.entries(header))
		if (name !== METADATA) tensors.set(name, storedOf(name, entry, start));
	expectNoGap([...tensors], start, source.size);
	return { tensors, metadata: metadataOf(header[METADATA]) };
}

/** The numbers of a tensor, each as float64 has it; `bytes` are its own. */
export function numbersOf(bytes: Uint8Array, { type, from, to }: Stored): Float64Array {
	const { width, read, native } = TYPES[type] as Type;
	if (native && LITTLE) {
		// An array of such numbers begins at a multiple of their width: a copy does.
		const { buffer, byteOffset, length } = bytes.byteOffset % width ? bytes.slice() : bytes;
		return new Float64Array(new native(buffer, byteOffset, length / width));
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const values = new Float64Array((to - from) / width);
	for (let k = 0, at = 0; k < values.length; k++, at += width) values[k] = read(view, at);
	return values;
}

/** Whether this machine holds numbers as the file does. */
const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function textOf(bytes: Uint8Array): string {
	try {
		return decoded(bytes);
	} catch {
		return fail('value', 'The header of this file is no text in UTF-8: save the file once more');
	}
}

function storedOf(name: string, entry: unknown, start: number): Stored {
	const who = `In the header of this file, "${name.slice(0, 60)}"`;
	if (!isObject(entry)) return fail('value', `${who} is no object: give it dtype, shape and data_offsets`);
	const { dtype, shape, data_offsets: offsets } = entry;
	if (!isType(dtype))
		return fail(
			'value',
			`${who} has the dtype ${written(dtype)}: what can be read is ${either(Object.keys(TYPES))}`
		);
	if (!Array.isArray(shape) || !shape.every(isCount))
		return fail('shape', `${who} has the shape ${written(shape)}: give a list of whole numbers from 0 up`);
	if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount) || offsets[0]! > offsets[1]!)
		return fail(
			'value',
			`${who} has the data_offsets ${written(offsets)}: give its first byte and the one after its last`
		);
	const takes = size(shape) * TYPES[dtype].width;
	const [from, to] = offsets as [number, number];
	if (to - from !== takes)
		return fail(
			'shape',
			`${who} takes ${takes} bytes by its shape and dtype, but its data_offsets give it ${to - from}: save the file once more`
		);
	return new Stored(dtype, shape, start + from, start + to);
}

function expectNoGap(tensors: readonly (readonly [string, Stored])[], start: number, end: number): void {
	let at = start;
	let before = 'the header';
	for (const [name, { from, to }] of [...tensors].sort(([, a], [, b]) => a.from - b.from || a.to - b.to)) {
		if (from !== at)
			fail(
				'value',
				`In this file, the bytes of "${name.slice(0, 60)}" ${from < at ? 'overlap those of' : 'do not follow on'} ${before}: save the file once more`
			);
		[at, before] = [to, `"${name.slice(0, 60)}"`];
	}
	if (at > end)
		fail(
			'value',
			`This file has ${end} bytes, and its tensors should end at ${at}: it was cut off, so save or copy it once more`
		);
	if (at < end)
		fail('value', `This file has ${end - at} bytes more than its tensors take: save the file once more`);
}

function metadataOf(metadata: unknown): Header['metadata'] {
	if (metadata === undefined) return {};
	if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
		return fail('value', `The ${METADATA} of this file must be an object of texts: save the file once more`);
	return metadata as Header['metadata'];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const written = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 60);
