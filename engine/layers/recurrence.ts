/**
 * A cell run over a sequence, one scope for each time step, its weights taken apart once before the first. A padded
 * step takes the old state by `where`, so it changes nothing and sends exactly no gradient; a cut between two steps is
 * a `detach`. Nothing here knows what a cell does.
 */
import { fail } from '../errors.ts';
import { where } from '../ops/where.ts';
import type { Tape } from '../tape.ts';
import { sameShape, shapeName, type Tensor } from '../tensor.ts';
import { the } from '../words.ts';
import type { Gates, RecurrentCell, State } from './cell.ts';
import { atStep, partOf, tagOf, type Tag } from './naming.ts';
import { sequence, type Sequence, type SequenceOptions } from './sequence.ts';
import { checkTruncate, cut } from './truncate.ts';
import { gatesOf, sizesOf, type Packed } from './weights.ts';

export interface RecurrentOptions extends SequenceOptions {
	/** The states before the first step, batch × hidden; zeros where left out. */
	initial?: Partial<State>;
	/** Cuts the gradient after every so many steps. */
	truncate?: number;
	/** What its scope is called; the name of the cell where left out. */
	name?: string;
	/** Appended to the names of its tensors, where a network has several: "encoder" gives h1_encoder. */
	tag?: string;
	/** What labels say in its place: " of the encoder". */
	said?: string;
}

export interface Recurrent {
	/** The hidden state after every step, in the order of time: batch × hidden each. */
	readonly hs: readonly Tensor[];
	/** The cell state after every step; empty where there is none. */
	readonly cs: readonly Tensor[];
	/** The states that are left at the end: one, or as PyTorch orders them, for each layer and each direction in it. */
	readonly last: readonly State[];
	/** Records all hidden states as one tensor in the layout of the input, with 0 where it is padding. */
	output(name?: string): Tensor;
}

/** One direction: what `unroll` is told beside the sequence. */
export interface Direction {
	readonly tag: Tag;
	readonly reverse?: boolean;
	readonly initial?: Partial<State>;
	readonly truncate?: number;
}

export interface Unrolled {
	readonly hs: readonly Tensor[];
	readonly cs: readonly Tensor[];
	readonly last: State;
}

/** Runs a cell over the steps of a sequence, forwards or in reverse. */
export function unroll(
	tape: Tape,
	cell: RecurrentCell,
	{ xs, masks, batch, from }: Sequence,
	weights: Packed | Gates,
	{ tag, reverse = false, initial = {}, truncate }: Direction
): Unrolled {
	if (truncate !== undefined) checkTruncate(truncate);
	const gates = gatesOf(tape, cell, weights, tag);
	const { input, hidden } = sizesOf(cell, weights);
	if (xs[0]!.shape[1] !== input)
		fail(
			'shape',
			`${cell.name}: a time step has ${xs[0]!.shape[1]} features, but the weights take ${input}: these two must be equal`
		);
	const order = xs.map((_, k) => (reverse ? xs.length - 1 - k : k));
	const before = reverse ? from + xs.length : from - 1;
	let state = begin(tape, cell, initial, [batch, hidden], before, tag);
	const run = cell.begin(tape, gates, tag);
	const states = new Array<State>(xs.length);
	order.forEach((k, done) => {
		const t = from + k;
		if (truncate && done && done % truncate === 0) state = cut(tape, state, `cut before t = ${t}`);
		const [x, old] = [xs[k]!, state];
		state = tape.scope(
			`t = ${t}`,
			() => {
				const next = run(x, old, t);
				return masks ? hold(tape, masks[k]!, next, old, t, tag) : next;
			},
			{
				about: `Step ${done + 1} of ${xs.length} reads ${the(x)} and what is remembered, ${old.c ? `${the(old.h)} and ${the(old.c)}` : the(old.h)}.`,
				part: { kind: 'step', t, cell: cell.name }
			}
		);
		states[k] = state;
	});
	return { hs: states.map(({ h }) => h), cs: states.flatMap(({ c }) => (c ? [c] : [])), last: state };
}

/** The given initial state, or zeros. */
function begin(
	tape: Tape,
	cell: RecurrentCell,
	initial: Partial<State>,
	shape: readonly [number, number],
	t: number,
	tag: Tag
): State {
	const start = (letter: 'h' | 'c') => {
		const given = initial[letter];
		if (!given) {
			const { name, ...naming } = atStep(tag, letter, t, 'initial state');
			return tape.constant(name!, shape, new Float64Array(shape[0] * shape[1]), naming);
		}
		if (!sameShape(given.shape, shape))
			fail(
				'shape',
				`${cell.name}: the initial state ${given.name} has shape ${shapeName(given.shape)}, but must be batch × hidden, ${shapeName(shape)}`
			);
		return given;
	};
	return cell.carries.includes('c') ? { h: start('h'), c: start('c') } : { h: start('h') };
}

/** The new state where the sequence goes on, the old one where it has ended. */
function hold(tape: Tape, mask: Tensor, next: State, old: State, t: number, tag: Tag): State {
	const choose = (letter: 'h' | 'c') =>
		tape.apply(
			where,
			[mask, next[letter]!, old[letter]!],
			undefined,
			partOf(tag, letter, t, 'held', letter === 'h' ? 'masked hidden state' : 'masked cell state')
		);
	return tape.scope('padding', () => (next.c ? { h: choose('h'), c: choose('c') } : { h: choose('h') }), {
		about:
			'Where the sequence has ended, the state stays as it was: padding changes nothing and gets no gradient.',
		part: { kind: 'mask' }
	});
}

/** A cell run over a sequence from left to right; see `sequence` for the shapes it may have. */
export function recurrence(
	tape: Tape,
	cell: RecurrentCell,
	x: Tensor | readonly Tensor[],
	weights: Packed | Gates,
	options: RecurrentOptions = {}
): Recurrent {
	const tag = tagOf(options.tag, undefined, undefined, options.said);
	const about =
		'The same weights are used at every time step; what is remembered is handed from step to step.';
	return tape.scope(
		options.name ?? cell.name,
		() => {
			const steps = sequence(tape, x, options);
			const { hs, cs, last } = unroll(tape, cell, steps, weights, { ...options, tag });
			const output = (name = `output${tag.suffix}`) => steps.join(hs, name);
			return { hs, cs, last: [last], output };
		},
		{ about, part: { kind: 'recurrence', cell: cell.name } }
	);
}
