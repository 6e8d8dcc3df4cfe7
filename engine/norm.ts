/**
 * ‖x‖₂ = √Σxᵢ², for the op, for clipping, and for whatever measures a tensor. Squares of very large and very small
 * numbers leave the range of numbers; so where the largest is such, all are first multiplied by a power of two, which
 * costs no bit (Blue, 1978). Elsewhere nothing is scaled, and the sum is that of the squares as they are. PyTorch never
 * scales: there the norm of [1e-200, 1e-200] is 0, and that of [1e200, 1e200] ∞.
 */

import type { Tensor } from './tensor.ts';

/** Numbers between 2^−500 and 2^500 have squares that can be added by the billion. */
const [LEAST, MOST] = [2 ** -500, 2 ** 500];

export interface Scale {
	/** What all numbers are multiplied by before they are squared, a power of two; and which. */
	readonly by: number;
	readonly exponent: number;
}

const SAME: Scale = { by: 1, exponent: 0 };
const DOWN: Scale = { by: 2 ** -600, exponent: -600 };
const UP: Scale = { by: 2 ** 600, exponent: 600 };

/** What brings the squares into range: nothing, for most. */
export function scaleOf(arrays: readonly ArrayLike<number>[]): Scale {
	let most = 0;
	for (const x of arrays) for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]!));
	if (most === 0 || !Number.isFinite(most) || (most >= LEAST && most <= MOST)) return SAME;
	return most > MOST ? DOWN : UP;
}

/** The norm of all numbers of all arrays taken together: 0 of none, ∞ where one is infinite, NaN where one is NaN. */
export function normOf(...arrays: readonly ArrayLike<number>[]): number {
	const { by } = scaleOf(arrays);
	let sum = 0;
	for (const x of arrays) {
		for (let i = 0; i < x.length; i++) {
			const scaled = x[i]! * by;
			sum += scaled * scaled;
		}
	}
	return Math.sqrt(sum) / by;
}

/** The same of a tensor, as its file says where its numbers are not there and all of them are finite. */
export function normIn(tensor: Tensor): number {
	const { statistics } = tensor;
	return statistics && !statistics.nans && !statistics.infinities ? statistics.norm : normOf(tensor.data);
}
