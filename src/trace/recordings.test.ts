/** The recordings of PyTorch runs open on the page: they fit the schema, the limits and the ops. */
import { expect, test } from 'vitest';
import { read } from './read.ts';

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
});

const cases = import.meta.glob<Record<string, unknown>>('/engine/parity/recordings.json', {
	eager: true,
	import: 'default'
});

test.each(Object.entries(Object.values(cases)[0]!))('%s', (_, file) => {
	expect(read(JSON.stringify(file)).notices).toEqual([]);
});
