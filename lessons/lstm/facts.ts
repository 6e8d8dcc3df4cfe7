/** What can be counted and asked of this trace. */
import type { Trace } from '#engine';
import type { Fact, Params } from '../lesson.ts';
import { length, percent, rounded, someSteps } from './tables.ts';
import { COLOURS } from './task.ts';
import weights from './weights.json' with { type: 'json' };

export function facts(trace: Trace, p: Params): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const values = (name: string) => Array.from(of(name).data, rounded);
	const gap = p.gap as number;
	const T = gap + 2;
	const steps = someSteps(T);
	const named = steps.map((t) => `t = ${t}`);
	const [e, h] = of('W_xf').shape as [number, number];
	const layer = (e + h) * h + h;
	const cells = Array.from({ length: h }, (_, k) => k);
	const size = (name: string) => length(of(name).grad!);
	const share = (name: string, t: number) =>
		size(name.replace('T', String(t))) / size(name.replace('T', String(T)));
	/** What is left after all steps but the first of a number that each step multiplies by its forget gate. */
	const survives = (k: number) => {
		let product = 1;
		for (let t = 2; t <= T; t++) product *= of(`f${t}`).data[k]!;
		return product;
	};
	/** Which number of the cell state the flag is written into most. */
	const written = Array.from(of('c1').data, Math.abs);
	const busiest = written.indexOf(Math.max(...written));
	const { lstm, rnn } = weights.networks;
	return {
		kept: {
			label: 'Keep and forget, number by number',
			columns: ['f', 'C', 'f ⊙ C'],
			names: values('f').map((_, k) => `number ${k + 1}`),
			rows: values('f').map((f, k) => [f, values('C')[k]!, values('kept')[k]!])
		},
		answers: {
			label: `How probable each colour is to the two networks after a gap of ${gap}; the flag was ${p.flag as string}`,
			columns: COLOURS,
			names: ['LSTM', 'RNN'],
			rows: [values('p'), values('p_rnn')]
		},
		gates: {
			label: `The gates and the cell state of number ${busiest + 1}, which takes in the most at t = 1`,
			columns: ['forget f', 'input i', 'output o', 'cell c'],
			names: named,
			rows: steps.map((t) => ['f', 'i', 'o', 'c'].map((letter) => values(`${letter}${t}`)[busiest]!))
		},
		parameters: {
			label: `Parameters of the LSTM layer, with e = ${e} numbers in an input and h = ${h} in a state`,
			tex: '4 \\cdot \\left((e + h) \\cdot h + h\\right)',
			numbers: `4 \\cdot \\left((${e} + ${h}) \\cdot ${h} + ${h}\\right) = ${4 * layer}`
		},
		'plain parameters': {
			label: 'Parameters of a plain RNN layer of the same size',
			tex: '(e + h) \\cdot h + h',
			numbers: `(${e} + ${h}) \\cdot ${h} + ${h} = ${layer}`
		},
		highway: {
			label:
				'The forget gate at each step, and the product from step 2 to the last: what is left of each number of the first cell state',
			columns: cells.map((k) => `number ${k + 1}`),
			names: [...named.slice(1), 'product'],
			rows: [...steps.slice(1).map((t) => values(`f${t}`)), cells.map((k) => rounded(survives(k)))]
		},
		'way back': {
			label: 'How large the gradient of each state still is, as a share of that of the last state',
			columns: ['LSTM, ∂L/∂cₜ', 'RNN, ∂L/∂hₜ'],
			names: named,
			rows: steps.map((t) => [rounded(share('cT', t)), rounded(share('hT_rnn', t))])
		},
		accuracy: {
			label: `Right answers in percent, of ${weights.heldOut} sequences for each gap; guessing gives ${rounded(100 / COLOURS.length)}. Both were trained on ${weights.steps * weights.batch} sequences with gaps of 1 to ${weights.longestGap}`,
			columns: ['LSTM', 'RNN'],
			names: weights.gaps.map((n) => `gap ${n}`),
			rows: percent(lstm.right, weights.heldOut).map((right, k) => [
				right,
				percent(rnn.right, weights.heldOut)[k]!
			])
		}
	};
}
