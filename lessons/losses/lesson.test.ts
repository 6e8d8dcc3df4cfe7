/** What lecture notes N3.4 say of the losses, and where a guess comes to rest under each. */
import { describe, expect, test } from 'vitest';
import { find, leavesOf, Tape } from '#engine';
import { defaults } from '../index.ts';
import type { Value } from '../lesson.ts';
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	lesson.build(tape, { ...defaults(lesson), ...given });
	const trace = tape.trace();
	const of = (name: string) => Array.from(trace.tensors.get(name)!.data);
	return { trace, of, one: (name: string) => of(name)[0]! };
}

describe('regression', () => {
	test('MSE and MAE are those of the notes, and so are their slopes', () => {
		for (const [guess, outlier] of [
			[4, 16],
			[-3, -20],
			[7.5, 40]
		] as const) {
			const { of, one } = run({ guess, outlier });
			const off = [2, 3, 4, 5, outlier].map((y) => guess - y);
			const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / 5;
			expect(one('mse.loss')).toBeCloseTo(mean(off.map((d) => d * d)), 12);
			expect(one('mae.loss')).toBeCloseTo(mean(off.map(Math.abs)), 12);
			off.forEach((d, k) => {
				expect(of('mse.yhat.grad')[k]).toBeCloseTo((2 * d) / 5, 12);
				expect(of('mae.yhat.grad')[k]).toBeCloseTo(Math.sign(d) / 5, 12);
				expect(of('huber.yhat.grad')[k]).toBeCloseTo(Math.max(-1, Math.min(1, d)) / 5, 12);
			});
		}
	});

	test('squares rest at the mean, which the outlier draws away; sizes at the median, which stays', () => {
		for (const [outlier, mean] of [
			[6, 4],
			[16, 6],
			[36, 10]
		] as const) {
			expect(run({ outlier, guess: mean }).one('mse.c.grad')).toBeCloseTo(0, 12);
			expect(run({ outlier, guess: 4 }).one('mae.c.grad')).toBeCloseTo(0, 12);
		}
	});
});

test('BCE(1, 0.9) = 0.105 and BCE(1, 0.1) = 2.303', () => {
	const { of } = run();
	expect(of('y')).toEqual([1, 1, 0, 0]);
	expect(of('p').slice(0, 2)).toEqual([0.9, 0.1]);
	expect(of('bce')[0]!.toFixed(3)).toBe('0.105');
	expect(of('bce')[1]!.toFixed(3)).toBe('2.303');
	expect(of('p.grad')[1]).toBeCloseTo(-1 / 0.1 / 4, 12);
});

test.each([2, 3, 10])(
	'with %i classes, CCE and SCE are one number, from as many logarithms and from one',
	(classes) => {
		for (const right of [0, classes - 1]) {
			const { trace, of, one } = run({ classes, right });
			const logarithms = (way: string) =>
				leavesOf(find(trace.root, `classes/${way}`)!)
					.filter(({ call }) => call.op.name === 'log')
					.map(({ out }) => out.data.length);
			expect([logarithms('CCE'), logarithms('SCE')]).toEqual([[classes], [1]]);
			expect(one('cce.loss')).toBe(one('sce.loss'));
			expect(one('cce.loss')).toBeCloseTo(-Math.log(of('cce.q')[right]!), 12);
			for (const way of ['cce', 'sce'])
				of(`${way}.s.grad`).forEach((g, k) =>
					expect(g).toBeCloseTo(of('cce.q')[k]! - Number(k === right), 12)
				);
		}
	}
);

test('a class that there is not is refused', () => {
	expect(() => run({ classes: 3, right: 3 })).toThrow('choose a lower one');
});
