/**
 * Scaled dot-product attention, softmax(Q·Kᵀ/√d_k)·V; Vaswani et al., 2017, section 3.2.1. One sequence: a row for each
 * position. Where a mask leaves a query nothing to look at, its weights are 0 and so is its output (`masked` of softmax); PyTorch gives NaN there.
 */
import { fail } from '../errors.ts';
import { div } from '../ops/div.ts';
import { matmul } from '../ops/matmul.ts';
import { softmax } from '../ops/softmax.ts';
import { transpose } from '../ops/transpose.ts';
import type { Naming, Tape } from '../tape.ts';
import { shapeName, type Tensor } from '../tensor.ts';
import { numberNamed } from './constants.ts';
import { attentionMask, masked, type MaskOptions } from './mask.ts';
import { PLAIN, tagged, type Tag } from './naming.ts';

export interface AttentionOptions extends MaskOptions {
	/** Whether scores are divided by √d_k; true where left out. */
	scale?: boolean;
	tag?: Tag;
}

export interface Attended {
	/** Queries × d_v. */
	readonly output: Tensor;
	/** Queries × keys; every row sums to 1. */
	readonly weights: Tensor;
	/** What softmax was given: scaled and masked. */
	readonly scores: Tensor;
}

/** Q: queries × d_k, K: keys × d_k, V: keys × d_v. */
export function attention(
	tape: Tape,
	q: Tensor,
	k: Tensor,
	v: Tensor,
	{ scale = true, tag = PLAIN, ...masks }: AttentionOptions = {}
): Attended {
	checkShapes(q, k, v);
	const mask = attentionMask(tape, q.shape[0]!, k.shape[0]!, masks, tag);
	const named = (base: string, what: string, symbol: string) => tagged(tag, base, what, symbol);
	const raw = tape.scope(
		'scores',
		() => {
			const turned = tape.apply(
				transpose,
				[k],
				{},
				{
					name: `${k.name}.turned`,
					label: `turned ${k.label}`,
					symbol: `{${k.symbol}}^{\\top}`
				}
			);
			return tape.apply(matmul, [q, turned], undefined, named('scores', 'scores', 'S'));
		},
		{
			about: 'Every query meets every key: the more they point the same way, the higher the score.',
			part: { kind: 'scores' }
		}
	);
	const scaled = scale
		? divided(tape, raw, k.shape[1]!, named('scaled', 'scaled scores', 'S_{\\text{scaled}}'))
		: raw;
	const scores = masked(tape, scaled, mask, named('masked', 'masked scores', 'S_{\\text{masked}}'));
	const { weights, mean } = weighted(
		tape,
		scores,
		v,
		{ weights: named('attention', 'attention weights', 'A'), mean: named('values', 'weighted values', 'Z') },
		{ masked: mask !== null }
	);
	return { output: mean, weights, scores };
}

function divided(tape: Tape, scores: Tensor, width: number, naming: Naming): Tensor {
	const root = numberNamed(tape, `root_of_${width}`, Math.sqrt(width), `root of ${width}`, '\\sqrt{d_k}');
	return tape.scope('scale', () => tape.apply(div, [scores, root], undefined, naming), {
		about: `A dot product of ${width} numbers grows with the root of ${width}: divided by it, scores stay where softmax still has a slope.`,
		part: { kind: 'scale' }
	});
}

/** Scores become shares of 1, and the rows of `values` are averaged with these weights; `masked`: some scores may be −∞. */
export function weighted(
	tape: Tape,
	scores: Tensor,
	values: Tensor,
	naming: { weights: Naming; mean: Naming },
	{ masked = false, scope = 'weighted values' } = {}
): { weights: Tensor; mean: Tensor } {
	const weights = tape.scope(
		'softmax',
		() => tape.apply(softmax, [scores], masked ? { masked } : {}, naming.weights),
		{
			about: 'The scores of each row are turned into weights: positive, and 1 in total.',
			part: { kind: 'softmax' }
		}
	);
	const mean = tape.scope(scope, () => tape.apply(matmul, [weights, values], undefined, naming.mean), {
		about: `Each row is the average of the rows of ${values.label}, every one as heavy as its weight.`,
		part: { kind: 'mix' }
	});
	return { weights, mean };
}

function checkShapes(q: Tensor, k: Tensor, v: Tensor): void {
	const bad = [q, k, v].find((x) => x.shape.length !== 2);
	if (bad)
		fail(
			'shape',
			`attention: ${bad.name} has shape ${shapeName(bad.shape)}: give one sequence, positions × features`
		);
	if (q.shape[1] !== k.shape[1])
		fail(
			'shape',
			`attention: queries have ${q.shape[1]} features and keys ${k.shape[1]}: their dot product needs as many`
		);
	if (k.shape[0] !== v.shape[0])
		fail(
			'shape',
			`attention: there are ${k.shape[0]} keys and ${v.shape[0]} values: give one value for each key`
		);
}
