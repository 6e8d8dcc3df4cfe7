/** Two networks read one sequence, one from each end; at every step, what both say is put side by side. */
import { concat } from '../ops/concat.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { Gates, RecurrentCell, State } from './cell.ts';
import { atStep, tagOf } from './naming.ts';
import { unroll, type Direction, type Recurrent, type RecurrentOptions } from './recurrence.ts';
import { sequence, type Sequence } from './sequence.ts';
import type { Packed } from './weights.ts';

export type BothWays = readonly [forward: Packed | Gates, reverse: Packed | Gates];

export interface BidirectionalOptions extends Omit<RecurrentOptions, 'initial'> {
	/** The states that each direction starts from: the forward one before the first step, the reverse one after the last. */
	initial?: readonly Partial<State>[];
}

/** Both directions of one layer. */
export function bothWays(
	tape: Tape,
	cell: RecurrentCell,
	steps: Sequence,
	weights: BothWays,
	{
		name,
		layer,
		initial = [],
		truncate
	}: Omit<Direction, 'tag' | 'initial'> & {
		name?: string | undefined;
		layer?: number;
		initial?: readonly Partial<State>[];
	}
): { hs: readonly Tensor[]; last: readonly [State, State] } {
	const read = (k: 0 | 1) => {
		const tag = tagOf(name, layer, k === 0 ? 'forward' : 'reverse');
		const direction = { tag, reverse: k === 1, initial: initial[k] ?? {}, ...(truncate && { truncate }) };
		return tape.scope(
			k === 0 ? 'left to right' : 'right to left',
			() => unroll(tape, cell, steps, weights[k], direction),
			{
				about: `The sequence is read from its ${k === 0 ? 'beginning' : 'end'}, with weights of its own.`,
				part: { kind: 'direction', way: k === 0 ? 'forward' : 'reverse' }
			}
		);
	};
	const [forward, reverse] = [read(0), read(1)];
	const tag = tagOf(name, layer);
	const beside = (h: Tensor, k: number) => {
		const t = steps.from + k;
		const both = [h, reverse.hs[k]!];
		return tape.scope(
			`t = ${t}`,
			() => tape.apply(concat, both, { axis: 1 }, atStep(tag, 'h', t, 'both hidden states')),
			{ about: `At step ${t}, both hidden states become one row.`, part: { kind: 'step', t } }
		);
	};
	const hs = tape.scope('both directions', () => forward.hs.map(beside), {
		about: 'At every step, what the past says and what the future says are put side by side.',
		part: { kind: 'concat' }
	});
	return { hs, last: [forward.last, reverse.last] };
}

/** A cell run over a sequence both ways; `hs` are twice as wide as the state, `last` holds one state for each direction. */
export function bidirectional(
	tape: Tape,
	cell: RecurrentCell,
	x: Tensor | readonly Tensor[],
	weights: BothWays,
	options: BidirectionalOptions = {}
): Recurrent {
	return tape.scope(
		options.name ?? `bidirectional ${cell.name}`,
		() => {
			const steps = sequence(tape, x, options);
			const { initial, truncate } = options;
			const both = bothWays(tape, cell, steps, weights, {
				name: options.tag,
				...(initial && { initial }),
				...(truncate && { truncate })
			});
			const output = (name = `output${tagOf(options.tag).suffix}`) => steps.join(both.hs, name);
			return { ...both, cs: [], output };
		},
		{
			about:
				'One network reads from left to right, another from right to left, so every step knows both sides.',
			part: { kind: 'recurrence', cell: cell.name }
		}
	);
}
