/** The readers that the documentation prints, as they are printed, read what Backstep writes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { neg } from '#engine/ops/neg.ts';
import { toSafetensors } from '#engine/file/safetensors/trace.ts';
import { fileOf } from './example.ts';
import { read } from './read.ts';
import javascript from '../../static/javascript/read_trace.js?raw';
import javascriptOfTensors from '../../static/javascript/read_safetensors.js?raw';

/** Lists and base64, one number and many axes, and every number that JSON has not. */
const file = fileOf((tape) => {
	const few = tape.constant('few', [2, 3], [1.5, -0, 0.1, -Infinity, -2e-300, 3]);
	few.data[5] = NaN;
	tape.input('one', [], [1 / 3]);
	tape.input(
		'many',
		[3, 2000],
		Array.from({ length: 6000 }, (_, k) => 1 / (k + 1))
	);
	tape.scope('forward', () => {
		tape.apply(neg, [few], undefined, 'y');
		tape.apply(neg, [few], undefined, 'left');
	});
});

/** A matrix turned, and numbers that are float32. */
const turned = { ...file.tensors['few']!, shape: [3, 2], data: { of: 'few', offset: 0, strides: [1, 3] } };
const singles = { ...turned, shape: [2], dtype: 'float32', data: { float32: 'AACAP83MzD0=' } };
/** What an op gives need not be there: it is not read. */
const left = { ...file.tensors['left']!, data: { computed: true } };
const text = JSON.stringify({ ...file, tensors: { ...file.tensors, left, turned, singles } });
const tensors = (({ trace, file }) => toSafetensors(trace, file))(read(text));
const byName = <T extends readonly [unknown, ...unknown[]]>(all: readonly T[]) =>
	[...all].sort(([a], [b]) => String(a).localeCompare(String(b)));
const expected = byName(
	Object.keys(JSON.parse(text).tensors).map((name) => {
		const { shape, data } = read(text).trace.tensors.get(name)!;
		return [name, shape, [...data]] as const;
	})
);

const held = (content: unknown) => expected.filter(([name]) => name !== 'left' || content !== text);

test('what is read is what was written', () => {
	const found = new Map(expected.map(([name, , data]) => [name, data]));
	expect(found.get('turned')).toEqual([1.5, -Infinity, -0, -2e-300, 0.1, NaN]);
	expect(found.get('singles')).toEqual([1, Math.fround(0.1)]);
});

type Read = (content: string | ArrayBuffer) => Map<string, { shape: number[]; data: Float64Array }>;

test.each([
	['JSON', javascript, text],
	['safetensors', javascriptOfTensors, tensors.buffer]
])('the reader of %s in JavaScript', async (_, code, content) => {
	const address = `data:text/javascript,${encodeURIComponent(code)}`;
	const { readTrace } = (await import(/* @vite-ignore */ address)) as { readTrace: Read };
	const found = [...readTrace(content)].map(([name, { shape, data }]) => [name, shape, [...data]] as const);
	expect(byName(found)).toEqual(held(content));
});

test('the reader of safetensors in JavaScript reads half precision', async () => {
	const address = `data:text/javascript,${encodeURIComponent(javascriptOfTensors)}`;
	const { readTrace } = (await import(/* @vite-ignore */ address)) as { readTrace: Read };
	const bytes = readFileSync('static/traces/half.safetensors');
	const { trace } = read(new Uint8Array(bytes));
	for (const [name, { data }] of readTrace(new Uint8Array(bytes).buffer))
		expect(data).toEqual(trace.tensors.get(name)!.data);
});

const python = ['/usr/bin/python3', 'python3'].find(
	(python) => spawnSync(python, ['-c', 'import numpy']).status === 0
);

const needs = python ? '' : ', for which python3 needs NumPy here';

test.skipIf(!python).each([
	['JSON', 'read_trace', 'trace.json', text],
	['safetensors', 'read_safetensors', 'trace.safetensors', tensors]
])(`the reader of %s in Python${needs}`, (_, reader, name, content) => {
	const folder = mkdtempSync(join(tmpdir(), 'trace-'));
	try {
		writeFileSync(join(folder, name), content);
		copyFileSync(`static/python/${reader}.py`, join(folder, `${reader}.py`));
		const say = `from ${reader} import tensors
for name, x in tensors.items(): print(name, list(x.shape), x.astype("<f8").tobytes().hex())`;
		const said = execFileSync(python!, ['-c', say], { cwd: folder, encoding: 'utf8' });
		const found = said
			.trim()
			.split('\n')
			.map((line) => {
				const [, name, shape, hex] = /^(\S+) (\[.*\]) (\w+)$/.exec(line)!;
				const bytes = Uint8Array.from(hex!.match(/../g)!, (byte) => parseInt(byte, 16));
				return [name, JSON.parse(shape!), [...new Float64Array(bytes.buffer)]] as const;
			});
		expect(byName(found)).toEqual(held(content));
	} finally {
		rmSync(folder, { recursive: true });
	}
});
