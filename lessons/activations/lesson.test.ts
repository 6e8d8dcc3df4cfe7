/** What lecture notes N3.3 say of the activations: formulas, ranges, slopes; and what becomes of a gradient through them. */
import { describe, expect, test } from 'vitest';
import { normOf, seriesOf, Tape } from '#engine';
import { defaults } from '../index.ts';
import type { TableFact, Value } from '../lesson.ts';
import { TITLES } from './functions.ts';
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}) {
	const params = { ...defaults(lesson), ...given };
	const tape = new Tape();
	lesson.build(tape, params);
	const trace = tape.trace();
	const data = (name: string) => Array.from(trace.tensors.get(name)!.data);
	return { trace, data, facts: lesson.facts!(trace, params) };
}

/** The notes' formulas, and their derivatives worked out by hand. */
const NOTES: Readonly<Record<string, readonly [(x: number) => number, (x: number) => number]>> = {
	sigmoid: [(x) => 1 / (1 + Math.exp(-x)), (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2],
	tanh: [
		(x) => (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x)),
		(x) => 4 / (Math.exp(x) + Math.exp(-x)) ** 2
	],
	relu: [(x) => Math.max(0, x), (x) => (x > 0 ? 1 : 0)],
	leakyRelu: [(x) => Math.max(0.01 * x, x), (x) => (x > 0 ? 1 : 0.01)]
};

test.each(Object.keys(NOTES))('%s is that of the notes, and so is its slope', (activation) => {
	const { data } = run({ activation });
	const [f, slope] = NOTES[activation]!;
	data('x').forEach((x, k) => {
		expect(data('y')[k]).toBeCloseTo(f(x), 12);
		expect(data('x.grad')[k]).toBeCloseTo(slope(x), 12);
	});
});

describe('the tables', () => {
	const { ranges, slopes } = run().facts as Record<string, TableFact>;
	const of = ({ names, rows }: TableFact, title: string) => rows[names!.indexOf(title)]!;

	test('have the ranges of the notes', () => {
		expect(ranges!.names).toEqual(Object.values(TITLES));
		for (const [title, least, most] of [
			['sigmoid', 0, 1],
			['tanh', -1, 1],
			['ReLU', 0, Infinity],
			['leaky ReLU', -Infinity, Infinity],
			['ELU', -1, Infinity],
			['softplus', 0, Infinity]
		] as const)
			expect(of(ranges!, title).slice(0, 2), title).toEqual([least, most]);
		// The lowest points of the dips: −0.170 at x = −0.752, and −0.278 at x = −1.278.
		// PyTorch: the least of F.gelu is −0.16997, of F.silu −0.27846.
		expect(of(ranges!, 'GELU')[0]).toBe(-0.17);
		expect(of(ranges!, 'SiLU')[0]).toBe(-0.278);
	});

	test('have the steepest slopes, 1/4 of the sigmoid and 1 of tanh, and say what is zero-centred', () => {
		expect(of(slopes!, 'sigmoid')[3]).toBe(0.25);
		expect(of(slopes!, 'tanh')[3]).toBe(1);
		expect(of(ranges!, 'tanh')[2]).toBe(0);
		// A half of the mean of 0 to 4.
		expect(of(ranges!, 'ReLU')[2]).toBeCloseTo(1, 2);
		expect(of(ranges!, 'sigmoid')[2]).toBeCloseTo(0.5, 12);
	});
});

test('softmax: shares of one, and a share against its own score has the slope p(1 − p)', () => {
	const { data } = run();
	const [p, slopes] = [data('p'), data('s.grad')];
	expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
	expect(slopes[0]).toBeCloseTo(p[0]! * (1 - p[0]!), 12);
	expect(slopes[2]).toBeCloseTo(-p[0]! * p[2]!, 12);
});

test('ten layers: the gradient of the sigmoid vanishes, those of tanh and ReLU hardly, for most weights', () => {
	const left = (stack: string, seed: number) => {
		const { trace } = run({ seed });
		const length = (k: number) => normOf(trace.tensors.get(`${stack}.h${k}`)!.grad!.data);
		return length(0) / length(10);
	};
	const seeds = Array.from({ length: 20 }, (_, k) => k);
	const middle = (stack: string) => seeds.map((seed) => left(stack, seed)).sort((a, b) => a - b)[10]!;
	expect(middle('sigmoid')).toBeLessThan(1e-3);
	expect(middle('relu')).toBeGreaterThan(0.03);
	expect(middle('tanh')).toBeGreaterThan(100 * middle('sigmoid'));
});

describe('the unit', () => {
	const firing = (given: Record<string, Value>) =>
		Array.from(seriesOf(run(given).trace.training!, 'firing')!.values);

	test('dies in update 4, and stays so', () => {
		const all = firing({ unit: 'relu', jump: 1 });
		expect(all.slice(0, 4)).toEqual([1, 1, 1, 1]);
		expect(new Set(all.slice(4))).toEqual(new Set([0]));
	});

	test('lives without the accident, and comes back with a leak', () => {
		expect(firing({ unit: 'relu', jump: 0.05 }).at(-1)).toBe(1);
		const leaky = firing({ unit: 'leakyRelu', jump: 1 });
		expect(leaky[4]).toBe(0);
		expect(leaky.at(-1)).toBe(1);
	});
});
