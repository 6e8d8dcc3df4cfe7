import fc from 'fast-check';
import { expect, test } from 'vitest';
import { random } from '../random.ts';
import { gemm, places, transposed, view, type View } from './gemm.ts';

/** The definition: each cell adds its own terms, in order of k. */
function plain(m: number, n: number, depth: number, a: View, b: View, c: Float64Array, at: number): void {
	const cell = (x: View, i: number, j: number) => x.data[x.offset + x.rows[i]! + x.columns[j]!]!;
	for (let i = 0; i < m; i++) {
		for (let j = 0; j < n; j++) {
			for (let k = 0; k < depth; k++) c[at + i * n + j]! += cell(a, i, k) * cell(b, k, j);
		}
	}
}

const draw = random(1);

/** An m × n matrix of random numbers that lies in its array row by row or column by column, after some others. */
function matrix(m: number, n: number, byRow: boolean, offset: number): View {
	const data = draw.array(offset + m * n);
	return byRow
		? view(data, offset, places([m, n]), places([n, 1]))
		: transposed(view(data, offset, places([n, m]), places([m, 1])));
}

test('every way to a product gives the bits of three plain loops', () => {
	const layout = fc.record({ byRow: fc.boolean(), offset: fc.integer({ min: 0, max: 5 }) });
	// Few rows, many rows, more terms than are packed at once: each takes another way.
	const side = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 60, max: 70 }));
	const terms = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 250, max: 600 }));
	fc.assert(
		fc.property(side, side, terms, layout, layout, fc.boolean(), (m, n, depth, left, right, add) => {
			const a = matrix(m, depth, left.byRow, left.offset);
			const b = matrix(depth, n, right.byRow, right.offset);
			const given = draw.array(m * n + 4);
			const [got, wanted] = [given.slice(), given.slice()];
			gemm(m, n, depth, a, b, got, 2, add);
			if (!add) wanted.fill(0, 2, 2 + m * n);
			plain(m, n, depth, a, b, wanted, 2);
			expect(got).toEqual(wanted);
		}),
		{ numRuns: 150 }
	);
});

test('a view names the windows of an image, so that sliding a kernel is a product', () => {
	const image = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
	// Windows of 2×2 in a 3×3 image: row (u, v), column (i, j).
	const windows = view(image, 0, places([2, 3], [2, 1]), places([2, 3], [2, 1]));
	const kernel = view(Float64Array.of(1, 0, 0, -1), 0, places([1, 4]), places([4, 1]));
	const out = new Float64Array(4);
	gemm(1, 4, 4, kernel, windows, out, 0);
	expect([...out]).toEqual([1 - 5, 2 - 6, 4 - 8, 5 - 9]);
});
