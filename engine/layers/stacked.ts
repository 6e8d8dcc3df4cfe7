/** Recurrent layers on top of each other: each reads the whole sequence of hidden states of the one below. */
import { fail } from '../errors.ts';
import { dropout } from '../ops/dropout.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { bothWays, type BidirectionalOptions, type BothWays } from './bidirectional.ts';
import type { Gates, RecurrentCell, State } from './cell.ts';
import { tagOf } from './naming.ts';
import { unroll, type Recurrent } from './recurrence.ts';
import { sequence, type Sequence } from './sequence.ts';
import type { Packed } from './weights.ts';

export interface StackedOptions extends Omit<BidirectionalOptions, 'initial'> {
	/** As PyTorch orders them: for each layer, and for each direction in it. */
	initial?: readonly Partial<State>[];
	/** How likely a number between two layers is dropped; 0 where left out. */
	dropout?: number;
	/** The same seed drops the same numbers; 0 where left out. */
	seed?: number;
	/** In inference, nothing is dropped; true where left out. */
	training?: boolean;
}

/** One set of weights, or two where the layer is read both ways. */
export type LayerWeights = Packed | Gates | BothWays;

const readBothWays = (weights: LayerWeights): weights is BothWays => Array.isArray(weights);

/** A stack of layers, from the bottom up; `hs` and `cs` are those of the top one. */
export function stacked(
	tape: Tape,
	cell: RecurrentCell,
	x: Tensor | readonly Tensor[],
	layers: readonly LayerWeights[],
	options: StackedOptions = {}
): Recurrent {
	if (!layers.length) fail('value', 'stacked: there are no layers: give the weights of at least one');
	const { tag: name, truncate, initial = [] } = options;
	const last: State[] = [];
	const run = (steps: Sequence, weights: LayerWeights, layer: number) => {
		const rest = truncate ? { truncate } : {};
		if (readBothWays(weights)) {
			const given = initial.slice(last.length, last.length + 2);
			const both = bothWays(tape, cell, steps, weights, { name, layer, initial: given, ...rest });
			last.push(...both.last);
			return { hs: both.hs, cs: [] };
		}
		const given = initial[last.length] ?? {};
		const one = unroll(tape, cell, steps, weights, { tag: tagOf(name, layer), initial: given, ...rest });
		last.push(one.last);
		return one;
	};
	const build = (): Recurrent => {
		let steps = sequence(tape, x, options);
		let top: { hs: readonly Tensor[]; cs: readonly Tensor[] } = { hs: [], cs: [] };
		layers.forEach((weights, k) => {
			if (k > 0) steps = { ...steps, xs: between(tape, top.hs, k, options) };
			top = tape.scope(`layer ${k + 1}`, () => run(steps, weights, k), {
				about: k
					? `Layer ${k + 1} reads the hidden states of layer ${k}, step by step.`
					: 'Layer 1 reads the input, step by step.',
				part: { kind: 'recurrence', cell: cell.name }
			});
		});
		const { hs, cs } = top;
		const output = (called = `output${tagOf(name).suffix}`) => steps.join(hs, called);
		return { hs, cs, last, output };
	};
	return tape.scope(options.name ?? `stacked ${cell.name}`, build, {
		about: `${layers.length} layers on top of each other: each reads what the one below remembered at every step.`,
		part: { kind: 'stack' }
	});
}

/** What layer k reads: the hidden states below, some of their numbers dropped; every step draws a mask of its own. */
function between(
	tape: Tape,
	hs: readonly Tensor[],
	k: number,
	{ dropout: p = 0, seed = 0, training = true }: StackedOptions
): readonly Tensor[] {
	if (!p) return hs;
	return tape.scope(
		`dropout ${k}`,
		() =>
			hs.map((h, t) => {
				const attrs = { p, seed: seed + 1000003 * (k * hs.length + t), training };
				return tape.apply(dropout, [h], attrs, {
					name: `${h.name}.drop`,
					label: `${h.label} after dropout`,
					symbol: `{${h.symbol}}^{\\text{drop}}`
				});
			}),
		{
			about: `Between layers ${k} and ${k + 1}, numbers are dropped in training, so that none is relied on alone.`,
			part: { kind: 'dropout' }
		}
	);
}
