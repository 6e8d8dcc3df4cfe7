import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BackstepError, random, toJSON } from '#engine';
import { mul } from '#engine/ops/mul.ts';
import { leaveInFile } from '#engine/file/replay.ts';
import { inMemory } from '#engine/file/source.ts';
import { wholly } from '#engine/slices.ts';
import { opNamed } from '#src/ops/all.ts';
import { toSafetensors } from '#engine/file/safetensors/trace.ts';
import { convolution, fileOf, network } from './example.ts';
import { good, malformedBytes } from './malformedSafetensors.ts';
import { checkedHeader } from './file.ts';
import { inSentences, read, type Opened } from './read.ts';

const asBytes = ({ trace, file }: Opened) => toSafetensors(trace, file);
const bitsOf = ({ trace }: Opened) =>
	[...trace.tensors].map(([name, { shape, role, label, symbol, names, data }]) => [
		name,
		shape,
		role,
		label,
		symbol,
		names,
		[...new BigUint64Array(data.slice().buffer)]
	]);

/** Numbers that JSON has not, a matrix turned, float32, and one that float32 has not though it was computed in it. */
function odd(): string {
	const file = fileOf((tape) => {
		const few = tape.constant('few', [2, 3], [1.5, -0, 0.1, -Infinity, 5e-324, 3]);
		few.data[5] = NaN;
		tape.apply(mul, [few, tape.input('by', [], [2])], undefined, 'y');
	});
	const { few } = file.tensors;
	const more = {
		turned: { ...few, shape: [3, 2], data: { of: 'few', offset: 0, strides: [1, 3] } },
		single: { ...few, shape: [2], dtype: 'float32', data: [1, Math.fround(0.1)] },
		typed: { ...few, shape: [2], dtype: 'float32', data: [1, 0.1] }
	};
	return JSON.stringify({ ...file, tensors: { ...file.tensors, ...more } });
}

test.each([
	['a network', () => JSON.stringify(network())],
	['a convolution', () => JSON.stringify(convolution())],
	['odd numbers', odd]
])('%s comes back from a safetensors file, every bit and every name', (_, make) => {
	const before = read(make());
	const after = read(asBytes(before));
	expect(bitsOf(after)).toEqual(bitsOf(before));
	expect(after.checks.filter(({ mismatches }) => mismatches)).toEqual([]);
	// What is saved again as JSON is the file that there was.
	expect(JSON.stringify(toJSON(after.trace, after.file))).toBe(
		JSON.stringify(toJSON(before.trace, before.file))
	);
});

test('numbers lie at multiples of their width, as readers that map a file into memory need it', () => {
	const bytes = asBytes(read(odd()));
	const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
	const { __metadata__: metadata, ...tensors } = JSON.parse(
		new TextDecoder().decode(bytes.subarray(8, 8 + length))
	) as Record<string, { dtype: string; data_offsets: [number, number] }>;
	expect(metadata).toBeDefined();
	for (const { dtype, data_offsets: offsets } of Object.values(tensors))
		expect((8 + length + offsets[0]) % (dtype === 'F64' ? 8 : 4)).toBe(0);
	expect(tensors['single']!.dtype).toBe('F32');
	expect(tensors['typed']!.dtype).toBe('F64');
});

/** A trace whose given tensor has numbers of another type. */
function typed(dtype: string, numbers: ArrayBufferView<ArrayBuffer>, count: number): Opened {
	const structure = {
		format: 'backstep-trace',
		version: '2.0',
		lesson: 'types',
		params: {},
		seed: null,
		tensors: { x: { role: 'input', differentiable: false }, y: { role: 'intermediate' } },
		ops: [{ id: 0, op: 'mul', phase: 'forward', attrs: {}, inputs: ['x', 'x'], writes: 'y' }],
		scopes: { name: 'trace', children: [0] }
	};
	const bytes = new Uint8Array(numbers.buffer);
	const values = 8 * count;
	const header = JSON.stringify({
		__metadata__: { backstep: JSON.stringify(structure) },
		y: { dtype: 'F64', shape: [count], data_offsets: [0, values] },
		x: { dtype, shape: [count], data_offsets: [values, values + bytes.length] }
	});
	const file = new Uint8Array(8 + header.length + values + bytes.length);
	new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
	file.set(new TextEncoder().encode(header), 8);
	file.set(bytes, 8 + header.length + values);
	return read(file);
}

test.each([
	['I8', Int8Array.of(-128, 127, 0), [-128, 127, 0]],
	['U8', Uint8Array.of(255, 1), [255, 1]],
	['I16', Int16Array.of(-32768, 1), [-32768, 1]],
	['U16', Uint16Array.of(65535, 1), [65535, 1]],
	['I32', Int32Array.of(-(2 ** 31), 1), [-(2 ** 31), 1]],
	['U32', Uint32Array.of(2 ** 32 - 1, 1), [2 ** 32 - 1, 1]],
	['I64', BigInt64Array.of(-(2n ** 53n) + 1n, 7n), [-(2 ** 53) + 1, 7]],
	['U64', BigUint64Array.of(7n), [7]],
	['BOOL', Uint8Array.of(1, 0, 1), [1, 0, 1]],
	// IEEE 754: 1, −2, the largest, the smallest of half precision; and what has no number.
	[
		'F16',
		Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00, 0x8000),
		[1, -2, 65504, 2 ** -24, Infinity, -0]
	],
	['BF16', Uint16Array.of(0x3f80, 0xc000, 0x3dcd, 0xff80), [1, -2, 0.10009765625, -Infinity]]
])('%s is read as the numbers that it holds', (dtype, numbers, expected) => {
	expect([...typed(dtype, numbers, expected.length).trace.tensors.get('x')!.data]).toEqual(expected);
});

describe('refused in one sentence', () => {
	test('at least 150 files, each with a name of its own', () => {
		expect(new Set(malformedBytes.map(({ name }) => name)).size).toBe(malformedBytes.length);
		expect(malformedBytes.length).toBeGreaterThanOrEqual(150);
	});
	test.each(malformedBytes.map(({ name, bytes }) => [name, bytes] as const))('%s', (_, bytes) => {
		const said = refusalOf(bytes);
		expect(said).toMatch(/^["A-Za-z][^\n]{20,400}[.!?]$/);
		expect(said).not.toMatch(/cannot be read as a trace|undefined|\[object/);
	});
});

/** What reading says; null where the file opens. */
function refusalOf(bytes: Uint8Array, open: (bytes: Uint8Array) => unknown = read): string | null {
	try {
		open(bytes);
		return null;
	} catch (problem) {
		expect(problem).toBeInstanceOf(BackstepError);
		return (problem as BackstepError).message;
	}
}

test('whatever bytes are changed, a file opens or is refused in a sentence', () => {
	const draw = random(11);
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
			(changes) => {
				const bytes = good.slice(0, draw.array(1)[0]! > 0.9 ? Math.floor(good.length / 2) : good.length);
				for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
				for (const open of [read, leftInFile]) {
					const said = refusalOf(bytes, open);
					if (said !== null) expect(said).toMatch(/^[^\n]{10,600}[.!?]$/);
				}
			}
		),
		{ numRuns: 5000 }
	);
});

/** Opens a file as a large one is opened: no number of it is read. */
const leftInFile = (bytes: Uint8Array) =>
	inSentences(() => {
		const source = inMemory(bytes);
		const { file } = checkedHeader(source);
		wholly(leaveInFile(file, new Map(Object.entries(file.tensors)), opNamed, { source }));
	});
