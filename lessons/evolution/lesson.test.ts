/** What the two small networks have, and what a shared weight is told, against definitions. */
import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { defaults } from '../index.ts';
import type { Value } from '../lesson.ts';
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	lesson.build(tape, { ...defaults(lesson), ...given });
	const trace = tape.trace();
	return {
		data: (name: string) => Array.from(trace.tensors.get(name)!.data),
		count: [...trace.tensors.values()]
			.filter(({ role, writer }) => role === 'parameter' && !writer)
			.reduce((sum, { data }) => sum + data.length, 0)
	};
}

test('the row has 4 · 3 + 3 + 3 + 1 parameters; the branches 2 · 3 + 3 + 6 + 1, and 9 more where nothing is shared', () => {
	expect(run().count).toBe(19 + 16);
	expect(run({ shared: false }).count).toBe(19 + 25);
});

test('a shared weight adds up what both sides say', () => {
	const { data } = run();
	const [a, b, za, zb] = ['a', 'b', 'z_a.grad', 'z_b.grad'].map(data) as [
		number[],
		number[],
		number[],
		number[]
	];
	data('W_s.grad').forEach((g, k) => {
		const [from, to] = [Math.floor(k / 3), k % 3];
		expect(g).toBeCloseTo(a[from]! * za[to]! + b[from]! * zb[to]!, 14);
	});
});

test('a layer for each side gives the left one what it alone says', () => {
	const { data } = run({ shared: false });
	expect(data('W_s.grad')[0]).toBeCloseTo(data('a')[0]! * data('z_a.grad')[0]!, 14);
	expect(data('W_r.grad')[0]).toBeCloseTo(data('b')[0]! * data('z_b.grad')[0]!, 14);
});
