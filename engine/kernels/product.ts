/**
 * The product of two whole matrices, C[i,j] = Σₖ A[i,k]·B[k,j], in the way that suits their sizes: what a layer of a few
 * neurons multiplies is over before gemm.ts has packed it. Whichever way, a cell adds its own terms in order from 0, so
 * the bits are the same.
 */
import { gemm, line, view } from './gemm.ts';
import { outer } from './vector.ts';

/** A matrix inside an array, with even steps: cell i, j is `data[i · down + j · right]`. */
export interface Matrix {
	readonly data: Float64Array;
	readonly down: number;
	readonly right: number;
}

/** Rows of n numbers, one after another. */
export const byRows = (data: Float64Array, n: number): Matrix => ({ data, down: n, right: 1 });

/** The same, read as its transpose. */
export const byColumns = (data: Float64Array, n: number): Matrix => ({ data, down: 1, right: n });

/** So many terms a cell are worked on with all numbers of four columns at hand. */
const SHALLOW = 4;
/** With fewer rows or columns, or fewer products in all, packing does not pay. */
const NARROW = 8;
const FEW = 2048;

/** Fills `c` (m × n, row by row) with A (m × depth) times B (depth × n). */
export function product(m: number, n: number, depth: number, a: Matrix, b: Matrix, c: Float64Array): void {
	if (depth === 1 && n >= NARROW && a.down === 1 && b.right === 1)
		return outer(a.data, 0, m, b.data, 0, n, c, 0);
	// Columns are what is worked on side by side: of too few of them, rows are made.
	const [down, right] = [n, 1];
	if (n < 4 && n < m) multiply(n, m, depth, b.data, b.right, b.down, a.data, a.right, a.down, c, right, down);
	else if (depth <= SHALLOW || m < NARROW || n < NARROW || m * n * depth < FEW)
		multiply(m, n, depth, a.data, a.down, a.right, b.data, b.down, b.right, c, down, right);
	else {
		const left = view(a.data, 0, line(m, a.down), line(depth, a.right));
		gemm(m, n, depth, left, view(b.data, 0, line(depth, b.down), line(n, b.right)), c, 0);
	}
}

function multiply(
	m: number,
	n: number,
	depth: number,
	x: Float64Array,
	xDown: number,
	xRight: number,
	y: Float64Array,
	yDown: number,
	yRight: number,
	c: Float64Array,
	down: number,
	right: number
): void {
	if (depth <= SHALLOW && depth)
		return shallow(m, n, depth, x, xDown, xRight, y, yDown, yRight, c, down, right);
	let i = 0;
	for (; i + 2 <= m; i += 2)
		twoRows(n, depth, x, i * xDown, xDown, xRight, y, yDown, yRight, c, i * down, down, right);
	if (i < m) oneRow(n, depth, x, i * xDown, xRight, y, yDown, yRight, c, i * down, right);
}

/**
 * One to four terms: their numbers of four columns of B stay at hand while the rows of A pass by. Of terms that there
 * are not, 0 is added. Columns beyond the last are computed as the last and dropped.
 */
function shallow(
	m: number,
	n: number,
	depth: number,
	x: Float64Array,
	xDown: number,
	xRight: number,
	y: Float64Array,
	yDown: number,
	yRight: number,
	c: Float64Array,
	down: number,
	right: number
): void {
	const [two, three, four] = [depth > 1, depth > 2, depth > 3];
	for (let j = 0; j < n; j += 4) {
		const j1 = Math.min(1, n - 1 - j),
			j2 = Math.min(2, n - 1 - j),
			j3 = Math.min(3, n - 1 - j);
		const s0 = j * yRight,
			s1 = s0 + j1 * yRight,
			s2 = s0 + j2 * yRight,
			s3 = s0 + j3 * yRight;
		const p0 = y[s0]!,
			p1 = y[s1]!,
			p2 = y[s2]!,
			p3 = y[s3]!;
		const q = yDown,
			q0 = two ? y[s0 + q]! : 0,
			q1 = two ? y[s1 + q]! : 0,
			q2 = two ? y[s2 + q]! : 0,
			q3 = two ? y[s3 + q]! : 0;
		const r = 2 * yDown,
			r0 = three ? y[s0 + r]! : 0,
			r1 = three ? y[s1 + r]! : 0,
			r2 = three ? y[s2 + r]! : 0,
			r3 = three ? y[s3 + r]! : 0;
		const t = 3 * yDown,
			t0 = four ? y[s0 + t]! : 0,
			t1 = four ? y[s1 + t]! : 0,
			t2 = four ? y[s2 + t]! : 0,
			t3 = four ? y[s3 + t]! : 0;
		const at1 = j1 * right,
			at2 = j2 * right,
			at3 = j3 * right;
		for (let i = 0, k = 0, at = j * right; i < m; i++, k += xDown, at += down) {
			const first = x[k]!;
			let c0 = 0 + first * p0,
				c1 = 0 + first * p1,
				c2 = 0 + first * p2,
				c3 = 0 + first * p3;
			if (two) {
				const factor = x[k + xRight]!;
				c0 += factor * q0;
				c1 += factor * q1;
				c2 += factor * q2;
				c3 += factor * q3;
			}
			if (three) {
				const factor = x[k + 2 * xRight]!;
				c0 += factor * r0;
				c1 += factor * r1;
				c2 += factor * r2;
				c3 += factor * r3;
			}
			if (four) {
				const factor = x[k + 3 * xRight]!;
				c0 += factor * t0;
				c1 += factor * t1;
				c2 += factor * t2;
				c3 += factor * t3;
			}
			c[at + at3] = c3;
			c[at + at2] = c2;
			c[at + at1] = c1;
			c[at] = c0;
		}
	}
}

