/**
 * The matrix product that matmul and convolution share: C[i,j] = Σₖ A[i,k]·B[k,j]. A matrix is an array and where its
 * rows and columns lie in it, so that a transposed operand, or the windows of an image, cost nothing to name. Four
 * rows and four columns are worked on at once, in sixteen registers; each cell still adds its own terms in order of
 * k, so a cell recomputed one step at a time gives the same bits.
 */

/** A matrix inside an array: cell i, j is `data[offset + rows[i] + columns[j]]`. */
export interface View {
	readonly data: Float64Array;
	readonly offset: number;
	readonly rows: Int32Array;
	readonly columns: Int32Array;
}

/** Views are made here alone: objects of one layout keep the kernels fast. */
export const view = (data: Float64Array, offset: number, rows: Int32Array, columns: Int32Array): View => ({
	data,
	offset,
	rows,
	columns
});

export const transposed = (a: View): View => view(a.data, a.offset, a.columns, a.rows);

/** Places of single axes, which small networks ask for again and again: by how many there are, then how far apart. */
const lines = new Map<number, Map<number, Int32Array>>();
const MOST_LINES = 64;

/** Where n numbers lie that are `step` apart; not to be changed. */
export function line(n: number, step: number): Int32Array {
	let known = lines.get(n);
	if (!known) {
		if (lines.size >= MOST_LINES) lines.clear();
		lines.set(n, (known = new Map<number, Int32Array>()));
	}
	let at = known.get(step);
	if (!at) {
		if (known.size >= MOST_LINES) known.clear();
		known.set(step, (at = places([n, step])));
	}
	return at;
}

/** Where the cells of a box lie in an array: axis by axis, outermost first, how many there are and how far apart. */
export function places(...axes: readonly (readonly [n: number, step: number])[]): Int32Array {
	let count = 1;
	for (const [n] of axes) count *= n;
	const at = new Int32Array(count);
	let filled = 1;
	for (let d = axes.length - 1; d >= 0; d--) {
		const [n, step] = axes[d]!;
		for (let k = 1, next = filled; k < n; k++) {
			for (let i = 0; i < filled; i++) at[next++] = at[i]! + k * step;
		}
		filled *= n;
	}
	return at;
}

/** What is packed at once: ROWS × DEPTH of A stay in the second cache, four columns of B in the first. */
const ROWS = 64;
const DEPTH = 256;
/** First four columns of B, then A. */
const packed = new Float64Array(4 * DEPTH + ROWS * DEPTH);
const LEFT = 4 * DEPTH;

/**
 * Fills `c` (m × n, row by row from `at` on) with A (m × depth) times B (depth × n); with `add`, goes on from what
 * `c` holds.
 */
export function gemm(
	m: number,
	n: number,
	depth: number,
	a: View,
	b: View,
	c: Float64Array,
	at: number,
	add = false
): void {
	if (!add) c.fill(0, at, at + m * n);
	if (m < 4 || (depth < 4 && n >= 4)) return thin(m, n, depth, a, b, c, at, n, 1);
	if (n < 4) return thin(n, m, depth, transposed(b), transposed(a), c, at, 1, n);
	for (let from = 0; from < depth; from += DEPTH) {
		const length = Math.min(DEPTH, depth - from);
		for (let top = 0; top < m; top += ROWS) {
			const bottom = Math.min(m, top + ROWS);
			for (let i = top; i < bottom; i += 4)
				pack(LEFT + (i - top) * length, a.data, a.offset, a.rows, i, m, a.columns, from, length);
			for (let j = 0; j < n; j += 4) {
				pack(0, b.data, b.offset, b.columns, j, n, b.rows, from, length);
				for (let i = top; i < bottom; i += 4) {
					tile(LEFT + (i - top) * length, length, c, at + i * n + j, n, m - i, n - j);
				}
			}
		}
	}
}

/** Copies four lines so that their numbers at each depth are adjacent. Beyond the last line, the last is repeated. */
function pack(
	to: number,
	data: Float64Array,
	offset: number,
	lines: Int32Array,
	first: number,
	count: number,
	steps: Int32Array,
	from: number,
	length: number
): void {
	const last = count - 1;
	const l0 = offset + lines[first]!,
		l1 = offset + lines[Math.min(first + 1, last)]!,
		l2 = offset + lines[Math.min(first + 2, last)]!,
		l3 = offset + lines[Math.min(first + 3, last)]!;
	for (let k = from, end = from + length; k < end; k++, to += 4) {
		const step = steps[k]!;
		packed[to] = data[l0 + step]!;
		packed[to + 1] = data[l1 + step]!;
		packed[to + 2] = data[l2 + step]!;
		packed[to + 3] = data[l3 + step]!;
	}
}

