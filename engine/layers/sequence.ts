/** A sequence taken apart into time steps, with the mask that says which of them are real and which are padding. */
import { fail } from '../errors.ts';
import { concat } from '../ops/concat.ts';
import { reshape } from '../ops/reshape.ts';
import { select } from '../ops/select.ts';
import { slice } from '../ops/slice.ts';
import { stack } from '../ops/stack.ts';
import { transpose } from '../ops/transpose.ts';
import { where } from '../ops/where.ts';
import type { Tape } from '../tape.ts';
import { sameShape, shapeName, type Shape, type Tensor } from '../tensor.ts';

export interface SequenceOptions {
	/** Whether the axes are batch × time × features, and not time × batch × features. */
	batchFirst?: boolean;
	/** How many steps of each sequence of the batch are real; what follows is padding. */
	lengths?: readonly number[];
	/** The same as a tensor of 1 (real) and 0 (padding): time × batch, or batch × time with `batchFirst`. */
	mask?: Tensor;
	/** What the first step is called; 1 where left out. For a sequence that is read in segments. */
	from?: number;
}

export interface Sequence {
	/** Batch × features each, in the order of time. */
	readonly xs: readonly Tensor[];
	/** Batch × 1 each; null where nothing is padded. */
	readonly masks: readonly Tensor[] | null;
	readonly batch: number;
	readonly from: number;
	/** Puts what every step wrote together, in the layout of the input; 0 where it is padding. */
	join(hs: readonly Tensor[], name: string): Tensor;
}

/**
 * Takes a sequence apart: time × features; time × batch × features, or batch × time × features with `batchFirst`; or a
 * list of steps, batch × features each.
 */
export function sequence(
	tape: Tape,
	x: Tensor | readonly Tensor[],
	{ batchFirst = false, lengths, mask, from = 1 }: SequenceOptions
): Sequence {
	const given = 'data' in x ? x : null;
	const alone = given?.shape.length === 2;
	const axis = given && batchFirst && !alone ? 1 : 0;
	const xs = given ? apart(tape, given, axis, from) : (x as readonly Tensor[]);
	checkSteps(xs);
	const batch = xs[0]!.shape[0]!;
	const whole: Tensor | undefined = lengths
		? fromLengths(tape, lengths, xs.length, batch)
		: mask && maskOf(tape, mask, xs.length, batch, batchFirst, alone);
	const masks =
		whole &&
		tape.scope('mask', () => xs.map((_, k) => tape.apply(select, [whole], { index: k }, `m${from + k}`)), {
			about: 'For each time step, which sequences are still going on (1) and which have ended (0).'
		});
	return {
		xs,
		masks: masks ?? null,
		batch,
		from,
		join: (hs, name) =>
			tape.scope('output', () => joined(tape, hs, whole ?? null, { alone, axis, name }), {
				about: 'The hidden states of all time steps, put together as one sequence.',
				part: { kind: 'concat' }
			})
	};
}

function apart(tape: Tape, x: Tensor, axis: number, from: number): Tensor[] {
	const { shape } = x;
	if (shape.length !== 2 && shape.length !== 3)
		fail(
			'shape',
			`A sequence has shape time × features, time × batch × features, or with batchFirst batch × time × features, but ${x.name} has shape ${shapeName(shape)}: reshape it`
		);
	const names = (k: number) => ({ name: `x${from + k}`, label: `input x${from + k}` });
	const about = 'The sequence is taken apart: one input for each time step.';
	return tape.scope(
		'sequence',
		() =>
			Array.from({ length: shape[axis]! }, (_, k) =>
				shape.length === 2
					? tape.apply(slice, [x], { start: k, stop: k + 1 }, names(k))
					: tape.apply(select, [x], { axis, index: k }, names(k))
			),
		{ about }
	);
}

function checkSteps(xs: readonly Tensor[]): void {
	if (!xs.length) fail('shape', 'A sequence needs at least one time step, but the list is empty');
	const { name, shape } = xs[0]!;
	if (shape.length !== 2)
		fail('shape', `${name} has shape ${shapeName(shape)}: a time step takes batch × features`);
	const other = xs.find((x) => !sameShape(x.shape, shape));
	if (other)
		fail(
			'shape',
			`Time steps ${name} and ${other.name} have shapes ${shapeName(shape)} and ${shapeName(other.shape)}: they must be the same`
		);
}

/** Time × batch × 1: 1 while a sequence goes on. */
function fromLengths(tape: Tape, lengths: readonly number[], time: number, batch: number): Tensor {
	if (lengths.length !== batch)
		fail('value', `${lengths.length} lengths are given for a batch of ${batch}: give one for each sequence`);
	const bad = lengths.find((n) => !Number.isInteger(n) || n < 1 || n > time);
	if (bad !== undefined)
		fail(
			'value',
			`A length is ${bad}, but there are ${time} time steps: give a whole number from 1 to ${time}`
		);
	const values = Array.from({ length: time }, (_, k) => lengths.map((n) => (k < n ? 1 : 0))).flat();
	return tape.constant('mask', [time, batch, 1], values);
}

function maskOf(
	tape: Tape,
	mask: Tensor,
	time: number,
	batch: number,
	batchFirst: boolean,
	alone: boolean
): Tensor {
	const shape: Shape = alone ? [time] : batchFirst ? [batch, time] : [time, batch];
	if (!sameShape(mask.shape, shape))
		fail(
			'shape',
			`The mask ${mask.name} has shape ${shapeName(mask.shape)}, but must be ${shapeName(shape)}`
		);
	if (!batchFirst || alone) return tape.apply(reshape, [mask], { shape: [time, batch, 1] }, 'mask_steps');
	const turned = tape.apply(reshape, [mask], { shape: [batch, time, 1] }, 'mask_batch');
	return tape.apply(transpose, [turned], { axes: [1, 0, 2] }, 'mask_steps');
}

/** What every step wrote as one sequence; padded steps are 0, as from PyTorch's pad_packed_sequence. */
function joined(
	tape: Tape,
	hs: readonly Tensor[],
	mask: Tensor | null,
	{ alone, axis, name }: { alone: boolean; axis: number; name: string }
): Tensor {
	if (!mask) return alone ? tape.apply(concat, hs, {}, name) : tape.apply(stack, hs, { axis }, name);
	const held = tape.apply(stack, hs, {}, `${name}.held`);
	const zero = tape.constant(`${name}.zero`, [], [0], { label: 'zero', symbol: '0' });
	const last = !alone && axis === 0;
	const masked = tape.apply(where, [mask, held, zero], undefined, last ? name : `${name}.masked`);
	if (last) return masked;
	if (alone) return tape.apply(reshape, [masked], { shape: [hs.length, -1] }, name);
	return tape.apply(transpose, [masked], { axes: [1, 0, 2] }, name);
}
