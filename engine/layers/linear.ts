/** A linear layer, X·W + b, with one row of X for each position. */
import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { transpose } from '../ops/transpose.ts';
import type { Naming, Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';

export interface Linear {
	/** Input × output. */
	readonly w: Tensor;
	readonly b?: Tensor;
}

export function linear(tape: Tape, x: Tensor, { w, b }: Linear, naming: Naming): Tensor {
	if (!b) return tape.apply(matmul, [x, w], undefined, naming);
	const product = tape.apply(matmul, [x, w], undefined, {
		name: `${naming.name}.product`,
		label: `${naming.label} before the bias`,
		symbol: `(${x.symbol}\\, ${w.symbol})`
	});
	return tape.apply(add, [product, b], undefined, naming);
}

/** Weights as PyTorch has them, output × input, turned so that a row can be multiplied by them. */
export const turned = (tape: Tape, weight: Tensor, bias: Tensor | undefined): Linear => ({
	w: tape.apply(
		transpose,
		[weight],
		{},
		{
			name: `${weight.name}.turned`,
			label: `turned ${weight.label}`,
			symbol: `{${weight.symbol}}^{\\top}`
		}
	),
	...(bias && { b: bias })
});
