import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { telling } from './telling.ts';

/** A tensor that an op may have written: what is given must be finite. */
const of = (data: readonly number[]) => {
	const x = new Tape().input(
		'x',
		[data.length],
		data.map(() => 0)
	);
	return telling({ ...x, readers: [], data: Float64Array.from(data) });
};

test('no other number is larger in size than the one that stands for all', () => {
	fc.assert(
		fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2 }), (data) => {
			const { cell } = of(data);
			expect(Math.abs(data[cell]!)).toBe(Math.max(...data.map(Math.abs)));
		})
	);
});

test('what went wrong comes first', () => {
	expect(of([1, 9, NaN, 3, Infinity])).toEqual({
		cell: 2,
		why: 'the first of 5 that is no finite number'
	});
});

test('a −∞, which a mask puts there, stands for nothing', () => {
	expect(of([-Infinity, 0.25, 0.75])).toEqual({ cell: 2, why: 'the largest of 3' });
	expect(of([-Infinity, -Infinity]).cell).toBe(0);
});

test('it says why that one', () => {
	expect(of([1, 3, 2]).why).toBe('the largest of 3');
	expect(of([1, -3, 2])).toEqual({ cell: 1, why: 'the largest of 3 in size' });
	expect(of([0, 0]).why).toBe('the first of 2, which are all the same');
	expect(of([7])).toEqual({ cell: 0, why: '' });
	expect(of(Array.from({ length: 5408 }, (_, k) => k)).why).toBe('the largest of 5,408');
});
