/**
 * A trace as a safetensors file, format 2: the tensors of the file are those of the trace, in their own types, and the
 * metadata hold under "backstep" what a trace file of JSON says beside the numbers. So every program that reads safetensors
 * reads all values, and nothing is stored as text.
 */
import { fail } from '../../errors.ts';
import { toJSON, type Origin, type TensorFile, type TraceFile } from '../json.ts';
import { isStored, readNumbers, type Numbers } from '../numbers.ts';
import type { Source } from '../source.ts';
import { isView } from '../view.ts';
import type { Dtype } from '../rounding.ts';
import type { Trace } from '../../trace.ts';
import { headerOf, numbersOf, type Stored } from './header.ts';
import type { TypeName } from './types.ts';
import { safetensors, type Written } from './write.ts';

export const SECOND = '2.0';

/** Where the structure stands in the metadata. */
const KEY = 'backstep';

/** What the metadata say of a tensor whose numbers are in the file: shape and dtype are the file's. */
type About = Omit<TensorFile, 'shape' | 'dtype' | 'data'> &
	Partial<Pick<TensorFile, 'shape' | 'dtype' | 'data'>>;

/** What numbers of each type were computed in; whole numbers and truth values are exact as float64. */
const COMPUTED_IN: Readonly<Partial<Record<TypeName, Dtype>>> = {
	F32: 'float32',
	F16: 'float16',
	BF16: 'bfloat16'
};

/** Numbers that float32 has not are written as float64, and what they were computed in beside them. */
export function toSafetensors(trace: Trace, origin: Origin): Uint8Array<ArrayBuffer> {
	const file = toJSON(trace, origin, (tensor) => tensor.data);
	const written: Written[] = [];
	const tensors: Record<string, About> = {};
	for (const [name, { shape, dtype, data, ...about }] of Object.entries(file.tensors)) {
		if (isView(data) || isStored(data)) {
			tensors[name] = { shape, dtype, data, ...about };
			continue;
		}
		const numbers = readNumbers(name, data);
		const single = dtype !== 'float64' && numbers.every((value) => Object.is(value, Math.fround(value)));
		written.push({ name, type: single ? 'F32' : 'F64', shape, data: numbers });
		tensors[name] = { ...(dtype !== (single ? 'float32' : 'float64') && { dtype }), ...about };
	}
	return safetensors(written, { [KEY]: JSON.stringify({ ...file, version: SECOND, tensors }) });
}

/**
 * The trace of a safetensors file, as if JSON had held it, not yet checked against the schema. `parse` reads JSON; `what` is
 * read; `hold` gives what stands for the numbers of a tensor: themselves, unless it leaves them in the file. Throws a BackstepError where it is no trace, or its tensors are not those of the file.
 */
export function fromSafetensors(
	source: Source,
	parse: (text: string, what?: string) => unknown,
	hold: (stored: Stored) => Numbers = (stored) => numbersOf(source.read(stored.from, stored.to), stored)
): unknown {
	const { tensors, metadata } = headerOf(source, (text) => parse(text, 'The header of this file'));
	const text = metadata[KEY];
	if (text === undefined)
		return fail(
			'value',
			'This safetensors file holds tensors and no trace: attach it to a program under “Code”, or record a run with backstep_torch.py'
		);
	const file = parse(text, 'What this file says under "backstep"');
	if (typeof file !== 'object' || file === null || !('tensors' in file))
		return fail('value', 'What this file says under "backstep" is no trace: save the file once more');
	const { version, tensors: about } = file as { version?: unknown; tensors: unknown };
	if (version !== SECOND)
		fail(
			'value',
			`A trace in a safetensors file has the version "${SECOND}", but this file ${version === undefined ? 'says none' : `says ${JSON.stringify(version).slice(0, 40)}`}: save it once more`
		);
	if (typeof about !== 'object' || about === null || Array.isArray(about))
		return fail('value', 'In this file, "tensors" under "backstep" is no object: save the file once more');
	for (const name of tensors.keys())
		if (!Object.hasOwn(about, name))
			fail(
				'name',
				`The tensor "${name.slice(0, 60)}" of this file is not named under "backstep": leave it out`
			);
	const whole = Object.entries(about as Record<string, unknown>).map(([name, entry]) => [
		name,
		withNumbers(name, entry, tensors.get(name), hold)
	]);
	return { ...file, version: '1.1' satisfies TraceFile['version'], tensors: Object.fromEntries(whole) };
}

function withNumbers(
	name: string,
	entry: unknown,
	stored: Stored | undefined,
	hold: (stored: Stored) => Numbers
): unknown {
	if (!stored || typeof entry !== 'object' || entry === null) {
		if (entry && typeof entry === 'object' && 'data' in entry) return entry;
		return fail(
			'name',
			`This file names a tensor "${name.slice(0, 60)}" and does not hold its numbers: add them`
		);
	}
	for (const twice of ['shape', 'data'])
		if (twice in entry)
			fail(
				'value',
				`The ${twice} of "${name.slice(0, 60)}" stands twice in this file: leave it out under "backstep"`
			);
	const { type, shape } = stored;
	return { dtype: COMPUTED_IN[type] ?? 'float64', ...entry, shape, data: hold(stored) };
}
