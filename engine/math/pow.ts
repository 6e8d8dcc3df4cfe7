/**
 * x^y = e^(y·log x), with log x and its product with y kept as head and tail to about 2^-68: the exponential
 * turns an absolute error of its argument, up to 745 times the relative error of log x, into a relative error
 * of the result.
 */
import { productError } from './exact.ts';
import { expParts, parts, scale } from './exp.ts';
import { logSeries, reduced, reduceLog } from './log.ts';

/** The logarithm as in log.ts, but with r²/2 added exactly; head and tail are left in `parts`. */
function logParts(x: number): void {
	reduceLog(x, 0);
	const base = reduced[0]!;
	const r = reduced[1]!;
	const rTail = reduced[2]!;
	const sum = base + r;
	const square = r * r;
	const head = sum - 0.5 * square;
	const small = r * square * logSeries(r) - r * rTail - 0.5 * productError(r, r, square);
	const tail = sum - head - 0.5 * square + (base - sum + r + (rTail + reduced[3]! + small));
	parts[0] = head + tail;
	parts[1] = head - parts[0] + tail;
}

/**
 * x^y for every pair of doubles, with the special values of `Math.pow`. Error < 0.6 ulp, < 0.8 where it is
 * subnormal.
 */
export function pow(x: number, y: number): number {
	if (y === 0) return 1;
	const a = Math.abs(x);
	if (x !== x || y !== y || (a === 1 && Math.abs(y) === Infinity)) return NaN;
	const odd = Math.abs(y % 2) === 1;
	if (x < 0 && a !== Infinity && Math.abs(y) !== Infinity && y % 1 !== 0) return NaN;
	const sign = odd && (x < 0 || Object.is(x, -0)) ? -1 : 1;
	if (a === 0 || a === Infinity) return (a === 0) === y > 0 ? sign * 0 : sign * Infinity;
	if (a === 1) return sign;
	// |log a| ≥ 2^-53 now, so beyond |y| = 2^64 the result overflows or underflows in any case; the product
	// below must not.
	const exponent = Math.max(-18446744073709551616, Math.min(18446744073709551616, y));
	logParts(a);
	const head = exponent * parts[0]!;
	const tail = productError(exponent, parts[0]!, head) + exponent * parts[1]!;
	if (head > 710) return sign * Infinity;
	if (head < -746) return sign * 0;
	const k = expParts(head, tail);
	return sign * scale(parts[0]!, k);
}
