/** Why scores are divided by √d_k: random queries and keys, with and without it. Every number has mean 0 and variance 1. */
import { random } from '#engine';
import { exp, log } from '#engine/math.ts';
import { norm } from '../numbers.ts';

/** Keys of a row, and rows that are drawn. */
export const KEYS = 8;
export const ROWS = 400;

export interface Measured {
	/** The standard deviation of the scores. */
	readonly spread: number;
	/** The mean entropy of a row of weights, in nats; ln 8 where all keys weigh the same. */
	readonly entropy: number;
	/** The mean size of softmax's Jacobian: how much of a gradient gets through. */
	readonly jacobian: number;
}

export function softmaxed(scores: readonly number[]): number[] {
	const most = Math.max(...scores);
	const powers = scores.map((score) => exp(score - most));
	const sum = powers.reduce((a, b) => a + b, 0);
	return powers.map((power) => power / sum);
}

/** −Σ p ln p in nats; what is 0 adds 0. */
export const entropy = (p: readonly number[]): number =>
	-p.reduce((sum, share) => sum + (share > 0 ? share * log(share) : 0), 0) + 0;

/** ∂p/∂s = diag(p) − p·pᵀ, row by row. */
export const jacobian = (p: readonly number[]): number[] =>
	p.flatMap((a, i) => p.map((b, j) => (i === j ? a : 0) - a * b));

/** The same seed for every width, with and without the division. */
export function measured(width: number, scale: boolean, seed = 1): Measured {
	const { array } = random(seed);
	const draw = () => array(width, Math.sqrt(3));
	const root = scale ? Math.sqrt(width) : 1;
	let [squares, h, j] = [0, 0, 0];
	for (let row = 0; row < ROWS; row++) {
		const q = draw();
		const scores = Array.from({ length: KEYS }, () => {
			const k = draw();
			return q.reduce((sum, value, d) => sum + value * k[d]!, 0) / root;
		});
		for (const score of scores) squares += score * score;
		const p = softmaxed(scores);
		h += entropy(p) / ROWS;
		j += norm(jacobian(p)) / ROWS;
	}
	return { spread: Math.sqrt(squares / (ROWS * KEYS)), entropy: h, jacobian: j };
}