/** Goes on with four rows by four columns of C; those beyond `height` and `width` are computed and dropped. */
function tile(
	a: number,
	length: number,
	c: Float64Array,
	at: number,
	row: number,
	height: number,
	width: number
): void {
	const at1 = height > 1 ? at + row : at,
		at2 = height > 2 ? at1 + row : at,
		at3 = height > 3 ? at2 + row : at;
	const j1 = width > 1 ? 1 : 0,
		j2 = width > 2 ? 2 : 0,
		j3 = width > 3 ? 3 : 0;
	let c00 = c[at]!,
		c01 = c[at + j1]!,
		c02 = c[at + j2]!,
		c03 = c[at + j3]!;
	let c10 = c[at1]!,
		c11 = c[at1 + j1]!,
		c12 = c[at1 + j2]!,
		c13 = c[at1 + j3]!;
	let c20 = c[at2]!,
		c21 = c[at2 + j1]!,
		c22 = c[at2 + j2]!,
		c23 = c[at2 + j3]!;
	let c30 = c[at3]!,
		c31 = c[at3 + j1]!,
		c32 = c[at3 + j2]!,
		c33 = c[at3 + j3]!;
	// One counter for both: with two, V8 needs a fifth longer.
	for (let b = 0, end = 4 * length; b < end; b += 4) {
		const k = a + b;
		const b0 = packed[b]!,
			b1 = packed[b + 1]!,
			b2 = packed[b + 2]!,
			b3 = packed[b + 3]!;
		// Row by row: four numbers of B and one of A, beside the sixteen sums, are what registers hold.
		const a0 = packed[k]!;
		c00 += a0 * b0;
		c01 += a0 * b1;
		c02 += a0 * b2;
		c03 += a0 * b3;
		const a1 = packed[k + 1]!;
		c10 += a1 * b0;
		c11 += a1 * b1;
		c12 += a1 * b2;
		c13 += a1 * b3;
		const a2 = packed[k + 2]!;
		c20 += a2 * b0;
		c21 += a2 * b1;
		c22 += a2 * b2;
		c23 += a2 * b3;
		const a3 = packed[k + 3]!;
		c30 += a3 * b0;
		c31 += a3 * b1;
		c32 += a3 * b2;
		c33 += a3 * b3;
	}
	// Backwards: what is dropped is overwritten by the row or column that stands in for it.
	c[at3 + j3] = c33;
	c[at3 + j2] = c32;
	c[at3 + j1] = c31;
	c[at3] = c30;
	c[at2 + j3] = c23;
	c[at2 + j2] = c22;
	c[at2 + j1] = c21;
	c[at2] = c20;
	c[at1 + j3] = c13;
	c[at1 + j2] = c12;
	c[at1 + j1] = c11;
	c[at1] = c10;
	c[at + j3] = c03;
	c[at + j2] = c02;
	c[at + j1] = c01;
	c[at] = c00;
}

/** Goes on where there are few rows or few terms, so that packing would not pay: eight columns of a row at once, wherever their numbers lie. */
function thin(
	m: number,
	n: number,
	depth: number,
	a: View,
	b: View,
	c: Float64Array,
	at: number,
	down: number,
	right: number
): void {
	const { data: x, columns: xSteps } = a;
	const { data: y, offset, columns, rows: ySteps } = b;
	for (let i = 0; i < m; i++) {
		const line = a.offset + a.rows[i]!;
		let j = 0;
		let p = at + i * down;
		for (; j + 8 <= n; j += 8, p += 8 * right) {
			const y0 = offset + columns[j]!,
				y1 = offset + columns[j + 1]!,
				y2 = offset + columns[j + 2]!,
				y3 = offset + columns[j + 3]!,
				y4 = offset + columns[j + 4]!,
				y5 = offset + columns[j + 5]!,
				y6 = offset + columns[j + 6]!,
				y7 = offset + columns[j + 7]!;
			let c0 = c[p]!,
				c1 = c[p + right]!,
				c2 = c[p + 2 * right]!,
				c3 = c[p + 3 * right]!,
				c4 = c[p + 4 * right]!,
				c5 = c[p + 5 * right]!,
				c6 = c[p + 6 * right]!,
				c7 = c[p + 7 * right]!;
			for (let k = 0; k < depth; k++) {
				const factor = x[line + xSteps[k]!]!;
				const step = ySteps[k]!;
				c0 += factor * y[y0 + step]!;
				c1 += factor * y[y1 + step]!;
				c2 += factor * y[y2 + step]!;
				c3 += factor * y[y3 + step]!;
				c4 += factor * y[y4 + step]!;
				c5 += factor * y[y5 + step]!;
				c6 += factor * y[y6 + step]!;
				c7 += factor * y[y7 + step]!;
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
			const column = offset + columns[j]!;
			let sum = c[p]!;
			for (let k = 0; k < depth; k++) sum += x[line + xSteps[k]!]! * y[column + ySteps[k]!]!;
			c[p] = sum;
		}
	}
}
