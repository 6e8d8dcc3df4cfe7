/**
 * Sine and cosine: x = k·π/2 + r with |r| ≤ π/4, then a Taylor series for ±sin r or ±cos r, as k mod 4 says.
 * The subtraction cancels, to 2^-60 and less for unlucky x, so π/2 enters in four pieces (Cody and Waite),
 * the first three of so few bits that their products with k < 2^20 are exact; r is kept as a head and a tail.
 * Beyond that, where one double can be many turns from the next, the reduction is exact integer arithmetic.
 */
import { productError, sumError } from './exact.ts';
import { computePi, ONE, PI, powerOfTwo, roundTo, toNumber } from './fixed.ts';

const QUARTER = PI / 2n;
const piece1 = roundTo(QUARTER, 32); // 33 bits
const piece2 = roundTo(QUARTER - piece1, 65); // 32 bits, as 2^-33 bounds it
const piece3 = roundTo(QUARTER - piece1 - piece2, 98);
const QUARTER1 = toNumber(piece1);
const QUARTER2 = toNumber(piece2);
const QUARTER3 = toNumber(piece3);
const QUARTER4 = toNumber(QUARTER - piece1 - piece2 - piece3);
const QUARTERS_PER_UNIT = toNumber((ONE * ONE) / QUARTER);
const ORDINARY = 1e6; // k stays below 2^20

/** Where `reduce` leaves r: a head and a tail. */
const remainder = new Float64Array(2);

/** Leaves x − k·π/2 in `remainder` and returns k mod 4, for finite x ≥ 0. */
function reduce(x: number): number {
	if (x > ORDINARY) return reduceHuge(x);
	const k = Math.floor(x * QUARTERS_PER_UNIT + 0.5);
	const r1 = x - k * QUARTER1; // exact: k·QUARTER1 is x within a factor of two, or 0
	const r2 = r1 - k * QUARTER2;
	const r3 = r2 - k * QUARTER3;
	const tail = sumError(r1, -k * QUARTER2, r2) + sumError(r2, -k * QUARTER3, r3) - k * QUARTER4;
	const head = r3 + tail;
	remainder[0] = head;
	remainder[1] = r3 - head + tail;
	return k & 3;
}

// k < 2^1024, so π/2 to 1216 places leaves an error of 2^-191, and no double comes nearer to a multiple of π/2
// than about 2^-62.
const HUGE_PLACES = 1216n;
let hugeQuarter = 0n;

function reduceHuge(x: number): number {
	hugeQuarter ||= computePi(1n << HUGE_PLACES) / 2n;
	// x is a multiple of 2^-33; scaling makes it an integer, which BigInt takes exactly.
	const fixed =
		x < powerOfTwo(53) ? BigInt(x * powerOfTwo(33)) << (HUGE_PLACES - 33n) : BigInt(x) << HUGE_PLACES;
	const k = (2n * fixed + hugeQuarter) / (2n * hugeQuarter);
	const rest = (fixed - k * hugeQuarter) >> (HUGE_PLACES - 192n);
	remainder[0] = toNumber(rest);
	remainder[1] = toNumber(rest - BigInt(Number(rest)));
	return Number(k & 3n);
}

/**
 * sin(r + tail) = r − r³/3! + … + r¹⁷/17! + tail·cos r; the next term is below 2^-63.
 * All terms but r together are below 0.12 r.
 */
function sinSeries(r: number, tail: number): number {
	const z = r * r;
	let series = 1 / 355687428096000; // 17!
	series = series * z - 1 / 1307674368000;
	series = series * z + 1 / 6227020800;
	series = series * z - 1 / 39916800;
	series = series * z + 1 / 362880;
	series = series * z - 1 / 5040;
	series = series * z + 1 / 120;
	series = series * z - 1 / 6;
	return r + (r * z * series + tail * (1 - 0.5 * z));
}

/**
 * cos(r + tail) = 1 − r²/2! + … − r¹⁸/18! − tail·sin r; the next term is below 2^-68.
 * The first two terms are added exactly: r²/2 reaches 0.31, and its rounding error would show.
 */
function cosSeries(r: number, tail: number): number {
	const z = r * r;
	let series = -1 / 6402373705728000; // 18!
	series = series * z + 1 / 20922789888000;
	series = series * z - 1 / 87178291200;
	series = series * z + 1 / 479001600;
	series = series * z - 1 / 3628800;
	series = series * z + 1 / 40320;
	series = series * z - 1 / 720;
	series = series * z + 1 / 24;
	const half = 0.5 * z;
	const head = 1 - half;
	return head + (1 - head - half + (z * z * series - (0.5 * productError(r, r, z) + r * tail)));
}

/**
 * Sine of x in radians, for every double; odd, NaN at ±Infinity. Error < 0.8 ulp.
 * Slow, some µs, beyond 10⁶.
 */
export function sin(x: number): number {
	const a = Math.abs(x);
	if (a < 1e-8) return x; // the next term, x³/6, is below 2^-55 of x; −0 is kept
	if (!(a < Infinity)) return NaN;
	const k = reduce(a);
	const y = k & 1 ? cosSeries(remainder[0]!, remainder[1]!) : sinSeries(remainder[0]!, remainder[1]!);
	return k > 1 !== x < 0 ? -y : y;
}

/**
 * Cosine of x in radians, for every double; even, NaN at ±Infinity. Error < 0.8 ulp.
 * Slow, some µs, beyond 10⁶.
 */
export function cos(x: number): number {
	const a = Math.abs(x);
	if (!(a < Infinity)) return NaN;
	const k = reduce(a);
	const y = k & 1 ? sinSeries(remainder[0]!, remainder[1]!) : cosSeries(remainder[0]!, remainder[1]!);
	return k === 1 || k === 2 ? -y : y;
}
