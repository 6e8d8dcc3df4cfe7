/**
 * tanh and the sigmoid of many numbers, with the bits of the functions of one. The exponentials of a block come first,
 * then the quotients: in loops as short as these a processor works on several numbers at once. Nothing branches on a
 * sign, which no processor foresees.
 */
import { divide } from './exact.ts';
import { expPartsOfEach } from './exp.ts';
import { lessOneByMoreOne, sigmoid, tanh } from './tanh.ts';

const BLOCK = 128;
const heads = new Float64Array(BLOCK);
const tails = new Float64Array(BLOCK);

const signs = Float64Array.of(1, -1);

/** out[i] = tanh x[i]. */
export function tanhOfEach(x: Float64Array, out: Float64Array): void {
	for (let from = 0; from < out.length; from += BLOCK) {
		const n = Math.min(BLOCK, out.length - from);
		expPartsOfEach(x, from, n, 2, 20, heads, tails);
		for (let i = 0; i < n; i++) {
			const value = x[from + i]!;
			const a = Math.abs(value);
			out[from + i] =
				a >= 3e-9 && a <= 20
					? signs[Number(value < 0)]! * lessOneByMoreOne(heads[i]!, tails[i]!)
					: tanh(value);
		}
	}
}

/** The head and the tail of the numerator, by the sign of x: e^x below 0, else 1. */
const numerators = Float64Array.of(1, 0, 0, 0);

/** out[i] = 1/(1 + e^−x[i]). */
export function sigmoidOfEach(x: Float64Array, out: Float64Array): void {
	for (let from = 0; from < out.length; from += BLOCK) {
		const n = Math.min(BLOCK, out.length - from);
		expPartsOfEach(x, from, n, -1, 40, heads, tails);
		for (let i = 0; i < n; i++) {
			const value = x[from + i]!;
			const head = (numerators[2] = heads[i]!);
			const tail = (numerators[3] = tails[i]!);
			const sum = 1 + head;
			const at = 2 * Number(value < 0);
			out[from + i] =
				value >= -40 && value <= 40
					? divide(numerators[at]!, numerators[at + 1]!, sum, 1 - sum + head + tail)
					: sigmoid(value);
		}
	}
}
