/**
 * Multi-head attention: several attentions side by side, each on projections of its own, put together and projected once
 * more; Vaswani et al., 2017, section 3.2.2. Weights come head by head, or stacked as in torch.nn.MultiheadAttention.
 */
import { fail } from '../errors.ts';
import { concat } from '../ops/concat.ts';
import { slice } from '../ops/slice.ts';
import { transpose } from '../ops/transpose.ts';
import type { Tape } from '../tape.ts';
import { sameShape, shapeName, type Tensor } from '../tensor.ts';
import { attention, type AttentionOptions } from './attention.ts';
import type { KeysAndValues, KeyValueCache } from './cache.ts';
import { linear, turned, type Linear } from './linear.ts';
import { attentionMask } from './mask.ts';
import { inside, PLAIN, tagged, type Tag } from './naming.ts';

export interface HeadWeights {
	/** d_model × d_k, d_model × d_k, d_model × d_v. */
	readonly q: Linear;
	readonly k: Linear;
	readonly v: Linear;
}

export interface MultiHeadWeights {
	readonly heads: readonly HeadWeights[];
	/** heads·d_v × d_model. */
	readonly o: Linear;
}

/** As torch.nn.MultiheadAttention has them: the projections of queries, keys and values, of all heads, in one matrix. */
export interface PackedHeads {
	/** 3·d_model × d_model. */
	readonly in_proj_weight: Tensor;
	readonly in_proj_bias?: Tensor | undefined;
	/** d_model × d_model, output × input. */
	readonly out_proj_weight: Tensor;
	readonly out_proj_bias?: Tensor | undefined;
}

export interface MultiHeadOptions extends AttentionOptions {
	/** What its scope is called; "multi-head attention" where left out. */
	name?: string;
	about?: string;
	/** Keys and values that are remembered from one call to the next. */
	cache?: KeyValueCache | undefined;
}

export interface MultiHead {
	/** Queries × d_model. */
	readonly output: Tensor;
	/** Of each head, queries × keys. */
	readonly weights: readonly Tensor[];
}

export const headTag = (tag: Tag, k: number): Tag => inside(tag, `h${k + 1}`, `head ${k + 1}`, `(${k + 1})`);

const PARTS = [
	['q', 'Q', 'queries', 'query'],
	['k', 'K', 'keys', 'key'],
	['v', 'V', 'values', 'value']
] as const;

const ABOUT = {
	q: 'What each position asks for.',
	k: 'What each position can be found by.',
	v: 'What each position has to say.'
};

/** Takes stacked weights apart: to each head its own rows, turned so that a position can be multiplied by them. */
export function headsOf(tape: Tape, packed: PackedHeads, heads: number, tag: Tag = PLAIN): MultiHeadWeights {
	const width = checkPacked(packed, heads);
	const { in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias } = packed;
	const part = (letter: string, what: string, p: number, head: number): Linear => {
		const of = headTag(tag, head);
		const from = p * heads * width + head * width;
		const taken = { start: from, stop: from + width };
		const w = tagged(of, `W_${letter}`, `${what} weights`, `W_{${letter}}`);
		const rows = tape.apply(slice, [in_proj_weight], taken, {
			name: `${w.name}.rows`,
			label: `rows of ${w.label}`,
			symbol: `{${w.symbol}}^{\\top}`
		});
		const b =
			in_proj_bias &&
			tape.apply(slice, [in_proj_bias], taken, tagged(of, `b_${letter}`, `${what} bias`, `b_{${letter}}`));
		return { w: tape.apply(transpose, [rows], {}, w), ...(b && { b }) };
	};
	return tape.scope(
		'weights',
		() => ({
			heads: Array.from({ length: heads }, (_, head) => {
				const [q, k, v] = PARTS.map(([, letter, , what], p) => part(letter, what, p, head));
				return { q: q!, k: k!, v: v! };
			}),
			o: turned(tape, out_proj_weight, out_proj_bias)
		}),
		{
			about:
				'PyTorch stacks the projections of all heads in one matrix; here each head gets its own part, turned so that a row can be multiplied by it.',
			part: { kind: 'weights' }
		}
	);
}

/** Queries come from `x`, keys and values from `source`, which is `x` itself in self-attention. */
export function multiHead(
	tape: Tape,
	x: Tensor,
	source: Tensor,
	weights: MultiHeadWeights,
	{ name = 'multi-head attention', about, cache, scale = true, tag = PLAIN, ...masks }: MultiHeadOptions = {}
): MultiHead {
	const count = weights.heads.length;
	const build = (): MultiHead => {
		const keys = (cache?.grows ? cache.length : 0) + source.shape[0]!;
		const mask = attentionMask(tape, x.shape[0]!, keys, masks, tag);
		const heads = weights.heads.map((own, k) =>
			tape.scope(
				`head ${k + 1}`,
				() => {
					const of = headTag(tag, k);
					const project = (part: 'q' | 'k' | 'v', from: Tensor) => {
						const [, letter, what, scope] = PARTS.find(([p]) => p === part)!;
						return tape.scope(scope, () => linear(tape, from, own[part], tagged(of, letter, what, letter)), {
							about: ABOUT[part],
							part: { kind: 'projection', of: scope }
						});
					};
					const q = project('q', x);
					const both = (): KeysAndValues => ({ k: project('k', source), v: project('v', source) });
					const { k: key, v } = cache ? cache.of(tape, k, both, of) : both();
					return attention(tape, q, key, v, { mask, scale, tag: of });
				},
				{
					about: `Head ${k + 1} of ${count} looks with projections of its own.`,
					part: { kind: 'head', head: k + 1 }
				}
			)
		);
		const all =
			count === 1
				? heads[0]!.output
				: tape.scope(
						'concat',
						() =>
							tape.apply(
								concat,
								heads.map(({ output }) => output),
								{ axis: 1 },
								tagged(tag, 'heads', 'outputs of all heads', 'Z')
							),
						{ about: 'What the heads found is put side by side.', part: { kind: 'concat' } }
					);
		const output = tape.scope(
			'output projection',
			() => linear(tape, all, weights.o, tagged(tag, 'attended', 'attention output', 'O')),
			{ about: 'One more product mixes what the heads found.', part: { kind: 'projection', of: 'output' } }
		);
		return { output, weights: heads.map((head) => head.weights) };
	};
	return tape.scope(name, build, {
		about: about ?? `Each of ${count} heads compares queries with keys, and averages the values it finds.`,
		part: { kind: 'attention' }
	});
}

/** How wide a head is; refuses weights that do not fit together. */
function checkPacked(
	{ in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias }: PackedHeads,
	heads: number
): number {
	const model = out_proj_weight.shape[0] ?? 1;
	if (!Number.isInteger(heads) || heads < 1 || model % heads)
		fail(
			'attribute',
			`multiHead: ${heads} heads cannot share ${model} features: choose a number of heads that divides ${model}`
		);
	const expected = [
		[in_proj_weight, [3 * model, model]],
		[in_proj_bias, [3 * model]],
		[out_proj_weight, [model, model]],
		[out_proj_bias, [model]]
	] as const;
	for (const [tensor, shape] of expected)
		if (tensor && !sameShape(tensor.shape, shape))
			fail(
				'shape',
				`multiHead: ${tensor.name} has shape ${shapeName(tensor.shape)}, but for d_model = ${model} must be ${shapeName(shape)}`
			);
	return model / heads;
}
