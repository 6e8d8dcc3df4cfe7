/**
 * Long short-term memory as torch.nn.LSTM: three gates and a candidate, each with weights of its own, and a cell state
 * that is only ever scaled and added to. cₜ = fₜ⊙cₜ₋₁ + iₜ⊙gₜ, hₜ = oₜ⊙tanh(cₜ); Hochreiter and Schmidhuber, 1997.
 */
import { add } from '../ops/add.ts';
import { mul } from '../ops/mul.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { tanh } from '../ops/tanh.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { Gates, RecurrentCell } from './cell.ts';
import { gate, netInput } from './gate.ts';
import { atStep, partOf } from './naming.ts';
import { recurrence, type Recurrent, type RecurrentOptions } from './recurrence.ts';
import type { Packed } from './weights.ts';

const SCOPES = {
	f: {
		name: 'forget gate',
		gate: 'forget',
		about: 'How much of each number of the old cell state is kept: 0 forgets, 1 keeps.'
	},
	i: {
		name: 'input gate',
		gate: 'input',
		about: 'How much of each number of the candidate is written into the cell state.'
	},
	g: {
		name: 'candidate',
		gate: 'candidate',
		about: 'What could be written into the cell state, between −1 and 1.'
	},
	o: {
		name: 'output gate',
		gate: 'output',
		about: 'How much of each number of the cell state is shown as the hidden state.'
	}
} as const;

const CELL =
	'Each number of the old cell state is scaled by the forget gate, and the candidate, scaled by the input gate, is added.';
const HIDDEN =
	'The cell state, squeezed between −1 and 1 and scaled by the output gate, is what the step shows.';

export const lstmCell: RecurrentCell = {
	name: 'lstm',
	gates: ['i', 'f', 'g', 'o'],
	apart: [],
	carries: ['h', 'c'],
	begin: (tape, gates, tag) => (x, state, t) => {
		const open = (letter: keyof typeof SCOPES) =>
			gate(
				tape,
				SCOPES[letter],
				() => netInput(tape, x, state.h, gates[letter]!, letter, t, tag),
				letter === 'g' ? tanh : sigmoid,
				atStep(tag, letter, t, SCOPES[letter].name)
			);
		// Forgetting comes first, as it is told; the weights keep PyTorch's order.
		const [f, i, g, o] = [open('f'), open('i'), open('g'), open('o')];
		const product = (a: Tensor, b: Tensor, part: string, what: string) =>
			tape.apply(mul, [a, b], undefined, partOf(tag, 'c', t, part, what));
		const c = tape.scope(
			'cell state',
			() => {
				const kept = product(f, state.c!, 'kept', 'what is kept for');
				const added = product(i, g, 'new', 'what is added to');
				return tape.apply(add, [kept, added], undefined, atStep(tag, 'c', t, 'cell state'));
			},
			{ about: CELL, part: { kind: 'state', state: 'cell' } }
		);
		const h = tape.scope(
			'hidden state',
			() => {
				const squeezed = tape.apply(tanh, [c], undefined, partOf(tag, 'c', t, 'tanh', 'squeezed'));
				return tape.apply(mul, [o, squeezed], undefined, atStep(tag, 'h', t, 'hidden state'));
			},
			{ about: HIDDEN, part: { kind: 'state', state: 'hidden' } }
		);
		return { h, c };
	}
};

/** Runs over a sequence; see `recurrence` for its shapes and options. */
export function lstm(
	tape: Tape,
	x: Tensor | readonly Tensor[],
	weights: Packed | Gates,
	options: RecurrentOptions = {}
): Recurrent {
	return recurrence(tape, lstmCell, x, weights, options);
}
