import fc from 'fast-check';
import { expect, test } from 'vitest';
import { random } from '../random.ts';
import { byColumns, byRows, product, type Matrix } from './product.ts';

const draw = random(1);

const matrix = (m: number, n: number, rows: boolean): Matrix => {
	const data = draw.array(m * n);
	// What is neither positive nor finite shows where a term is added that there is not, or one is left out.
	if (data.length) data[draw.integer(0, data.length - 1)] = draw.pick([0, -0, Infinity, NaN]);
	return rows ? byRows(data, n) : byColumns(data, m);
};

test('every way to a product of whole matrices gives the bits of three plain loops', () => {
	const side = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 30, max: 40 }));
	const terms = fc.integer({ min: 0, max: 20 });
	fc.assert(
		fc.property(side, side, terms, fc.boolean(), fc.boolean(), (m, n, depth, left, right) => {
			const [a, b] = [matrix(m, depth, left), matrix(depth, n, right)];
			const [got, wanted] = [new Float64Array(m * n).fill(7), new Float64Array(m * n)];
			product(m, n, depth, a, b, got);
			for (let i = 0; i < m; i++)
				for (let j = 0; j < n; j++)
					for (let k = 0; k < depth; k++)
						wanted[i * n + j]! += a.data[i * a.down + k * a.right]! * b.data[k * b.down + j * b.right]!;
			expect(got).toEqual(wanted);
		}),
		{ numRuns: 300 }
	);
});
