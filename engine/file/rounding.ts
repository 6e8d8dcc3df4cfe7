/**
 * How far rounding may move a number. Each of n steps rounds once, by at most half an ulp, and rounding errors, which
 * are of either sign, add up as the root of their number (Higham, Accuracy and Stability of Numerical Algorithms, §2.8).
 * Where terms cancel, or a mean is taken away that is large beside what is left, an error counts for more than its size:
 * so the op is run again on inputs that are moved by one ulp, which shows by how much.
 */
import type { Call } from '../op.ts';
import { RecordedTensor } from '../recorded.ts';
import type { Tensor } from '../tensor.ts';
import type { Leaf } from '../trace.ts';

export type Dtype = 'float64' | 'float32' | 'float16' | 'bfloat16';

/** The distance from 1 to the next number. */
export const EPSILON: Readonly<Record<Dtype, number>> = {
	float64: 2 ** -52,
	float32: 2 ** -23,
	float16: 2 ** -10,
	bfloat16: 2 ** -7
};

/** Of several types the one that rounds most. */
export const coarsest = (dtypes: readonly Dtype[]): Dtype =>
	dtypes.reduce((a, b) => (EPSILON[b] > EPSILON[a] ? b : a), 'float64');

/** The smallest number that is held in full. */
export const SMALLEST: Readonly<Record<Dtype, number>> = {
	float64: 2 ** -1022,
	float32: 2 ** -126,
	float16: 2 ** -14,
	bfloat16: 2 ** -126
};

/** Rounds as storing in this type does; 1e39 is ∞ in float32. */
export function round(data: Float64Array, dtype: Dtype): void {
	if (dtype === 'float64') return;
	const rounded = dtype === 'float32' ? Math.fround : dtype === 'float16' ? float16 : bfloat16;
	for (let i = 0; i < data.length; i++) data[i] = rounded(data[i]!);
}

const float16 = (value: number) => narrow(value, 'float16', 65504);

/** 127 is the largest exponent, as in float32. */
const bfloat16 = (value: number) => narrow(value, 'bfloat16', (2 - EPSILON.bfloat16) * 2 ** 127);

const BITS = new DataView(new ArrayBuffer(8));

/** The whole part of the logarithm to base 2, as the bits of a float64 hold it: of what float64 does not hold in full, −1023. */
function exponentOf(size: number): number {
	BITS.setFloat64(0, size);
	return (BITS.getUint16(0) >> 4) - 1023;
}

/** To the nearest number of a type, of two that are as near the even one (IEEE 754, §4.3.1). */
function narrow(value: number, dtype: Dtype, most: number): number {
	const size = Math.abs(value);
	if (!(size < Infinity) || size === 0) return value;
	const exponent = Math.max(exponentOf(size), exponentOf(SMALLEST[dtype]));
	const unit = EPSILON[dtype] * 2 ** exponent;
	const whole = Math.floor(size / unit);
	const over = size / unit - whole;
	const nearest = whole + Number(over > 0.5 || (over === 0.5 && whole % 2 === 1));
	const result = nearest * unit > most ? Infinity : nearest * unit;
	return value < 0 ? -result : result;
}

/** Which of two neighbours each number moves to: a few patterns, since in one of them movements may cancel. */
const PATTERNS = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35];

const sign = (pattern: number, k: number) => (Math.imul(pattern, k + 1) & 0x10000 ? 1 : -1);

/** By how much each number that a leaf computes moves at most when its inputs move by one ulp. */
export function movement({ call, rule, out }: Leaf, dtype: Dtype): Float64Array {
	const most = new Float64Array(out.data.length);
	const [still, moved] = [new Float64Array(most.length), new Float64Array(most.length)];
	rule.run({ ...call, saved: call.saved.slice() }, still);
	for (const pattern of PATTERNS) {
		const nudge = (x: Tensor, slot: number) => nudged(x, EPSILON[dtype], pattern + slot);
		const nudgedCall: Call = {
			...call,
			xs: call.xs.map(nudge),
			y: nudge(call.y, 9),
			dy: call.dy && nudge(call.dy, 10),
			saved: call.saved.slice()
		};
		rule.run(nudgedCall, moved);
		for (let i = 0; i < most.length; i++) {
			const off = Math.abs(moved[i]! - still[i]!);
			if (off > most[i]!) most[i] = off;
		}
	}
	return most;
}

/** The tensor with each number one ulp away; class indices and masks stay as they are. */
function nudged(x: Tensor, epsilon: number, pattern: number): Tensor {
	if (x.role === 'input' && !x.differentiable) return x;
	const data = x.data.map((value, k) => value * (1 + sign(pattern, k) * epsilon));
	return new RecordedTensor(x, data, { readersOf: () => [], take: (n) => new Float64Array(n) });
}
