/** The figures of lecture notes N3.9 and N0, and what the text says of the opening example. */
import { describe, expect, test } from 'vitest';
import { Tape, type Edits, type Tensor } from '#engine';
import { convTranspose2d } from '#engine/ops/convTranspose2d.ts';
import { defaults } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const facts = lesson.facts!(trace, params);
	return {
		data: (name: string) => Array.from(trace.tensors.get(name)!.data),
		shape: (name: string) => trace.tensors.get(name)!.shape,
		result: (fact: string) => Number((facts[fact] as FormulaFact).numbers.split('= ').at(-1)),
		rows: (fact: string) => (facts[fact] as TableFact).rows
	};
}

test('the vertical edge kernel answers −6 in the first window of the 5×5 example', () => {
	const { data, shape } = run();
	expect(shape('y')).toEqual([1, 1, 3, 3]);
	expect(data('y')).toEqual([-6, 12, 12, -4, 10, 10, 0, 6, 4]);
});

test('back to the input goes a transposed convolution of the gradient with the same kernel (E12)', () => {
	const { data, shape } = run({ stride: 2, padding: 1 });
	const tape = new Tape();
	const [dy, w] = ['y.grad', 'w'].map((name, k) => tape.input(`t${k}`, shape(name), data(name))) as [
		Tensor,
		Tensor
	];
	const dx = tape.apply(convTranspose2d, [dy, w], { stride: 2, padding: 1 });
	expect(dx.shape).toEqual(shape('x'));
	dx.data.forEach((value, k) => expect(value).toBeCloseTo(data('x.grad')[k]!, 12));
});

describe('the output size', () => {
	test.each([
		[{}, 3],
		[{ padding: 1 }, 5],
		[{ stride: 2 }, 2],
		[{ stride: 3 }, 1],
		[{ dilation: 2 }, 1],
		[{ input: 'random', size: 28 }, 26],
		[{ input: 'random', size: 8, kernel: 4, stride: 3, padding: 1 }, 3]
	])('%j gives %i', (given, side) => {
		const { result, shape } = run(given);
		expect(shape('y').slice(2)).toEqual([side, side]);
		expect(result('output size')).toBe(side);
	});
});

test('parameters: (f·f·c + 1)·k, and q·(m·m·p + 1) is not m·m·p·(q + 1)', () => {
	expect(run().result('parameters')).toBe(10);
	const [q, m, p] = [2, 3, 3];
	const { result, data } = run({ channels: p, kernels: ['blur', 'own'] });
	expect(result('parameters')).toBe(q * (m * m * p + 1));
	expect(data('w').length + data('b').length).toBe(q * (m * m * p + 1));
	expect(result('parameters')).not.toBe(m * m * p * (q + 1));
	expect(run({ input: 'random', size: 32 }).result('parameters')).toBe(10);
});

test('a dense layer has a weight for every pair, and a bias for every output', () => {
	expect(run().result('dense instead')).toBe(25 * 9 + 9);
});

test('a larger stride computes fewer products', () => {
	expect(run().result('products')).toBe(81);
	expect(run({ stride: 2 }).result('products')).toBe(36);
	expect(run({ channels: 2, kernels: ['blur', 'own'] }).result('products')).toBe(4 * 81);
});

test('pixels at the border are read less often, until padding makes up for it', () => {
	const table = [
		[1, 2, 3, 2, 1],
		[2, 4, 6, 4, 2],
		[3, 6, 9, 6, 3],
		[2, 4, 6, 4, 2],
		[1, 2, 3, 2, 1]
	];
	expect(run().rows('reads of each pixel')).toEqual(table);
	expect(run({ kernels: ['blur', 'own'], channels: 2 }).rows('reads of each pixel')).toEqual(table);
	expect(run({ padding: 1 }).rows('reads of each pixel')[0]).toEqual([4, 6, 6, 6, 4]);
	expect(new Set(run({ padding: 2 }).rows('reads of each pixel').flat())).toEqual(new Set([9]));
	expect(run({ stride: 3 }).rows('reads of each pixel')[4]).toEqual([0, 0, 0, 0, 0]);
});

test('the kernel is not flipped: its first weight meets the first pixel of the window', () => {
	const only = Array.from({ length: 9 }, (_, k) => [k, k === 0 ? 1 : 0] as const);
	const { data } = run({}, { w: only });
	expect(data('y')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('horizontal stripes show no vertical edge, and sharpen leaves an even area alone', () => {
	expect(new Set(run({ input: 'stripes' }).data('y'))).toEqual(new Set([0]));
	const { data } = run({ input: 'square', size: 12, kernels: ['sharpen'] });
	expect(data('y')[5 * 10 + 5]).toBe(1);
});

test('backward: each gradient is what the text says it is', () => {
	const { data } = run();
	const [x, w, g] = [data('x'), data('w'), data('y.grad')];
	data('y').forEach((y, k) => expect(g[k]).toBeCloseTo((2 / 9) * y, 14));
	const places = [0, 1, 2].flatMap((r) => [0, 1, 2].map((c) => [r, c] as const));
	const spread = new Float64Array(25);
	const kernel = new Float64Array(9);
	for (const [i, j] of places) {
		for (const [u, v] of places) {
			const [pixel, weight, window] = [(i + u) * 5 + j + v, u * 3 + v, i * 3 + j];
			spread[pixel]! += w[weight]! * g[window]!;
			kernel[weight]! += x[pixel]! * g[window]!;
		}
	}
	data('x.grad').forEach((value, k) => expect(value).toBeCloseTo(spread[k]!, 12));
	data('w.grad').forEach((value, k) => expect(value).toBeCloseTo(kernel[k]!, 12));
	expect(data('b.grad')[0]).toBeCloseTo(
		g.reduce((a, b) => a + b, 0),
		12
	);
});

test('one step: 0.005 lowers the loss, 0.01 ends about as high as before, 0.02 much higher', () => {
	const [before] = run().data('loss');
	const after = (learningRate: number) => run({ learningRate }).data('loss.after')[0]! / before!;
	expect(before).toBeCloseTo(592 / 9, 12);
	expect(run().data('loss.after')[0]).toBeLessThan(before!);
	expect(after(0.005)).toBeLessThan(0.7);
	expect(Math.abs(after(0.01) - 1)).toBeLessThan(0.02);
	expect(after(0.02)).toBeGreaterThan(2);
});

test('the target can be edited, and is what the loss measures from', () => {
	const wanted = run().data('y');
	const { data } = run({}, { target: wanted.map((value, k) => [k, value] as const) });
	expect(data('loss')).toEqual([0]);
	expect(data('w.new')).toEqual(data('w'));
});
