/** What lecture notes N3.2 and N3.5 say of layers: names, the count of parameters, the forward pass, and what an activation is for. */
import { expect, test } from 'vitest';
import { seriesOf, Tape } from '#engine';
import { defaults } from '../index.ts';
import type { FormulaFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	return {
		trace,
		facts: lesson.facts!(trace, params) as Record<string, FormulaFact>,
		data: (name: string) => Array.from(trace.tensors.get(name)!.data)
	};
}

const bend = (z: number) => 1 / (1 + Math.exp(-z));

test('3-4-4-1 has 16 + 20 + 5 = 41 parameters', () => {
	const { facts, trace } = run({ network: 'deep' });
	expect(facts['parameters']!.numbers).toContain('16 + 20 + 5 = 41');
	const all = [...trace.tensors.values()].filter(({ role }) => role === 'parameter');
	expect(all.reduce((n, { data }) => n + data.length, 0)).toBe(41);
});

test('w₁₄₂ is what input 2 brings to neuron 4 of layer 1, and no other weight of the layer is equal to it', () => {
	const { data } = run({ network: 'deep' });
	const [x, w, b, z] = [data('X'), data('W1'), data('b1'), data('z1')];
	const without = x[0]! * w[3]! + x[2]! * w[11]! + b[3]!;
	expect((z[3]! - without) / x[1]!).toBeCloseTo(w[1 * 4 + 3]!, 14);
	expect(new Set(w).size).toBe(12);
});

test('the forward pass of 3-3-1, written out as in the notes', () => {
	const { data } = run({ network: 'pass' });
	const [x1, x2, x3] = data('X') as [number, number, number];
	const [w, b] = [data('W1'), data('b1')];
	const h = [0, 1, 2].map((j) => bend(x1 * w[j]! + x2 * w[3 + j]! + x3 * w[6 + j]! + b[j]!));
	const v = data('W2');
	const z = h[0]! * v[0]! + h[1]! * v[1]! + h[2]! * v[2]! + data('b2')[0]!;
	data('h1').forEach((value, k) => expect(value).toBeCloseTo(h[k]!, 14));
	expect(data('yhat')[0]).toBeCloseTo(bend(z), 14);
	// By hand: 1 · 0.5 + 2 · 0.3 − 1 · (−0.2) + 0.1.
	expect(data('z1')[0]).toBeCloseTo(1.4, 14);
});

test('the weights by hand are OR, NAND and AND: XOR', () => {
	const { data } = run();
	const said = (name: string) => data(name).map((value) => Number(value > 0.5));
	expect(said('h1')).toEqual([0, 1, 1, 1, 1, 1, 1, 0]);
	expect(said('yhat')).toEqual([0, 1, 1, 0]);
});

test.each(['xor', 'deep', 'pass'])('%s: without an activation, all layers are one', (network) => {
	const { data, trace } = run({ network, activation: false });
	const last = trace.tensors.has('z3') ? 'z3' : 'z2';
	data('z').forEach((value, k) => expect(value).toBeCloseTo(data(last)[k]!, 13));
	const bent = run({ network }).data(last);
	expect(bent.some((value, k) => Math.abs(value - data('z')[k]!) > 0.1)).toBe(true);
});

test('training solves XOR from most seeds, and never without an activation', () => {
	const best = (given: Record<string, Value>) =>
		Math.max(...seriesOf(run({ start: 'trained', ...given }).trace.training!, 'accuracy')!.values);
	const solved = Array.from({ length: 10 }, (_, seed) => best({ seed }) === 1);
	expect(solved.filter(Boolean).length).toBeGreaterThan(5);
	for (const seed of [0, 1, 2]) expect(best({ seed, activation: false })).toBeLessThan(1);
});
