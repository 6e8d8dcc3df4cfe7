/**
 * The two squashing functions, as quotients of an exponential that is still a head and a tail.
 * Numerator and denominator each gain or lose a 1 exactly, and one long division rounds the result once.
 */
import { divide } from './exact.ts';
import { exp, expParts, parts } from './exp.ts';
import { powerOfTwo } from './fixed.ts';

/** tanh x = (e^2x − 1)/(e^2x + 1) for every double; odd, ±1 at ±Infinity. Error < 0.55 ulp. */
export function tanh(x: number): number {
	const a = Math.abs(x);
	if (a < 3e-9) return x; // the next term, x³/3, is below 2^-57 of x; −0 is kept
	if (!(a <= 20)) return a > 20 ? Math.sign(x) : NaN; // 1 − tanh 20 is below a tenth of an ulp
	const unit = powerOfTwo(expParts(2 * a, 0));
	const y = lessOneByMoreOne(parts[0]! * unit, parts[1]! * unit);
	return x < 0 ? -y : y;
}

/** (e − 1)/(e + 1) for an e ≥ 1 that is a head and a tail. */
export function lessOneByMoreOne(head: number, tail: number): number {
	const above = head - 1;
	const below = head + 1;
	// head ≥ 1, so these differences are the exact rounding errors of the two lines above.
	return divide(above, head - above - 1 + tail, below, head - below + 1 + tail);
}

/**
 * 1/(1 + e^-x) for every double; 0 at −Infinity, 1 at Infinity. Error < 0.55 ulp, < 0.8 where it is
 * subnormal.
 */
export function sigmoid(x: number): number {
	if (x > 40) return 1; // e^-40 is below a tenth of an ulp, here and in the denominator of the next line
	if (x < -40) return exp(x);
	const unit = powerOfTwo(expParts(-Math.abs(x), 0));
	const head = parts[0]! * unit;
	const tail = parts[1]! * unit;
	const sum = 1 + head;
	const sumTail = 1 - sum + head + tail;
	return x < 0 ? divide(head, tail, sum, sumTail) : divide(1, 0, sum, sumTail);
}
