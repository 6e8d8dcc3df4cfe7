/**
 * The natural logarithm: x = 2^k · m with m near 1, and a factor c = n/128 near 1/m, so that m·c = 1 + r with
 * |r| < 2^-6.8 and log x = k·ln2 − log c + log(1 + r).
 * c has 8 bits, so m·c is exact in two halves; −log c comes from a table; log(1 + r) is its Taylor series to
 * r^9.
 * Around x = 1 both k and log c are exactly 0, so there the result is r − r²/2 + …, with its full relative
 * accuracy.
 */
import { sumError } from './exact.ts';
import { inverseTangent, LN2, powerOfTwo, roundTo, toNumber } from './fixed.ts';

// Heads end at 2^-42: k × head has at most 11 + 42 bits, so k·ln2 − log c is exact in the heads.
const LN2_HEAD = toNumber(roundTo(LN2, 42));
const LN2_TAIL = toNumber(LN2 - roundTo(LN2, 42));

// 128·m rounds to i, and c = n/128 with n the integer nearest to 128²/i.
const FIRST = 90;
const LAST = 181; // the last i below 128·√2: beyond it, m is halved

/** −log(n/128), built from log((n+1)/n) = 2 artanh(1/(2n+1)) on both sides of log(128/128) = 0. */
function negativeLogs(): Map<number, bigint> {
	const logs = new Map([[128, 0n]]);
	const step = (n: number) => 2n * inverseTangent(BigInt(2 * n + 1), 'hyperbolic');
	for (let n = 128; n < 182; n++) logs.set(n + 1, logs.get(n)! - step(n));
	for (let n = 128; n > 90; n--) logs.set(n - 1, logs.get(n)! + step(n - 1));
	return logs;
}

/** For each i: c, then the head and the tail of −log c. */
const table = new Float64Array(3 * (LAST - FIRST + 1));
const logs = negativeLogs();
for (let i = FIRST; i <= LAST; i++) {
	const n = Math.round((128 * 128) / i);
	const value = logs.get(n)!;
	table.set([n / 128, toNumber(roundTo(value, 42)), toNumber(value - roundTo(value, 42))], 3 * (i - FIRST));
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
const HIGH_WORD = words[1] === 0 ? 0 : 1; // which half holds sign and exponent depends on the byte order

/** Where `reduceLog` leaves its four results: an array of its own, because returning them would allocate. */
export const reduced = new Float64Array(4);

/**
 * log(x + tail) = base + log(1 + r + rTail) + baseTail, left in `reduced` as [base, r, rTail, baseTail], for
 * finite x > 0 and |tail| ≤ ulp(x)/2. Either base is 0 and |r| ≤ 2^-8, or |base| exceeds |r|.
 */
export function reduceLog(x: number, tail: number): void {
	let k = 0;
	if (x < 2.2250738585072014e-308) {
		x *= 18014398509481984; // 2^54: a subnormal has no leading bit to read the exponent from
		k = -54;
	}
	double[0] = x;
	const exponent = (words[HIGH_WORD]! >>> 20) - 1023;
	k += exponent;
	let m = x * powerOfTwo(-exponent);
	let mTail = tail * powerOfTwo(-exponent);
	let i = (m * 128 + 0.5) | 0;
	if (i > LAST) {
		m *= 0.5;
		mTail *= 0.5;
		k++;
		i = (m * 128 + 0.5) | 0;
	}
	const row = 3 * (i - FIRST);
	const c = table[row]!;
	const upper = m + 262144 - 262144; // 2^18: rounds m to a multiple of 2^-34
	const r0 = upper * c - 1; // exact: a multiple of 2^-41
	const r1 = (m - upper) * c; // exact: 18 + 8 bits
	const r2 = r0 + r1;
	const r2Tail = r0 - r2 + r1 + mTail * c;
	const r = r2 + r2Tail;
	reduced[0] = k * LN2_HEAD + table[row + 1]!;
	reduced[1] = r;
	reduced[2] = r2 - r + r2Tail;
	reduced[3] = k * LN2_TAIL + table[row + 2]!;
}

/** (log(1 + r) − r + r²/2) / r³ = 1/3 − r/4 + r²/5 − … */
export function logSeries(r: number): number {
	let series = 1 / 9;
	series = series * r - 1 / 8;
	series = series * r + 1 / 7;
	series = series * r - 1 / 6;
	series = series * r + 1 / 5;
	series = series * r - 1 / 4;
	return series * r + 1 / 3;
}

function logOfSum(x: number, tail: number): number {
	reduceLog(x, tail);
	const base = reduced[0]!;
	const r = reduced[1]!;
	const head = base + r;
	const rest = base - head + r + (reduced[2]! + reduced[3]!) + r * r * (r * logSeries(r) - 0.5);
	return head + rest; // |rest| < 2^-7 |head|, so its own rounding errors are below 0.02 ulp
}

/** Natural logarithm of every double; −Infinity at ±0, NaN below 0. Error < 0.53 ulp. */
export function log(x: number): number {
	if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
	return logOfSum(x, 0);
}

/**
 * log(1 + x), accurate near 0; −Infinity at −1, NaN below. 1 + x enters with its rounding error. Error < 0.53
 * ulp.
 */
export function log1p(x: number): number {
	if (Math.abs(x) < 2e-17) return x; // the next term, x²/2, is below a quarter of an ulp; −0 is kept
	if (!(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x > 0 ? x : NaN;
	const s = 1 + x;
	return logOfSum(s, sumError(1, x, s));
}
