/**
 * The exponential: x = n·ln2/32 + r with |r| ≤ ln2/64, so e^x = 2^(n div 32) · 2^((n mod 32)/32) · e^r.
 * The second factor comes from a table of 32 heads and tails, the third from its Taylor series to r^7/7!,
 * whose next term is below 2^-67.
 * The result stays a head and a tail, so that expm1, tanh, sigmoid and pow can go on from it before anything
 * is rounded.
 */
import { upperHalf } from './exact.ts';
import { LN2, multiply, ONE, powerOfTwo, roundTo, toNumber } from './fixed.ts';

const STEP = LN2 / 32n;
// n < 2^16 and the head ends at 2^-42, 37 bits after its first: n × head has at most 53 bits and is exact.
const STEP_HEAD = toNumber(roundTo(STEP, 42));
const STEP_TAIL = toNumber(STEP - roundTo(STEP, 42));
const STEPS_PER_UNIT = toNumber((ONE * ONE) / STEP);

/**
 * 2^(j/32) = Σ (j·ln2/32)^i / i!, as a head of 26 bits (exact when multiplied by 26 bits of r) and a tail.
 */
const table = new Float64Array(64);
for (let j = 0; j < 32; j++) {
	let sum = 0n;
	let term = ONE;
	for (let i = 1n; term !== 0n; i++) {
		sum += term;
		term = multiply(term, BigInt(j) * STEP) / i;
	}
	table[2 * j] = toNumber(roundTo(sum, 25));
	table[2 * j + 1] = toNumber(sum - roundTo(sum, 25));
}

/**
 * Where `expParts` leaves the head and the tail: an array of its own, because returning a pair would
 * allocate.
 */
export const parts = new Float64Array(2);

/**
 * e^(x + tail) = 2^k · (parts[0] + parts[1]) for |x| ≤ 2^10 and |tail| ≤ ulp(x); returns k.
 * The head, in [0.98, 2.02], is the sum rounded. With z = x + tail, the error of the sum is below 2^-60 |z|
 * for |z| < 0.01 and below 2^-66 for any other z: the first because expm1 and tanh subtract 1.
 */
export function expParts(x: number, tail: number): number {
	const n = Math.floor(x * STEPS_PER_UNIT + 0.5);
	const r0 = x - n * STEP_HEAD; // exact: both are multiples of one bit, and close
	const correction = n * STEP_TAIL - tail;
	const r = r0 - correction;
	const rUpper = upperHalf(r);
	const rLower = r - rUpper + (r0 - r - correction);
	// e^r − 1 − r; the term r itself is added exactly below.
	let series = 1 / 5040;
	series = series * r + 1 / 720;
	series = series * r + 1 / 120;
	series = series * r + 1 / 24;
	series = series * r + 1 / 6;
	series = series * r + 1 / 2;
	const rest = series * r * r;
	const j = n & 31;
	const t = table[2 * j]!;
	const tTail = table[2 * j + 1]!;
	const product = t * rUpper; // exact: 26 bits each
	const main = t + product;
	const small = t - main + product + (tTail + (tTail * (r + rest) + t * (rLower + rest)));
	const head = main + small;
	parts[0] = head;
	parts[1] = main - head + small;
	return n >> 5;
}

/** What is the same for all numbers, to be taken into registers before a loop: as literals they are made anew for each. */
const CONSTANTS = Float64Array.of(
	...[STEPS_PER_UNIT, STEP_HEAD, STEP_TAIL, 2 ** 27 + 1],
	...[1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2]
);

/**
 * e^(factor · min(|x|, most)) of n numbers from a place on, as heads and tails that are already multiplied by 2^k: what
 * `expParts` computes, operation by operation.
 */
export function expPartsOfEach(
	x: Float64Array,
	from: number,
	n: number,
	factor: number,
	most: number,
	heads: Float64Array,
	tails: Float64Array
): void {
	const stepsPerUnit = CONSTANTS[0]!,
		stepHead = CONSTANTS[1]!,
		stepTail = CONSTANTS[2]!,
		split = CONSTANTS[3]!,
		c7 = CONSTANTS[4]!,
		c6 = CONSTANTS[5]!,
		c5 = CONSTANTS[6]!,
		c4 = CONSTANTS[7]!,
		c3 = CONSTANTS[8]!,
		half = CONSTANTS[9]!;
	for (let i = 0; i < n; i++) {
		const z = factor * Math.min(Math.abs(x[from + i]!), most);
		const steps = Math.floor(z * stepsPerUnit + half);
		const r0 = z - steps * stepHead;
		const correction = steps * stepTail;
		const r = r0 - correction;
		const shifted = r * split;
		const rUpper = shifted - (shifted - r);
		const rLower = r - rUpper + (r0 - r - correction);
		const series = ((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + half;
		const rest = series * r * r;
		const j = steps & 31;
		const t = table[2 * j]!;
		const tTail = table[2 * j + 1]!;
		const product = t * rUpper;
		const main = t + product;
		const small = t - main + product + (tTail + (tTail * (r + rest) + t * (rLower + rest)));
		const head = main + small;
		const unit = powerOfTwo(steps >> 5);
		heads[i] = head * unit;
		tails[i] = (main - head + small) * unit;
	}
}

/**
 * m · 2^k for k beyond the exponents of normal doubles: the first factor is exact, so m · 2^k is rounded
 * once.
 */
export function scale(m: number, k: number): number {
	if (k > 1023) return m * 2 * powerOfTwo(k - 1);
	if (k < -1022) return m * powerOfTwo(k + 128) * powerOfTwo(-128);
	return m * powerOfTwo(k);
}

/**
 * e^x for every double; 0 below −746, Infinity above 709.79.
 * Error < 0.53 ulp where e^x is normal, < 0.8 where it is subnormal, and so rounded a second time by the
 * scaling.
 */
export function exp(x: number): number {
	if (!(x <= 710)) return x > 710 ? Infinity : NaN;
	if (x < -746) return 0;
	const k = expParts(x, 0);
	return scale(parts[0]!, k);
}

/**
 * e^x − 1, accurate near 0, where the subtraction from e^x would cancel; −0 is kept. Error < 0.8 ulp.
 * The 1 is taken from the head, exactly wherever that matters, before head and tail are added.
 */
export function expm1(x: number): number {
	if (Math.abs(x) < 2e-17) return x; // the next term, x²/2, is below a quarter of an ulp
	if (x < -40) return -1; // e^-40 is below 2^-57
	if (!(x <= 710)) return x > 710 ? Infinity : NaN;
	const k = expParts(x, 0);
	if (k > 60) return scale(parts[0]!, k);
	const head = parts[0]! * powerOfTwo(k);
	const tail = parts[1]! * powerOfTwo(k);
	const difference = head - 1;
	// The error of head − 1, by the shorter formula that holds when the larger operand is first.
	const error = head > 1 ? head - difference - 1 : head - (difference + 1);
	return difference + (error + tail);
}
