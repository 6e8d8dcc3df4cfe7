/** The plain recurrent network: hₜ = tanh(xₜ·W_xh + hₜ₋₁·W_hh + b_h), or ReLU; as torch.nn.RNN. */
import { relu } from '../ops/relu.ts';
import { tanh } from '../ops/tanh.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { Gates, RecurrentCell } from './cell.ts';
import { netInput } from './gate.ts';
import { atStep } from './naming.ts';
import { recurrence, type Recurrent, type RecurrentOptions } from './recurrence.ts';
import type { Packed } from './weights.ts';

export interface RnnOptions {
	/** 'tanh' where left out. */
	nonlinearity?: 'tanh' | 'relu';
}

export function rnnCell({ nonlinearity = 'tanh' }: RnnOptions = {}): RecurrentCell {
	const activation = nonlinearity === 'relu' ? relu : tanh;
	return {
		name: 'rnn',
		gates: ['h'],
		apart: [],
		carries: ['h'],
		begin:
			(tape, gates, tag) =>
			(x, { h }, t) => {
				const net = netInput(tape, x, h, gates.h!, 'h', t, tag);
				return { h: tape.apply(activation, [net], undefined, atStep(tag, 'h', t, 'hidden state')) };
			}
	};
}

/** Runs over a sequence; see `recurrence` for its shapes and options. */
export function rnn(
	tape: Tape,
	x: Tensor | readonly Tensor[],
	weights: Packed | Gates,
	options: RecurrentOptions & RnnOptions = {}
): Recurrent {
	return recurrence(tape, rnnCell(options), x, weights, options);
}
