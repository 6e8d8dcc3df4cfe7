/**
 * A part of a block with its shortcut and its norm: LayerNorm(x + f(x)), as in the paper, or x + f(LayerNorm(x)), the
 * "pre-norm" of most models since. By the shortcut a gradient reaches the input of the part unchanged.
 */
import { add } from '../ops/add.ts';
import { layerNorm } from '../ops/layerNorm.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tagged, type Tag } from './naming.ts';

export interface Norm {
	/** γ and β, one number for each feature. */
	readonly weight: Tensor;
	readonly bias?: Tensor | undefined;
}

export interface ResidualOptions {
	/** Whether the norm comes before the part, and not after the shortcut; false where left out. */
	preNorm?: boolean;
}

export const normed = (tape: Tape, x: Tensor, { weight, bias }: Norm, tag: Tag, k: number | string): Tensor =>
	tape.apply(
		layerNorm,
		bias ? [x, weight, bias] : [x, weight],
		{},
		tagged(
			tag,
			`norm${k}`,
			k === '' ? 'output of the final norm' : `output of norm ${k}`,
			k === '' ? 'N' : `N_{${k}}`
		)
	);

/** Part k of a block, counted from 1. */
export function residual(
	tape: Tape,
	x: Tensor,
	k: number,
	norm: Norm,
	part: (x: Tensor) => Tensor,
	{ preNorm = false, tag }: ResidualOptions & { tag: Tag }
): Tensor {
	const sum = (y: Tensor) =>
		tape.apply(add, [x, y], undefined, tagged(tag, `sum${k}`, `shortcut sum ${k}`, `R_{${k}}`));
	if (preNorm) {
		const y = tape.scope(`norm ${k}`, () => normed(tape, x, norm, tag, k), {
			about:
				'Each position is moved to mean 0 and scaled to variance 1 before it goes on; the shortcut goes past this.',
			part: { kind: 'norm', norm: 'layer' }
		});
		const out = part(y);
		return tape.scope(`add ${k}`, () => sum(out), {
			about: 'What went in is added to what came out, so the gradient has a way around.',
			part: { kind: 'residual' }
		});
	}
	const y = part(x);
	return tape.scope(`add & norm ${k}`, () => normed(tape, sum(y), norm, tag, k), {
		about:
			'What went in is added to what came out, so the gradient has a way around; then each position is moved to mean 0 and scaled to variance 1.',
		part: { kind: 'residual' }
	});
}
