/**
 * Why scores are divided by √d_k: random queries and keys, with and without it. Every number has mean 0 and variance 1.
 * A score is a sum over features, so one pass that adds feature after feature has the scores of every width on its way.
 */
import { random } from '#engine';
import { exp, log } from '#engine/math.ts';

/** Keys of a row, rows that are drawn, and the widths at which curves are measured. */
export const KEYS = 8;
export const ROWS = 400;
export const WIDTHS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const;
const SEED = 1;

export interface Measured {
	/** The standard deviation of the scores. */
	readonly spread: number;
	/** The mean entropy of a row of weights, in nats; ln 8 where all keys weigh the same. */
	readonly entropy: number;
	/** The mean size of softmax's Jacobian: how much of a gradient gets through. */
	readonly jacobian: number;
}

export interface Experiment {
	readonly width: number;
	readonly plain: Measured;
	readonly divided: Measured;
}

export function softmaxed(scores: ArrayLike<number>): number[] {
	const powers = Array.from(scores);
	const most = Math.max(...powers);
	let sum = 0;
	for (let k = 0; k < powers.length; k++) sum += powers[k] = exp(powers[k]! - most);
	return powers.map((power) => power / sum);
}

/** −Σ p ln p in nats; what is 0 adds 0. */
export const entropy = (p: readonly number[]): number =>
	-p.reduce((sum, share) => sum + (share > 0 ? share * log(share) : 0), 0) + 0;

/** ‖∂p/∂s‖, the root of all squares of diag(p) − p·pᵀ, which come to Σp² − 2Σp³ + (Σp²)². */
export function jacobianSize(p: readonly number[]): number {
	let [squares, cubes] = [0, 0];
	for (const share of p) {
		squares += share * share;
		cubes += share * share * share;
	}
	return Math.sqrt(Math.max(0, squares - 2 * cubes + squares * squares));
}

function measure(scores: Float64Array): Measured {
	let [squares, h, j] = [0, 0, 0];
	for (const score of scores) squares += score * score;
	for (let row = 0; row < ROWS; row++) {
		const p = softmaxed(scores.subarray(row * KEYS, (row + 1) * KEYS));
		h += entropy(p) / ROWS;
		j += jacobianSize(p) / ROWS;
	}
	return { spread: Math.sqrt(squares / scores.length), entropy: h, jacobian: j };
}

const done = new Map<number, Experiment>();

/** What comes out at each of these widths, from the same random numbers; measured once. */
export function experiments(widths: readonly number[]): readonly Experiment[] {
	const missing = new Set(widths.filter((width) => !done.has(width)));
	const last = Math.max(0, ...missing);
	const { between } = random(SEED);
	const scores = new Float64Array(ROWS * KEYS);
	const one = Math.sqrt(3);
	for (let width = 1; width <= last; width++) {
		for (let row = 0; row < ROWS; row++) {
			const q = between(-one, one);
			for (let k = row * KEYS; k < (row + 1) * KEYS; k++) scores[k]! += q * between(-one, one);
		}
		if (!missing.has(width)) continue;
		const divided = scores.map((score) => score / Math.sqrt(width));
		done.set(width, { width, plain: measure(scores), divided: measure(divided) });
	}
	return widths.map((width) => done.get(width)!);
}
