/**
 * Weights of a Transformer under PyTorch's names, "encoder.layers.0.self_attn.in_proj_weight", so that they can be
 * exchanged: which shapes there are, parameters made of them, and how they are taken apart for the layers here.
 */
import { fail } from '../errors.ts';
import type { Random } from '../random.ts';
import type { Naming, Tape } from '../tape.ts';
import { size, type Shape, type Tensor } from '../tensor.ts';
import type { DecoderBlockWeights } from './decoderBlock.ts';
import type { EncoderBlockWeights } from './encoderBlock.ts';
import type { FeedForwardWeights } from './feedForward.ts';
import { turned } from './linear.ts';
import { headsOf, type MultiHeadWeights } from './multiHead.ts';
import { inside, PLAIN, type Tag } from './naming.ts';
import type { Norm } from './residual.ts';

export type Shapes = Readonly<Record<string, Shape>>;
export type StateDict = Readonly<Record<string, Tensor>>;

export interface BlockSizes {
	/** Features of a position, d_model. */
	model: number;
	/** Hidden numbers of the feed-forward network. */
	feedForward: number;
}

const prefixed = (prefix: string, shapes: Shapes): Shapes =>
	Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${prefix}${name}`, shape]));

export const multiHeadShapes = (model: number): Shapes => ({
	in_proj_weight: [3 * model, model],
	in_proj_bias: [3 * model],
	'out_proj.weight': [model, model],
	'out_proj.bias': [model]
});

export const normShapes = (model: number): Shapes => ({ weight: [model], bias: [model] });

export const encoderBlockShapes = ({ model, feedForward }: BlockSizes): Shapes => ({
	...prefixed('self_attn.', multiHeadShapes(model)),
	'linear1.weight': [feedForward, model],
	'linear1.bias': [feedForward],
	'linear2.weight': [model, feedForward],
	'linear2.bias': [model],
	...prefixed('norm1.', normShapes(model)),
	...prefixed('norm2.', normShapes(model))
});

export const decoderBlockShapes = (sizes: BlockSizes): Shapes => ({
	...encoderBlockShapes(sizes),
	...prefixed('multihead_attn.', multiHeadShapes(sizes.model)),
	...prefixed('norm3.', normShapes(sizes.model))
});

/** Blocks on top of each other, as in torch.nn.TransformerEncoder, with the norm after the last where there is one. */
export const stackShapes = (block: Shapes, layers: number, model: number, norm: boolean): Shapes => ({
	...Object.assign({}, ...Array.from({ length: layers }, (_, k) => prefixed(`layers.${k}.`, block))),
	...(norm && prefixed('norm.', normShapes(model)))
});

export interface TransformerSizes extends BlockSizes {
	encoderLayers: number;
	decoderLayers: number;
	/** How many words the two languages have. */
	sourceWords: number;
	targetWords: number;
	/** Whether there is a norm after the last block of each side, as in torch.nn.Transformer; true where left out. */
	finalNorm?: boolean;
}

/** As torch.nn.Transformer, and beside it the tables of words and the layer that gives each word of the target a score. */
export function transformerShapes({ finalNorm = true, ...sizes }: TransformerSizes): Shapes {
	const { model } = sizes;
	return {
		'source.weight': [sizes.sourceWords, model],
		'target.weight': [sizes.targetWords, model],
		...prefixed('encoder.', stackShapes(encoderBlockShapes(sizes), sizes.encoderLayers, model, finalNorm)),
		...prefixed('decoder.', stackShapes(decoderBlockShapes(sizes), sizes.decoderLayers, model, finalNorm)),
		'output.weight': [sizes.targetWords, model],
		'output.bias': [sizes.targetWords]
	};
}

/** What parameters are called in equations and in sentences; $1 is the number in the name. */
const NAMES: readonly (readonly [pattern: RegExp, symbol: string, label: string])[] = [
	[/multihead_attn\.in_proj_weight$/, 'W_{QKV\\times}', 'stacked cross-attention weights'],
	[/multihead_attn\.in_proj_bias$/, 'b_{QKV\\times}', 'stacked cross-attention bias'],
	[/multihead_attn\.out_proj\.weight$/, 'W_{O\\times}', 'cross-attention output weights'],
	[/multihead_attn\.out_proj\.bias$/, 'b_{O\\times}', 'cross-attention output bias'],
	[/in_proj_weight$/, 'W_{QKV}', 'stacked attention weights'],
	[/in_proj_bias$/, 'b_{QKV}', 'stacked attention bias'],
	[/out_proj\.weight$/, 'W_{O}', 'attention output weights'],
	[/out_proj\.bias$/, 'b_{O}', 'attention output bias'],
	[/linear(\d)\.weight$/, 'W_{$1}', 'feed-forward weights $1'],
	[/linear(\d)\.bias$/, 'b_{$1}', 'feed-forward bias $1'],
	[/norm(\d)\.weight$/, '\\gamma_{$1}', 'scale of norm $1'],
	[/norm(\d)\.bias$/, '\\beta_{$1}', 'shift of norm $1'],
	[/norm\.weight$/, '\\gamma', 'scale of the final norm'],
	[/norm\.bias$/, '\\beta', 'shift of the final norm'],
	[/(source|target)\.weight$/, 'E_{\\text{$1}}', '$1 word table'],
	[/output\.weight$/, 'W_{\\text{out}}', 'output weights'],
	[/output\.bias$/, 'b_{\\text{out}}', 'output bias']
];

function namingOf(name: string): Naming {
	for (const [pattern, symbol, label] of NAMES) {
		const found = pattern.exec(name);
		if (!found) continue;
		const layer = /layers\.(\d+)\./.exec(name)?.[1];
		const fill = (text: string) => text.replace('$1', found[1] ?? '');
		const above = layer === undefined ? '' : `^{[${Number(layer) + 1}]}`;
		return { symbol: `${fill(symbol)}${above}`, label: fill(label) };
	}
	return {};
}

/**
 * Parameters from given values; or drawn, uniform in ±1/√inputs, norms at γ = 1 and β = 0, other biases 0. `names` says
 * what their rows stand for.
 */
export function namedParameters(
	tape: Tape,
	shapes: Shapes,
	values: Readonly<Record<string, ArrayLike<number>>> | Random,
	names: Readonly<Record<string, readonly string[]>> = {}
): Record<string, Tensor> {
	const drawn = 'next' in values ? (values as Random) : null;
	const fresh = (name: string, shape: Shape) =>
		shape.length > 1
			? drawn!.array(size(shape), 1 / Math.sqrt(shape.at(-1)!))
			: new Float64Array(size(shape)).fill(/norm\d?\.weight$/.test(name) ? 1 : 0);
	return Object.fromEntries(
		Object.entries(shapes).map(([name, shape]) => {
			const given = drawn
				? fresh(name, shape)
				: (values as Readonly<Record<string, ArrayLike<number>>>)[name];
			if (!given) fail('value', `There are no values for ${name}: give ${size(shape)} numbers`);
			return [
				name,
				tape.parameter(name, shape, given, {
					...namingOf(name),
					...(names[name] && { names: names[name] })
				})
			];
		})
	);
}

function wanted(named: StateDict, name: string): Tensor {
	return named[name] ?? fail('value', `There is no weight ${name}: give it under this name`);
}

export const multiHeadOf = (
	tape: Tape,
	named: StateDict,
	prefix: string,
	heads: number,
	tag: Tag = PLAIN
): MultiHeadWeights =>
	headsOf(
		tape,
		{
			in_proj_weight: wanted(named, `${prefix}in_proj_weight`),
			in_proj_bias: named[`${prefix}in_proj_bias`],
			out_proj_weight: wanted(named, `${prefix}out_proj.weight`),
			out_proj_bias: named[`${prefix}out_proj.bias`]
		},
		heads,
		tag
	);

export const normIn = (named: StateDict, prefix: string): Norm => ({
	weight: wanted(named, `${prefix}weight`),
	bias: named[`${prefix}bias`]
});

const feedForwardOf = (tape: Tape, named: StateDict, prefix: string): FeedForwardWeights =>
	tape.scope(
		'feed-forward weights',
		() => ({
			first: turned(tape, wanted(named, `${prefix}linear1.weight`), named[`${prefix}linear1.bias`]),
			second: turned(tape, wanted(named, `${prefix}linear2.weight`), named[`${prefix}linear2.bias`])
		}),
		{
			about:
				'PyTorch keeps weights as output × input; here they are turned so that a row can be multiplied by them.',
			part: { kind: 'weights' }
		}
	);

export const encoderBlockOf = (
	tape: Tape,
	named: StateDict,
	prefix: string,
	heads: number,
	tag: Tag = PLAIN
): EncoderBlockWeights => ({
	attention: multiHeadOf(tape, named, `${prefix}self_attn.`, heads, tag),
	norm1: normIn(named, `${prefix}norm1.`),
	feedForward: feedForwardOf(tape, named, prefix),
	norm2: normIn(named, `${prefix}norm2.`)
});

export const decoderBlockOf = (
	tape: Tape,
	named: StateDict,
	prefix: string,
	heads: number,
	tag: Tag = PLAIN
): DecoderBlockWeights => ({
	...encoderBlockOf(tape, named, prefix, heads, tag),
	crossAttention: multiHeadOf(
		tape,
		named,
		`${prefix}multihead_attn.`,
		heads,
		inside(tag, 'cross', 'cross-attention', '\\times')
	),
	norm3: normIn(named, `${prefix}norm3.`)
});

/** How many blocks "encoder.layers.0.", "encoder.layers.1." … there are. */
export function layersIn(named: StateDict, prefix: string): number {
	let n = 0;
	while (Object.keys(named).some((name) => name.startsWith(`${prefix}layers.${n}.`))) n++;
	return n;
}
