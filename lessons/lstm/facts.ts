/** What can be counted and asked of this trace. */
import type { Trace } from '#engine';
import type { Fact, TableFact } from '../lesson.ts';
import { norm, rounded } from '../numbers.ts';
import easier from './easier.json' with { type: 'json' };
import { deciding, decimals, percents, someSteps } from '../shared/flag/tables.ts';
import { COLOURS, type Asked } from '../shared/flag/task.ts';
import weights from './weights.json' with { type: 'json' };

export function facts(trace: Trace, p: Asked): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const values = (name: string) => Array.from(of(name).data, rounded);
	const gap = p.gap;
	const T = gap + 2;
	const steps = someSteps(T);
	const named = steps.map((t) => `t = ${t}`);
	const [e, h] = of('W_xf').shape as [number, number];
	const layer = (e + h) * h + h;
	const cells = Array.from({ length: h }, (_, k) => k);
	const size = (name: string) => norm(of(name).grad!.data);
	const share = (name: string, t: number) =>
		size(name.replace('T', String(t))) / size(name.replace('T', String(T)));
	/** What is left at the end of a number that each step after the first multiplies by its forget gate. */
	const survives = (k: number) => {
		let product = 1;
		for (let t = 2; t <= T; t++) product *= of(`f${t}`).data[k]!;
		return product;
	};
	/** Of number k at the end: what step 1 wrote, what is left of that, what later steps wrote, and their sum. */
	const origin = (k: number) => {
		const [first, last] = [of('c1.new').data[k]!, of(`c${T}`).data[k]!];
		const left = first * survives(k);
		return [first, left, last - left, last].map(decimals);
	};
	const busiest = deciding(of(`h${T}`), of('W_hy'), of('p'));
	const { lstm, rnn } = weights.networks;
	return {
		kept: {
			label: 'Keep and forget, number by number',
			columns: ['f', 'C', 'f ⊙ C'],
			names: values('f').map((_, k) => `column ${k}`),
			rows: values('f').map((f, k) => [f, values('C')[k]!, values('kept')[k]!])
		},
		answers: {
			label: `How probable each colour is to the two networks after a gap of ${gap}; the flag was ${p.flag}`,
			columns: COLOURS,
			names: ['LSTM', 'RNN'],
			rows: [values('p'), values('p_rnn')]
		},
		gates: {
			label: `The gates and the cell state of column ${busiest}, which says most for the answer`,
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
			columns: cells.map((k) => `column ${k}`),
			names: [...named.slice(1), 'product'],
			rows: [...steps.slice(1).map((t) => values(`f${t}`)), cells.map((k) => rounded(survives(k)))]
		},
		'way back': {
			label: 'How large the gradient of each state still is, as a share of that of the last state',
			columns: ['LSTM, ∂L/∂cₜ', 'RNN, ∂L/∂hₜ'],
			names: named,
			rows: steps.map((t) => [rounded(share('cT', t)), rounded(share('hT_rnn', t))])
		},
		origin: {
			label: `What the cell state after step ${T} is made of: what step 1 wrote, what is left of that, what was written later, and the sum of both`,
			columns: ['step 1', 'left', 'later', 'sum'],
			names: cells.map((k) => `column ${k}`),
			rows: cells.map(origin)
		},
		accuracy: {
			label: `Right answers in percent, of ${weights.heldOut} sequences for each gap; guessing gives ${rounded(100 / COLOURS.length)}. Both were trained on ${weights.steps * weights.batch} sequences with gaps of 1 to ${weights.longestGap}`,
			columns: ['LSTM', 'RNN'],
			names: weights.gaps.map((n) => `gap ${n}`),
			rows: percents(lstm.right, weights.heldOut).map((right, k) => [
				right,
				percents(rnn.right, weights.heldOut)[k]!
			])
		},
		runs: runs(
			`The five runs of each network, by their training loss, the smallest first: right answers in percent at a gap of ${longest(weights)}. The third of each is on this page`,
			['LSTM', 'RNN'],
			[atLongest({ ...weights, ...lstm }), atLongest({ ...weights, ...rnn })]
		),
		easier: runs(
			`The same for five RNNs trained on ${easier.steps * easier.batch} sequences whose distractors have strength ${easier.bright} instead of ${weights.bright}, and tested on such`,
			['RNN'],
			[atLongest(easier)]
		)
	};
}

interface Tested {
	readonly gaps: readonly number[];
	readonly heldOut: number;
	readonly runs: readonly (readonly number[])[];
}

const longest = ({ gaps }: Pick<Tested, 'gaps'>) => gaps.at(-1)!;

/** How many answers of each run are right at the longest gap, in percent. */
const atLongest = ({ heldOut, runs }: Tested) =>
	percents(
		runs.map((right) => right.at(-1)!),
		heldOut
	);

const runs = (
	label: string,
	columns: readonly string[],
	right: readonly (readonly number[])[]
): TableFact => ({
	label,
	columns,
	names: right[0]!.map((_, k) => `run ${k + 1}`),
	rows: right[0]!.map((_, k) => right.map((of) => of[k]!))
});
