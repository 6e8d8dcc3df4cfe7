/**
 * The error function, erf x = 2/√π ∫ e^(−t²) dt from 0 to x, by Taylor series about the nearest c = j/16.
 * Its derivative g(c + h) = 2/√π e^(−(c+h)²) = Σ u_n h^n satisfies g' = −2(c + h)g, so (n+1)u_(n+1) =
 * −2(c·u_n + u_(n−1)), and erf(c + h) = erf c + Σ u_n h^(n+1)/(n+1); the same two sums with h = 1/16 carry g
 * and erf to the next c.
 * Where x < ⅜ the series about 0 is taken, because there erf c would be no larger than the terms added to it.
 */
import { ONE, PI, powerOfTwo, toNumber } from './fixed.ts';

/** 2/√π = √(4/π): from the double below 2^-50 away, each Newton step doubles the number of right places. */
function twoOverRootPi(): bigint {
	const square = (4n * ONE * ONE) / PI;
	let root = (BigInt(Math.round(Math.sqrt(toNumber(square)) * powerOfTwo(52))) * ONE) >> 52n;
	for (let i = 0; i < 3; i++) root = (root + (square * ONE) / root) / 2n;
	return root;
}
const SLOPE = twoOverRootPi();

const CENTRES = 97; // c = 0 … 6
const TERMS = 10; // the next is below |u_10|/11 · 2^-55 < 2^-63
const ROW = 2 + TERMS;

/** For each c: head and tail of erf c, then u_0, u_1/2, u_2/3, … */
const table = new Float64Array(CENTRES * ROW);
let value = 0n;
let slope = SLOPE;
for (let j = 0; j < CENTRES; j++) {
	table[j * ROW] = toNumber(value);
	table[j * ROW + 1] = toNumber(value - BigInt(Number(value)));
	let u = slope;
	let before = 0n;
	let power = 0n; // h^n = 2^-power
	slope = 0n;
	// Σ over 30 terms: |u_n| shrinks faster than 2^-n, so the next is below 2^-150.
	for (let n = 1n; n <= 30n; n++) {
		if (n <= TERMS) table[j * ROW + 1 + Number(n)] = toNumber(u / n);
		slope += u >> power;
		value += (u / n) >> (power + 4n);
		[u, before] = [(-2n * ((BigInt(j) * u) / 16n + before)) / n, u];
		power += 4n;
	}
}

const SLOPE_AT_0 = toNumber(SLOPE);
const SLOPE_LESS_1 = toNumber(SLOPE - ONE);

/** 2/√π Σ (−1)^n x^(2n+1) / (n! (2n+1)) for |x| < ⅜; x itself is added last, and the rest is below 0.13 x. */
function aroundZero(x: number): number {
	const z = x * x;
	let series = 1 / 11975040000; // 12! · 25
	series = series * z - 1 / 918086400;
	series = series * z + 1 / 76204800;
	series = series * z - 1 / 6894720;
	series = series * z + 1 / 685440;
	series = series * z - 1 / 75600;
	series = series * z + 1 / 9360;
	series = series * z - 1 / 1320;
	series = series * z + 1 / 216;
	series = series * z - 1 / 42;
	series = series * z + 1 / 10;
	series = series * z - 1 / 3;
	return x + x * (SLOPE_LESS_1 + SLOPE_AT_0 * z * series);
}

/** The error function of every double; odd, ±1 at ±Infinity. Error < 0.8 ulp. */
export function erf(x: number): number {
	const a = Math.abs(x);
	if (a < 0.375) return aroundZero(x);
	if (!(a < 6)) return a >= 6 ? Math.sign(x) : NaN; // 1 − erf 6 is below a fifth of an ulp
	const j = Math.floor(a * 16 + 0.5);
	const h = a - j / 16;
	const row = j * ROW;
	let series = table[row + ROW - 1]!;
	for (let n = ROW - 2; n > 1; n--) series = series * h + table[row + n]!;
	const y = table[row]! + (series * h + table[row + 1]!); // |series·h| < 0.08 erf c
	return x < 0 ? -y : y;
}
