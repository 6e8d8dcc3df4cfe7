/** The recordings of PyTorch runs open on the page: they fit the schema, the limits and the ops. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toJSON } from '#engine';
import { toSafetensors } from '#engine/file/safetensors/trace.ts';
import { read, type Opened } from './read.ts';

const samples = import.meta.glob<string>(['/static/traces/*.json', '!/static/traces/index.json'], {
	eager: true,
	query: '?raw',
	import: 'default'
});

test.each(Object.entries(samples))('%s', (_, text) => {
	const { checks, notices, unknown, unused } = read(text);
	expect([notices, unknown, unused]).toEqual([[], [], []]);
	expect(checks.filter(({ mismatches }) => mismatches > 0)).toEqual([]);
	expect(text.length).toBeLessThan(300_000);
	savedAgain(read(text));
});

test('a recording in half precision, as a safetensors file', () => {
	const before = read(new Uint8Array(readFileSync('static/traces/half.safetensors')));
	expect([before.notices, before.unknown, before.unused, before.types]).toEqual([
		[],
		[],
		[],
		['bfloat16', 'float64']
	]);
	expect(before.checks.filter(({ mismatches }) => mismatches > 0)).toEqual([]);
	const again = read(toSafetensors(before.trace, before.file));
	expect([...again.trace.tensors.get('hidden.weight')!.data]).toEqual([
		...before.trace.tensors.get('hidden.weight')!.data
	]);
	expect(again.types).toEqual(before.types);
	savedAgain(before);
});

const cases = import.meta.glob<Record<string, unknown>>('/engine/parity/recordings.json', {
	eager: true,
	import: 'default'
});

test.each(Object.entries(Object.values(cases)[0]!))('%s', (_, file) => {
	expect(read(JSON.stringify(file)).notices).toEqual([]);
	savedAgain(read(JSON.stringify(file)));
});

/** What is saved from the page opens again, and agrees as well: floats are still floats, unknown ops still send back. */
function savedAgain(before: Opened) {
	const after = read(JSON.stringify(toJSON(before.trace, before.file)));
	expect(after.checks.filter(({ mismatches }) => mismatches > 0)).toEqual([]);
	expect([after.unknown, after.unused]).toEqual([before.unknown, before.unused]);
	expect(after.trace.steps).toBe(before.trace.steps);
}
