/** A recurrent layer of three units that reads one number at each step, and one output at the last step. */
import { random, type Tape, type Tensor } from '#engine';
import { rnn } from '#engine/layers/rnn.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mse } from '#engine/ops/mse.ts';
import { seededMatrix } from './matrix.ts';

export const HIDDEN = 3;
const SEED = 134;

export interface Network {
	/** h₁ … h_T. */
	readonly hs: readonly Tensor[];
	readonly weights: { readonly W_xh: Tensor; readonly W_hh: Tensor; readonly W_hy: Tensor };
	readonly loss: Tensor;
}

export interface Settings {
	readonly T: number;
	/** The spectral norm of the memory weights. */
	readonly norm: number;
	readonly nonlinearity: 'tanh' | 'relu';
	/** The length of a segment; 0 for none. */
	readonly truncate: number;
}

/** The numbers that are given: the same for every setting, but for the scale of W_hh and the length of the input. */
export function given({ T, norm }: Pick<Settings, 'T' | 'norm'>) {
	const source = random(SEED);
	/** From −1 to 1, one digit, never 0. */
	const tenths = (n: number) =>
		Array.from({ length: n }, () => (source.pick([-1, 1]) * source.integer(1, 10)) / 10);
	return {
		W_hh: seededMatrix(source, HIDDEN, norm),
		W_xh: tenths(HIDDEN),
		W_hy: tenths(HIDDEN),
		x: tenths(T),
		target: 1
	};
}

export function network(tape: Tape, { T, norm, nonlinearity, truncate }: Settings): Network {
	const numbers = given({ T, norm });
	const weight = (name: string, shape: readonly number[], values: readonly number[], label: string) =>
		tape.parameter(name, shape, values, { label });
	const weights = {
		W_xh: weight('W_xh', [1, HIDDEN], numbers.W_xh, 'input weights'),
		W_hh: weight('W_hh', [HIDDEN, HIDDEN], numbers.W_hh, 'memory weights'),
		W_hy: weight('W_hy', [HIDDEN, 1], numbers.W_hy, 'output weights')
	};
	const xs = numbers.x.map((value, k) =>
		tape.constant(`x${k + 1}`, [1, 1], [value], { label: `input x${k + 1}` })
	);
	const target = tape.constant('target', [1, 1], [numbers.target], { symbol: 'y^{*}' });
	const { hs, y } = tape.scope(
		'forward',
		() => {
			const { hs } = rnn(
				tape,
				xs,
				{ h: { x: weights.W_xh, h: weights.W_hh } },
				{ nonlinearity, ...(truncate > 0 && { truncate }) }
			);
			const y = tape.scope(
				'output',
				() => tape.apply(matmul, [hs.at(-1)!, weights.W_hy], undefined, { name: 'y', label: 'output' }),
				{ about: 'Only the last hidden state is asked for an answer: one number.', part: { kind: 'dense' } }
			);
			return { hs, y };
		},
		{
			about: 'One number is read at every step, and the state is handed on. The same weights everywhere.',
			part: { kind: 'network' }
		}
	);
	const loss = tape.scope(
		'loss',
		() => tape.apply(mse, [y, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
		{
			about: 'One loss, at the last step: all gradients of earlier steps come from there.',
			part: { kind: 'loss' }
		}
	);
	return { hs, weights, loss };
}
