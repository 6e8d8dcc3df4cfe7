/**
 * What a file says, checked from the outside in: size, JSON, schema, then that it fits together. Whatever is wrong is one
 * sentence.
 */
import { shapeName, size, type Shape, type TraceFile } from '#engine';
import type { Axis } from '#engine/tensor.ts';
import { listed } from '#engine/lists.ts';
import { isLeft, isStored, type Numbers } from '#engine/file/numbers.ts';
import type { TensorFile } from '#engine/file/json.ts';
import { isView } from '#engine/file/view.ts';
import { inMemory, type Source } from '#engine/file/source.ts';
import { isSafetensors, Stored } from '#engine/file/safetensors/header.ts';
import { fromSafetensors } from '#engine/file/safetensors/trace.ts';
import { decoded } from '#engine/file/safetensors/utf8.ts';
import { fail } from '#engine/errors.ts';
import { validate } from 'virtual:trace-schema';
import { parse } from './json.ts';
import { sentenceOf } from './sentence.ts';
import { MOST_BYTES, refuseSize } from './size.ts';
import { harmless } from './symbol.ts';

/** Values of a file that is read whole. */
export const MOST_VALUES = 32_000_000;

export interface Checked {
	/** Without symbols that may not be drawn. */
	readonly file: TraceFile;
	/** What its numbers are stored as. */
	readonly types: readonly string[];
	/** What was done otherwise than the file says, as sentences. */
	readonly notices: readonly string[];
}

/** A file that is there whole: text, or bytes of JSON or of safetensors. Throws a BackstepError. */
export const checkedFile = (content: string | Uint8Array): Checked => checked(dataOf(content), MOST_VALUES);

/** A safetensors file whose numbers stay where they are. Throws a BackstepError. */
export function checkedHeader(source: Source): Checked {
	refuseSize(source.size, MOST_BYTES.pieces);
	return checked(
		fromSafetensors(source, parse, (stored) => stored),
		Infinity
	);
}

function checked(data: unknown, mostValues: number): Checked {
	const whole = fileOf(data);
	expectWhole(whole, mostValues);
	const { file, notices } = refuseSymbols(whole);
	const left = Object.values(file.tensors).filter(({ data }) => isLeft(data));
	if (left.length) notices.push(leftToCompute(left));
	return { file, notices, types: [...new Set(Object.values(file.tensors).map(({ dtype }) => dtype))] };
}

function dataOf(content: string | Uint8Array): unknown {
	if (typeof content !== 'string' && isSafetensors(content)) {
		refuseSize(content.length, MOST_BYTES.safetensors);
		return fromSafetensors(inMemory(content), parse);
	}
	refuseSize(content.length, MOST_BYTES.json);
	return parse(typeof content === 'string' ? content : textOf(content));
}

function textOf(bytes: Uint8Array): string {
	try {
		return decoded(bytes);
	} catch {
		return fail(
			'value',
			'This file is neither text in UTF-8 nor a safetensors file: choose one that “Save” on a lesson or backstep_torch.py wrote'
		);
	}
}

function fileOf(data: unknown): TraceFile {
	// Of any other JSON, this says more than the first rule of the schema that it breaks.
	if (typeof data !== 'object' || data === null || !('format' in data))
		fail(
			'value',
			'This JSON is not a trace: choose one that “Save” on a lesson or backstep_torch.py wrote, which has "format": "backstep-trace"'
		);
	if (!validate(withoutNumbers(data))) fail('value', sentenceOf(validate.errors![0]!));
	return data as unknown as TraceFile;
}

function leftToCompute(left: readonly TensorFile[]): string {
	const types = listed([...new Set(left.map(({ dtype }) => dtype))]);
	return `This file leaves ${left.length} of its tensors to be computed: ${left.length > 1 ? 'their' : 'its'} numbers are those that Backstep computes, rounded to ${types} after each op, and may differ in the last digits from those of the run.`;
}

