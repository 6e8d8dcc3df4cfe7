/**
 * A row times a matrix, and its two gradients: what a time step of one sequence is made of. A matrix lies row by row,
 * n numbers each. Every cell adds its terms in order from 0, as in gemm.ts, so the bits are the same.
 */

/** out[j] = Σₖ x[k]·w[k, j], eight columns at once. */
export function rowTimes(
	x: Float64Array,
	xAt: number,
	w: Float64Array,
	wAt: number,
	depth: number,
	n: number,
	out: Float64Array,
	at: number
): void {
	let j = 0;
	for (; j + 8 <= n; j += 8) {
		let c0 = 0,
			c1 = 0,
			c2 = 0,
			c3 = 0,
			c4 = 0,
			c5 = 0,
			c6 = 0,
			c7 = 0;
		for (let k = 0, p = wAt + j; k < depth; k++, p += n) {
			const factor = x[xAt + k]!;
			c0 += factor * w[p]!;
			c1 += factor * w[p + 1]!;
			c2 += factor * w[p + 2]!;
			c3 += factor * w[p + 3]!;
			c4 += factor * w[p + 4]!;
			c5 += factor * w[p + 5]!;
			c6 += factor * w[p + 6]!;
			c7 += factor * w[p + 7]!;
		}
		const o = at + j;
		out[o] = c0;
		out[o + 1] = c1;
		out[o + 2] = c2;
		out[o + 3] = c3;
		out[o + 4] = c4;
		out[o + 5] = c5;
		out[o + 6] = c6;
		out[o + 7] = c7;
	}
	for (; j < n; j++) {
		let sum = 0;
		for (let k = 0, p = wAt + j; k < depth; k++, p += n) sum += x[xAt + k]! * w[p]!;
		out[at + j] = sum;
	}
}

/** out[k] = Σⱼ d[j]·w[k, j], four rows at once. */
export function rowTimesTransposed(
	d: Float64Array,
	dAt: number,
	w: Float64Array,
	wAt: number,
	depth: number,
	n: number,
	out: Float64Array,
	at: number
): void {
	let k = 0;
	for (; k + 4 <= depth; k += 4) {
		const r0 = wAt + k * n,
			r1 = r0 + n,
			r2 = r1 + n,
			r3 = r2 + n;
		let c0 = 0,
			c1 = 0,
			c2 = 0,
			c3 = 0;
		for (let j = 0; j < n; j++) {
			const factor = d[dAt + j]!;
			c0 += factor * w[r0 + j]!;
			c1 += factor * w[r1 + j]!;
			c2 += factor * w[r2 + j]!;
			c3 += factor * w[r3 + j]!;
		}
		const o = at + k;
		out[o] = c0;
		out[o + 1] = c1;
		out[o + 2] = c2;
		out[o + 3] = c3;
	}
	for (; k < depth; k++) {
		let sum = 0;
		for (let j = 0, p = wAt + k * n; j < n; j++, p++) sum += d[dAt + j]! * w[p]!;
		out[at + k] = sum;
	}
}

/** out[k, j] = x[k]·d[j]. */
export function outer(
	x: Float64Array,
	xAt: number,
	depth: number,
	d: Float64Array,
	dAt: number,
	n: number,
	out: Float64Array,
	at: number
): void {
	for (let k = 0, p = at; k < depth; k++) {
		const factor = x[xAt + k]!;
		// A sum begins at 0: −0 becomes 0.
		for (let j = 0; j < n; j++, p++) out[p] = 0 + factor * d[dAt + j]!;
	}
}

/** Shorter rows are added four columns at a time, from the first row to the last: loops over each would be over at once. */
const SHORT = 64;

/** Over all rows of `out`, of n numbers each: out = a + b, whose rows lie so far apart; 0 where one row is for all. */
export function addRows(
	a: Float64Array,
	aStep: number,
	b: Float64Array,
	bStep: number,
	out: Float64Array,
	n: number
): void {
	if (n > SHORT) {
		for (let k = 0, i = 0, j = 0; k < out.length; k += n, i += aStep, j += bStep)
			for (let m = 0; m < n; m++) out[k + m] = a[i + m]! + b[j + m]!;
		return;
	}
	let m = 0;
	for (; m + 4 <= n; m += 4) {
		for (let k = m, i = m, j = m; k < out.length; k += n, i += aStep, j += bStep) {
			out[k] = a[i]! + b[j]!;
			out[k + 1] = a[i + 1]! + b[j + 1]!;
			out[k + 2] = a[i + 2]! + b[j + 2]!;
			out[k + 3] = a[i + 3]! + b[j + 3]!;
		}
	}
	for (; m < n; m++) {
		for (let k = m, i = m, j = m; k < out.length; k += n, i += aStep, j += bStep) out[k] = a[i]! + b[j]!;
	}
}

/** Numbers as they are: a few are copied faster by a loop. */
export function copy(from: Float64Array, to: Float64Array): void {
	if (from.length > SHORT) to.set(from);
	else for (let i = 0; i < from.length; i++) to[i] = from[i]!;
}

/** out[j] = Σᵢ x[i, j], for rows as long as `out`; eight columns at once. */
export function sumRows(x: Float64Array, out: Float64Array): void {
	const n = out.length;
	let j = 0;
	for (; j + 8 <= n; j += 8) {
		let c0 = 0,
			c1 = 0,
			c2 = 0,
			c3 = 0,
			c4 = 0,
			c5 = 0,
			c6 = 0,
			c7 = 0;
		for (let p = j; p < x.length; p += n) {
			c0 += x[p]!;
			c1 += x[p + 1]!;
			c2 += x[p + 2]!;
			c3 += x[p + 3]!;
			c4 += x[p + 4]!;
			c5 += x[p + 5]!;
			c6 += x[p + 6]!;
			c7 += x[p + 7]!;
		}
		out[j] = c0;
		out[j + 1] = c1;
		out[j + 2] = c2;
		out[j + 3] = c3;
		out[j + 4] = c4;
		out[j + 5] = c5;
		out[j + 6] = c6;
		out[j + 7] = c7;
	}
	for (; j < n; j++) {
		let sum = 0;
		for (let p = j; p < x.length; p += n) sum += x[p]!;
		out[j] = sum;
	}
}

/** How many rows and columns are turned at once, so that what is read and what is written stay in the first cache. */
const SIDE = 16;

/**
 * out[j, i] = x[i, j], for an m × n matrix.
 */
export function turn(x: Float64Array, m: number, n: number, out: Float64Array): void {
	for (let top = 0; top < m; top += SIDE) {
		const bottom = Math.min(m, top + SIDE);
		for (let left = 0; left < n; left += SIDE) {
			const right = Math.min(n, left + SIDE);
			for (let j = left; j < right; j++) {
				for (let i = top, from = top * n + j, to = j * m + top; i < bottom; i++, from += n, to++)
					out[to] = x[from]!;
			}
		}
	}
}
