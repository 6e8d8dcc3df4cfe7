/**
 * The gated recurrent unit, in the ways in which it is written. Cho et al., 2014 (arXiv 1406.1078), PyTorch and Keras
 * keep the old state where z is 1, h = z⊙h₋₁ + (1 − z)⊙h̃; Chung et al., 2014 (arXiv 1412.3555), write the new one
 * there, h = (1 − z)⊙h₋₁ + z⊙h̃. Both papers reset before the product, h̃ = tanh(W x + b + W_h (r⊙h)); PyTorch and
 * cuDNN after it, h̃ = tanh(W x + b + r⊙(W_h h + b_h)).
 */
import { fail } from '../errors.ts';
import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { mul } from '../ops/mul.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { sub } from '../ops/sub.ts';
import { tanh } from '../ops/tanh.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { Gates, GateWeights, RecurrentCell } from './cell.ts';
import { gate, netInput, type GateScope } from './gate.ts';
import { atStep, partOf, type Tag } from './naming.ts';
import { recurrence, type Recurrent, type RecurrentOptions } from './recurrence.ts';
import type { Packed } from './weights.ts';

export interface GruOptions {
	/** What z = 1 means: 'keep' the old state (Cho 2014, PyTorch, Keras; where left out), or 'write' the new one (Chung 2014). */
	update?: 'keep' | 'write';
	/** Whether r scales the hidden part 'after' the product (PyTorch, cuDNN; where left out) or the state 'before' it. */
	reset?: 'after' | 'before';
}

const RESET: GateScope = {
	name: 'reset gate',
	gate: 'reset',
	about: 'How much of each number of the old state the candidate gets to see: 0 makes it start afresh.'
};
const update = (keeps: boolean): GateScope => ({
	name: 'update gate',
	gate: 'update',
	about: keeps
		? 'How much of each number of the old state is kept; the candidate gets the rest.'
		: 'How much of each number of the candidate is written; the old state keeps the rest.'
});
const CANDIDATE: GateScope = {
	name: 'candidate',
	gate: 'candidate',
	about: 'What the state could become, between −1 and 1.'
};

export function gruCell(options: GruOptions = {}): RecurrentCell {
	const keeps = oneOf('update', options.update, 'keep', 'write') === 'keep';
	const after = oneOf('reset', options.reset, 'after', 'before') === 'after';
	return {
		name: 'gru',
		gates: ['r', 'z', 'n'],
		apart: after ? ['n'] : [],
		carries: ['h'],
		begin(tape, gates, tag) {
			const one = tape.constant(`one${tag.suffix}`, [], [1], { label: 'one', symbol: '1' });
			return (x, { h }, t) => {
				const net = (letter: string) => () => netInput(tape, x, h, gates[letter]!, letter, t, tag);
				const r = gate(tape, RESET, net('r'), sigmoid, atStep(tag, 'r', t, 'reset gate'));
				const z = gate(tape, update(keeps), net('z'), sigmoid, atStep(tag, 'z', t, 'update gate'));
				const candidate = () => (after ? resetAfter : resetBefore)(tape, x, h, r, gates.n!, t, tag);
				const n = gate(tape, CANDIDATE, candidate, tanh, atStep(tag, 'n', t, 'candidate'));
				const part = (name: string, what: string) => partOf(tag, 'h', t, name, what);
				const next = () => {
					const rest = tape.apply(sub, [one, z], undefined, partOf(tag, 'z', t, 'rest', 'the rest of'));
					const [keep, write] = keeps ? [z, rest] : [rest, z];
					const kept = tape.apply(mul, [keep, h], undefined, part('kept', 'what is kept for'));
					const added = tape.apply(mul, [write, n], undefined, part('new', 'what is written into'));
					return tape.apply(add, [kept, added], undefined, atStep(tag, 'h', t, 'hidden state'));
				};
				const about =
					'Every number of the state lies between the old one and the candidate: the update gate says where.';
				return { h: tape.scope('hidden state', next, { about, part: { kind: 'state', state: 'hidden' } }) };
			};
		}
	};
}

type Reset = (
	tape: Tape,
	x: Tensor,
	h: Tensor,
	r: Tensor,
	weights: GateWeights,
	t: number,
	tag: Tag
) => Tensor;

/** The net input of the candidate: x·W_x + b + r⊙(h·W_h + b_h). */
const resetAfter: Reset = (tape, x, h, r, weights, t, tag) => {
	const named = (part: string, what: string) => partOf(tag, 'n', t, part, what);
	const plus = (a: Tensor, b: Tensor | undefined, part: string, what: string) =>
		b ? tape.apply(add, [a, b], undefined, named(part, what)) : a;
	const fromInput = tape.apply(matmul, [x, weights.x], undefined, named('x', 'input part of'));
	const input = plus(fromInput, weights.b, 'xb', 'input part with bias of');
	const fromMemory = tape.apply(matmul, [h, weights.h], undefined, named('h', 'memory part of'));
	const memory = plus(fromMemory, weights.bh, 'hb', 'memory part with bias of');
	const seen = tape.apply(mul, [r, memory], undefined, named('reset', 'reset memory part of'));
	return plus(input, seen, 'net', 'net input of');
};

/** The net input of the candidate: x·W_x + (r⊙h)·W_h + b. */
const resetBefore: Reset = (tape, x, h, r, weights, t, tag) => {
	const seen = tape.apply(mul, [r, h], undefined, partOf(tag, 'n', t, 'reset', 'reset state of'));
	return netInput(tape, x, seen, weights, 'n', t, tag);
};

function oneOf<T extends string>(name: string, given: string | undefined, ...choices: readonly [T, T]): T {
	const found = given === undefined ? choices[0] : choices.find((choice) => choice === given);
	return (
		found ??
		fail('attribute', `gru: ${name} is ${JSON.stringify(given)}: choose "${choices[0]}" or "${choices[1]}"`)
	);
}

/** Runs over a sequence; see `recurrence` for its shapes and options. */
export function gru(
	tape: Tape,
	x: Tensor | readonly Tensor[],
	weights: Packed | Gates,
	options: RecurrentOptions & GruOptions = {}
): Recurrent {
	return recurrence(tape, gruCell(options), x, weights, options);
}
