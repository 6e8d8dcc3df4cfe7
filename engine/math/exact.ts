/**
 * Exact arithmetic on doubles: the rounding error of a sum or a product of two doubles is itself a double,
 * and can be had.
 * `a + b` rounds to s, and `sumError` gives a + b − s (Knuth); `a × b` rounds to p, and `productError` gives
 * a × b − p (Dekker), by splitting each factor into halves of 26 bits (Veltkamp) whose products are exact.
 */

/** The upper 26 bits of a, so that a − upperHalf(a) fits in 26 bits too. Overflows for |a| > 2^996. */
export function upperHalf(a: number): number {
	const shifted = a * 134217729; // 2^27 + 1
	return shifted - (shifted - a);
}

/** a + b − s exactly, where s = a + b rounded. */
export function sumError(a: number, b: number, s: number): number {
	const fromB = s - a;
	return a - (s - fromB) + (b - fromB);
}

/** a × b − p exactly, where p = a × b rounded, for products and factors within 2^±900. */
export function productError(a: number, b: number, p: number): number {
	const ah = upperHalf(a);
	const al = a - ah;
	const bh = upperHalf(b);
	const bl = b - bh;
	return ah * bh - p + ah * bl + al * bh + al * bl;
}

/**
 * (nh + nl) / (dh + dl), rounded nearly once: the quotient of the heads, corrected by its exact remainder
 * (one step of long division). Each tail is at most about 2^-26 of its head, so what the correction neglects
 * is below 2^-52 of the correction.
 */
export function divide(nh: number, nl: number, dh: number, dl: number): number {
	const reciprocal = 1 / dh;
	const q = nh * reciprocal;
	const p = q * dh;
	return q + (nh - p - productError(q, dh, p) + (nl - q * dl)) * reciprocal;
}
