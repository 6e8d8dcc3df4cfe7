/** Square matrices in row-major order: the spectral norm, and a seeded matrix scaled to the norm one wants. */
import type { Random } from '#engine';
import { exp, log } from '#engine/math.ts';
import { norm } from '../numbers.ts';

type Numbers = ArrayLike<number>;

/** v·W for a row v. */
const times = (v: Numbers, W: Numbers): number[] =>
	Array.from(v as ArrayLike<number>, (_, j) => {
		let sum = 0;
		for (let i = 0; i < v.length; i++) sum += v[i]! * W[i * v.length + j]!;
		return sum;
	});

/** v·Wᵀ. */
const timesTransposed = (v: Numbers, W: Numbers): number[] =>
	Array.from(v as ArrayLike<number>, (_, i) => {
		let sum = 0;
		for (let j = 0; j < v.length; j++) sum += v[j]! * W[i * v.length + j]!;
		return sum;
	});

/** Enough for the digits of a double, for matrices whose two largest singular values are not nearly equal. */
const ROUNDS = 200;

/** The largest factor by which W lengthens a vector: its largest singular value, by power iteration on W·Wᵀ. */
export function spectralNorm(W: Numbers): number {
	const n = Math.sqrt(W.length);
	let v: number[] = Array.from({ length: n }, (_, k) => 1 + k / n);
	let factor = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const next = timesTransposed(times(v, W), W);
		const long = norm(next);
		if (long === 0) return 0;
		factor = Math.sqrt(long / norm(v));
		v = next.map((x) => x / long);
	}
	return factor;
}

/**
 * The size of the largest eigenvalue: the limit of the k-th root of the norm of Wᵏ (Gelfand's formula), by squaring W
 * again and again.
 */
export function spectralRadius(W: Numbers): number {
	const n = Math.sqrt(W.length);
	let power = Array.from(W);
	let size = 0;
	for (let share = 1; share > 1e-17; share /= 2) {
		const long = norm(power);
		if (long === 0) return 0;
		size += share * log(long);
		const scaled = power.map((x) => x / long);
		power = Array.from({ length: n }, (_, i) => times(scaled.slice(i * n, (i + 1) * n), scaled)).flat();
	}
	return exp(size);
}

/**
 * Positive numbers, all drawn alike: as a rule the largest eigenvalue of such a matrix lies close to its spectral norm,
 * which then says how fast a product of them shrinks or grows.
 */
export function seededMatrix(random: Random, n: number, spectral: number): number[] {
	const raw = Array.from({ length: n * n }, () => random.next());
	const scale = spectral / spectralNorm(raw);
	return raw.map((x) => x * scale);
}
