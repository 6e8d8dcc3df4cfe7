/**
 * Fixed-point numbers for the tables and constants: a bigint v stands for v / 2^192.
 * Integer arithmetic is exact but for the cut after the last place, so a sum of a few hundred terms is good
 * to 180 places, far beyond the 110 that a head and a tail can hold.
 * It runs once, when a module loads; no function uses it on an ordinary argument.
 */
const PLACES = 192n;
export const ONE = 1n << PLACES;

export const multiply = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;

/**
 * artanh(1/n) = Σ 1/((2i+1) n^(2i+1)), or arctan(1/n), the same sum with alternating signs; scaled like
 * `one`.
 */
export function inverseTangent(n: bigint, kind: 'hyperbolic' | 'circular', one = ONE): bigint {
	let sum = 0n;
	let power = one / n;
	for (let i = 1n; power !== 0n; i += 2n) {
		sum += power / i;
		power /= kind === 'circular' ? -n * n : n * n;
	}
	return sum;
}

/** π = 16 arctan(1/5) − 4 arctan(1/239) (Machin, 1706), scaled like `one`. */
export function computePi(one = ONE): bigint {
	return 16n * inverseTangent(5n, 'circular', one) - 4n * inverseTangent(239n, 'circular', one);
}

/** ln 2 = 2 artanh(1/3), since artanh t = ½ ln((1+t)/(1−t)). */
export const LN2 = 2n * inverseTangent(3n, 'hyperbolic');
export const PI = computePi();

/** The multiple of 2^-places nearest to v: a head whose few bits leave room for an exact product. */
export function roundTo(v: bigint, places: number): bigint {
	const cut = PLACES - BigInt(places);
	return ((v + (1n << (cut - 1n))) >> cut) << cut;
}

/**
 * The double nearest to v; ECMAScript fixes the rounding of Number(bigint), and the scale is a power of two.
 */
export const toNumber = (v: bigint): number => Number(v) / Number(ONE);

const powersOfTwo = new Float64Array(2047);
powersOfTwo[1023] = 1;
for (let k = 1; k <= 1023; k++) {
	powersOfTwo[1023 + k] = powersOfTwo[1022 + k]! * 2;
	powersOfTwo[1023 - k] = powersOfTwo[1024 - k]! / 2;
}

/** 2^k for integers −1023 ≤ k ≤ 1023. */
export const powerOfTwo = (k: number): number => powersOfTwo[k + 1023]!;
