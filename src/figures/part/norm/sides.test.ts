import { describe, expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { batchNorm } from '#engine/ops/batchNorm.ts';
import { layerNorm } from '#engine/ops/layerNorm.ts';
import { normIn } from './norm.ts';
import { alongOf, layoutOf, sideOf } from './sides.ts';

function normalized(op: typeof layerNorm | typeof batchNorm, given = false) {
	const tape = new Tape();
	const x = tape.input('x', [2, 3], [1, 2, 3, 0, 0, 9]);
	const each = (name: string, value: number) => tape.constant(name, [3], [value, value, value]);
	const more = given ? [each('scale', 1), each('shift', 0), each('mean', 5), each('variance', 4)] : [];
	tape.scope('norm', () => tape.apply(op, [x, ...more], { epsilon: 0 }, 'y'), {
		part: { kind: 'norm', norm: op === layerNorm ? 'layer' : 'batch' }
	});
	return normIn(find(tape.trace().root, 'norm')!)!;
}

describe('what shares a mean and a variance', () => {
	test('rows in layer norm, columns for comparison', () => {
		const norm = normalized(layerNorm);
		expect(alongOf(norm)).toBe('row');
		// (1, 2, 3) has mean 2 and variance ⅔; (0, 0, 9) has mean 3 and variance (9 + 9 + 36) / 3.
		const own = sideOf(norm, 'row');
		expect(own.statistics.map(({ mean }) => mean)).toEqual([2, 3]);
		expect(own.statistics[0]!.variance).toBeCloseTo(2 / 3, 12);
		expect(own.statistics[1]!.variance).toBe(18);
		// The largest result is that of 9: (9 − 3) / √18, in row 1 and column 2.
		expect(own.frame).toEqual({ top: 1, left: 0, rows: 1, columns: 3 });
		const other = sideOf(norm, 'column');
		expect(other.frame).toEqual({ top: 0, left: 2, rows: 2, columns: 1 });
		expect(other.statistics).toEqual([
			{ mean: 0.5, variance: 0.25 },
			{ mean: 1, variance: 1 },
			{ mean: 6, variance: 9 }
		]);
	});

	test('running statistics are those that were given, for the columns alone', () => {
		const norm = normalized(batchNorm, true);
		expect(sideOf(norm, 'column').statistics).toEqual(Array(3).fill({ mean: 5, variance: 4 }));
		expect(sideOf(norm, 'row').statistics[0]!.mean).toBe(2);
	});

	test('both ways are compared where their numbers can be read', () => {
		const desk = { width: 680, height: 460, rem: 15 };
		expect(layoutOf([4, 5], desk, 24)).toMatchObject({ compared: true });
		expect(layoutOf([3, 64], desk, 24)).toMatchObject({ compared: false });
	});
});