/** Two rows by four columns at once; columns beyond the last are computed as the last and dropped. */
function twoRows(
	n: number,
	depth: number,
	x: Float64Array,
	xAt: number,
	xDown: number,
	xRight: number,
	y: Float64Array,
	yDown: number,
	yRight: number,
	c: Float64Array,
	at: number,
	down: number,
	right: number
): void {
	const end = xAt + depth * xRight;
	for (let j = 0; j < n; j += 4) {
		const j1 = Math.min(1, n - 1 - j),
			j2 = Math.min(2, n - 1 - j),
			j3 = Math.min(3, n - 1 - j);
		const s1 = j1 * yRight,
			s2 = j2 * yRight,
			s3 = j3 * yRight;
		let c00 = 0,
			c01 = 0,
			c02 = 0,
			c03 = 0,
			c10 = 0,
			c11 = 0,
			c12 = 0,
			c13 = 0;
		for (let k = xAt, s = j * yRight; k < end; k += xRight, s += yDown) {
			const a0 = x[k]!,
				a1 = x[k + xDown]!;
			const b0 = y[s]!,
				b1 = y[s + s1]!,
				b2 = y[s + s2]!,
				b3 = y[s + s3]!;
			c00 += a0 * b0;
			c01 += a0 * b1;
			c02 += a0 * b2;
			c03 += a0 * b3;
			c10 += a1 * b0;
			c11 += a1 * b1;
			c12 += a1 * b2;
			c13 += a1 * b3;
		}
		const p = at + j * right,
			q = p + down;
		c[p + j3 * right] = c03;
		c[p + j2 * right] = c02;
		c[p + j1 * right] = c01;
		c[p] = c00;
		c[q + j3 * right] = c13;
		c[q + j2 * right] = c12;
		c[q + j1 * right] = c11;
		c[q] = c10;
	}
}

/** Eight columns of a row at once. */
function oneRow(
	n: number,
	depth: number,
	x: Float64Array,
	xAt: number,
	xRight: number,
	y: Float64Array,
	yDown: number,
	yRight: number,
	c: Float64Array,
	at: number,
	right: number
): void {
	const end = xAt + depth * xRight;
	let j = 0,
		p = at;
	for (; j + 8 <= n; j += 8, p += 8 * right) {
		let c0 = 0,
			c1 = 0,
			c2 = 0,
			c3 = 0,
			c4 = 0,
			c5 = 0,
			c6 = 0,
			c7 = 0;
		for (let k = xAt, s = j * yRight; k < end; k += xRight, s += yDown) {
			const factor = x[k]!;
			c0 += factor * y[s]!;
			c1 += factor * y[s + yRight]!;
			c2 += factor * y[s + 2 * yRight]!;
			c3 += factor * y[s + 3 * yRight]!;
			c4 += factor * y[s + 4 * yRight]!;
			c5 += factor * y[s + 5 * yRight]!;
			c6 += factor * y[s + 6 * yRight]!;
			c7 += factor * y[s + 7 * yRight]!;
		}
		c[p] = c0;
		c[p + right] = c1;
		c[p + 2 * right] = c2;
		c[p + 3 * right] = c3;
		c[p + 4 * right] = c4;
		c[p + 5 * right] = c5;
		c[p + 6 * right] = c6;
		c[p + 7 * right] = c7;
	}
	for (; j < n; j++, p += right) {
		let sum = 0;
		for (let k = xAt, s = j * yRight; k < end; k += xRight, s += yDown) sum += x[k]! * y[s]!;
		c[p] = sum;
	}
}
