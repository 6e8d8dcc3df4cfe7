/** The trained weights of this lesson's two networks. */
import type { Tape } from '#engine';
import { parameters, type Parameters } from '../shared/flag/network.ts';
import weights from './weights.json' with { type: 'json' };

/** In PyTorch's order. */
export const LSTM_GATES = {
	i: 'input gate',
	f: 'forget gate',
	g: 'candidate',
	o: 'output gate'
} as const;

export const lstmParameters = (tape: Tape): Parameters =>
	parameters(tape, weights.networks.lstm.tensors, LSTM_GATES);

export const rnnParameters = (tape: Tape): Parameters =>
	parameters(tape, weights.networks.rnn.tensors, { h: 'RNN' }, { tag: 'rnn' });
