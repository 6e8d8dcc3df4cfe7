/** A recurrent layer from PyTorch's weights, and an output layer on its last hidden state. */
import type { Tape, Tensor } from '#engine';
import type { Gates } from '#engine/layers/cell.ts';
import type { Recurrent, RecurrentOptions } from '#engine/layers/recurrence.ts';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { turned, type Stored } from '../../stored.ts';
import { COLOURS } from './task.ts';

/** A network's tensors under PyTorch's names. */
export type Tensors = Readonly<
	Record<
		'weight_ih_l0' | 'weight_hh_l0' | 'bias_ih_l0' | 'bias_hh_l0' | 'output.weight' | 'output.bias',
		Stored
	>
>;

/** The letters of a layer's gates in PyTorch's order, and what their weights are called. */
export type GateNames = Readonly<Record<string, string>>;

export interface Parameters {
	readonly gates: Gates;
	readonly W_hy: Tensor;
	readonly b_y: Tensor;
}

/** The k-th of several blocks of rows. */
function block({ shape, data }: Stored, k: number, count: number): Stored {
	const [rows, columns] = [shape[0]! / count, shape[1] ?? 1];
	return {
		shape: [rows, ...shape.slice(1)],
		data: data.slice(k * rows * columns, (k + 1) * rows * columns)
	};
}

/**
 * Parameters of a layer and its output, W_xf, W_hf, b_f … : PyTorch stacks the gates, here each has its own tensors.
 * The second bias of a gate is used where it is `apart`; elsewhere it is 0.
 */
export function parameters(
	tape: Tape,
	tensors: Tensors,
	names: GateNames,
	{ tag, apart = [] }: { tag?: string; apart?: readonly string[] } = {}
): Parameters {
	const suffix = tag ? `_${tag}` : '';
	const of = (name: string, { shape, data }: Stored, label: string, places?: readonly string[]) =>
		tape.parameter(`${name}${suffix}`, shape, data, { label, ...(places && { names: places }) });
	const letters = Object.keys(names);
	const gates = letters.map((letter, k) => {
		const part = (name: keyof Tensors) => block(tensors[name], k, letters.length);
		const gate = names[letter]!;
		return [
			letter,
			{
				x: of(`W_x${letter}`, turned(part('weight_ih_l0')), `input weights of the ${gate}`),
				h: of(`W_h${letter}`, turned(part('weight_hh_l0')), `memory weights of the ${gate}`),
				b: of(`b_${letter}`, part('bias_ih_l0'), `bias of the ${gate}`),
				...(apart.includes(letter) && {
					bh: of(`b_h${letter}`, part('bias_hh_l0'), `bias of the memory part of the ${gate}`)
				})
			}
		] as const;
	});
	return {
		gates: Object.fromEntries(gates),
		W_hy: of('W_hy', turned(tensors['output.weight']), `output weights${tag ? ` of the ${tag}` : ''}`),
		b_y: of('b_y', tensors['output.bias'], `output bias${tag ? ` of the ${tag}` : ''}`, COLOURS)
	};
}

export type Layer = (tape: Tape, x: readonly Tensor[], gates: Gates, options: RecurrentOptions) => Recurrent;

export interface Answer extends Recurrent {
	readonly logits: Tensor;
	readonly p: Tensor;
}

/** The scores and the probabilities of every colour, after a whole sequence: scopes `name` and "`name` output". */
export function answer(
	tape: Tape,
	layer: Layer,
	name: string,
	xs: readonly Tensor[],
	{ gates, W_hy, b_y }: Parameters,
	tag?: string
): Answer {
	const states = layer(tape, xs, gates, { name, ...(tag && { tag, said: ` of the ${tag.toUpperCase()}` }) });
	const suffix = tag ? `_${tag}` : '';
	const above = tag ? `^{\\mathrm{${tag}}}` : '';
	const named = (what: string, label: string, symbol: string) => ({
		name: `${what}${suffix}`,
		label: tag ? `${label} of the ${tag.toUpperCase()}` : label,
		symbol: `${symbol}${above}`
	});
	return tape.scope(
		`${name} output`,
		() => {
			const seen = states.last[0]!.h;
			const product = tape.apply(matmul, [seen, W_hy], undefined, named('product', 'weighted state', 's'));
			const logits = tape.apply(add, [product, b_y], undefined, named('logits', 'scores', 'y'));
			const p = tape.apply(softmax, [logits], { axis: 1 }, named('p', 'probabilities', '\\hat{y}'));
			return { ...states, logits, p };
		},
		{
			about:
				'The hidden state after the question is weighed: a score, and from it a probability, for every colour.',
			part: { kind: 'dense' }
		}
	);
}
