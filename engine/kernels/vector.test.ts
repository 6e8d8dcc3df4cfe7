/** A row times a matrix gives the same bits as the general product, whatever the sizes. */
import { expect, test } from 'vitest';
import { random } from '../random.ts';
import { gemm, places, transposed, view } from './gemm.ts';
import { outer, rowTimes, rowTimesTransposed } from './vector.ts';

const { array, integer } = random(3);
const sizes = [
	[1, 1],
	[3, 8],
	[4, 9],
	[17, 16],
	...Array.from({ length: 20 }, () => [integer(1, 20), integer(1, 20)])
] as [number, number][];
const matrix = (data: Float64Array, rows: number, columns: number) =>
	view(data, 0, places([rows, columns]), places([columns, 1]));

test.each(sizes)('%i × %i', (depth, n) => {
	const [x, w, d] = [array(depth), array(depth * n), array(n)];
	const all = matrix(w, depth, n);
	const expected = (rows: number, columns: number, inner: number, ...[a, b]: ReturnType<typeof view>[]) => {
		const out = new Float64Array(rows * columns);
		gemm(rows, columns, inner, a!, b!, out, 0);
		return out;
	};
	const run = (length: number, fill: (out: Float64Array) => void) => {
		const out = new Float64Array(length).fill(NaN);
		fill(out);
		return out;
	};
	const [row, gradient] = [matrix(x, 1, depth), matrix(d, 1, n)];
	expect(run(n, (out) => rowTimes(x, 0, w, 0, depth, n, out, 0))).toEqual(expected(1, n, depth, row, all));
	expect(run(depth, (out) => rowTimesTransposed(d, 0, w, 0, depth, n, out, 0))).toEqual(
		expected(1, depth, n, gradient, transposed(all))
	);
	expect(run(depth * n, (out) => outer(x, 0, depth, d, 0, n, out, 0))).toEqual(
		expected(depth, n, 1, transposed(row), gradient)
	);
});