/** Numbers that were not JSON are numbers. */
function withoutNumbers(data: object): unknown {
	if (!('tensors' in data) || typeof data.tensors !== 'object' || data.tensors === null) return data;
	const light = (tensor: unknown) =>
		typeof tensor === 'object' &&
		tensor &&
		'data' in tensor &&
		(tensor.data instanceof Float64Array || tensor.data instanceof Stored)
			? { ...tensor, data: [] }
			: tensor;
	if (Array.isArray(data.tensors)) return data;
	const tensors = Object.entries(data.tensors).map(([name, tensor]) => [name, light(tensor)] as const);
	return { ...data, tensors: Object.fromEntries(tensors) };
}

/** What a schema cannot say: counts that belong together. */
function expectWhole({ tensors, ops }: TraceFile, mostValues: number): void {
	let values = 0;
	for (const [name, { shape, data, names, axes }] of Object.entries(tensors)) {
		const cells = size(shape);
		values += cells;
		if (values > mostValues)
			fail(
				'value',
				`The tensors of this file hold more than ${mostValues} values: record fewer steps or smaller tensors`
			);
		expectNumbers(name, shape, data);
		if (names && names.length !== shape[0])
			fail(
				'shape',
				`In this file, ${name} has ${names.length} names for shape ${shapeName(shape)}: give one for each place along the first axis`
			);
		if (axes) expectAxes(name, shape, axes);
	}
	ops.forEach(({ id }, k) => {
		if (id !== k)
			fail(
				'value',
				`In this file, ops[${k}] has the id ${id}: number the ops from 0, as they stand in the list`
			);
	});
}

function expectAxes(name: string, shape: Shape, axes: readonly Axis[]): void {
	if (axes.length !== shape.length)
		fail(
			'shape',
			`In this file, ${name} has ${axes.length} "axes" for shape ${shapeName(shape)}: give one for each axis`
		);
	axes.forEach(({ places }, d) => {
		if (places && places.length !== shape[d])
			fail(
				'shape',
				`In this file, axis ${d} of ${name} has ${places.length} places with names for shape ${shapeName(shape)}: give a name to each of its ${shape[d]}`
			);
	});
}

/** As many as its shape takes; a view holds none of its own. */
function expectNumbers(name: string, shape: Shape, data: Numbers): void {
	if (isView(data) || isStored(data) || isLeft(data)) return;
	const [text, width] =
		typeof data === 'string' ? [data, 8] : 'float32' in data ? [data.float32, 4] : [null, 0];
	const held = text === null ? (data as readonly unknown[]).length : bytesOf(text) / width;
	if (held !== size(shape))
		fail(
			'shape',
			`In this file, ${name} has shape ${shapeName(shape)}, so it takes ${size(shape)} values: it holds ${Number.isInteger(held) ? held : `${held * width} bytes, and a float${8 * width} takes ${width}`}`
		);
}

const bytesOf = (base64: string) =>
	Math.floor(base64.length * 0.75) - /=*$/.exec(base64.slice(-2))![0].length;

/** Symbols that may not be drawn are left out: the tensor then has the one that follows from its name. */
function refuseSymbols(file: TraceFile): { file: TraceFile; notices: string[] } {
	const refused = Object.entries(file.tensors).filter(
		([, { symbol }]) => symbol !== undefined && !harmless(symbol)
	);
	if (!refused.length) return { file, notices: [] };
	const tensors = { ...file.tensors };
	for (const [name, tensor] of refused) tensors[name] = { ...tensor, symbol: undefined };
	const which = listed(
		refused.map(([name]) => name),
		4
	);
	return {
		file: { ...file, tensors },
		notices: [
			`The ${refused.length > 1 ? 'symbols' : 'symbol'} of ${which} in this file ${refused.length > 1 ? 'are' : 'is'} not of the TeX that is drawn here: equations use ${refused.length > 1 ? 'their names' : 'its name'} instead.`
		]
	};
}
