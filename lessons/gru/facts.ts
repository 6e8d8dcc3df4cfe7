/** What can be counted and asked of this trace, and of the LSTM on the same sequence. */
import { Tape, type Tensor, type Trace } from '#engine';
import type { GruOptions } from '#engine/layers/gru.ts';
import { lstm } from '#engine/layers/lstm.ts';
import type { Fact } from '../lesson.ts';
import { answer } from '../shared/flag/network.ts';
import { deciding, decimals, percents, someSteps } from '../shared/flag/tables.ts';
import { COLOURS, inputs, sequenceOf, type Asked } from '../shared/flag/task.ts';
import { lstmParameters } from '../lstm/trained.ts';
import lstmWeights from '../lstm/weights.json' with { type: 'json' };
import { norm, rounded } from '../numbers.ts';
import { equations } from './equations.ts';
import { variant } from './trained.ts';
import weights from './weights.json' with { type: 'json' };

type Settings = Asked & Required<GruOptions>;

/** The LSTM of its own lesson, on this sequence. */
function lstmOn(p: Asked): Trace {
	const tape = new Tape();
	const given = lstmParameters(tape);
	answer(tape, lstm, 'lstm', inputs(tape, sequenceOf(p)), given);
	return tape.trace();
}

/** What the trained GRU of another convention answers to this sequence. */
function asked(p: Settings, update: 'keep' | 'write'): readonly number[] {
	const tape = new Tape();
	const { layer, given } = variant(tape, { update, reset: p.reset });
	return Array.from(answer(tape, layer, 'gru', inputs(tape, sequenceOf(p)), given).p.data);
}

export function facts(trace: Trace, p: Settings): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const other = lstmOn(p).tensors;
	const T = p.gap + 2;
	const steps = someSteps(T);
	const named = steps.map((t) => `t = ${t}`);
	const [e, h] = of('W_xz').shape as [number, number];
	const gate = (e + h) * h + h;
	const after = p.reset === 'after';
	/** The tensor whose 1 keeps the old state. */
	const keeping = (t: number) => (p.update === 'keep' ? `z${t}` : `z${t}.rest`);
	const most = (tensor: (name: string) => Tensor) => deciding(tensor(`h${T}`), tensor('W_hy'), tensor('p'));
	const [mine, its] = [most(of), most((name) => other.get(name)!)];
	const size = (t: number) => norm(of(`h${t}`).grad!.data);
	const survives = (k: number) => {
		let product = 1;
		for (let t = 2; t <= T; t++) product *= of(keeping(t)).data[k]!;
		return product;
	};
	/** Of number k at the end: what step 1 wrote, what is left of that, what later steps wrote, and their sum. */
	const origin = (k: number) => {
		const [first, last] = [of('h1.new').data[k]!, of(`h${T}`).data[k]!];
		const left = first * survives(k);
		return [first, left, last - left, last].map(decimals);
	};
	const cells = Array.from({ length: h }, (_, k) => k);
	return {
		...equations(trace, p),
		answers: {
			label: `How probable each colour is to the GRU and to the LSTM of its lesson after a gap of ${p.gap}; the flag was ${p.flag}`,
			columns: COLOURS,
			names: ['GRU', 'LSTM'],
			rows: [Array.from(of('p').data, rounded), Array.from(other.get('p')!.data, rounded)]
		},
		conventions: {
			label: 'The same trained GRU in both conventions: the probabilities of the colours',
			columns: COLOURS,
			names: ['z keeps', 'z writes, weights of z negated'],
			rows: (['keep', 'write'] as const).map((update) => asked(p, update).map(rounded))
		},
		gates: {
			label: `Column ${mine} of this GRU's state and column ${its} of the LSTM's cell state, which say most for the answer: their gates on the same sequence`,
			columns: ['z', 'kept', 'f', 'i', 'o'],
			names: named,
			rows: steps.map((t) => [
				...[`z${t}`, keeping(t)].map((name) => decimals(of(name).data[mine]!)),
				...['f', 'i', 'o'].map((letter) => decimals(other.get(`${letter}${t}`)!.data[its]!))
			])
		},
		parameters: {
			label: after
				? `Parameters of this GRU layer, with e = ${e} numbers in an input and h = ${h} in a state; the bias of the reset part is one more`
				: `Parameters of this GRU layer, with e = ${e} numbers in an input and h = ${h} in a state`,
			tex: `3 \\cdot \\left((e + h) \\cdot h + h\\right)${after ? ' + h' : ''}`,
			numbers: `3 \\cdot \\left((${e} + ${h}) \\cdot ${h} + ${h}\\right)${after ? ` + ${h}` : ''} = ${3 * gate + (after ? h : 0)}`
		},
		'lstm parameters': {
			label: 'Parameters of an LSTM layer of the same size',
			tex: '4 \\cdot \\left((e + h) \\cdot h + h\\right)',
			numbers: `4 \\cdot \\left((${e} + ${h}) \\cdot ${h} + ${h}\\right) = ${4 * gate}`
		},
		highway: {
			label:
				'How much of each number of the state is kept at each step, and the product from step 2 to the last',
			columns: cells.map((k) => `column ${k}`),
			names: [...named.slice(1), 'product'],
			rows: [
				...steps.slice(1).map((t) => Array.from(of(keeping(t)).data, rounded)),
				cells.map((k) => rounded(survives(k)))
			]
		},
		origin: {
			label: `What the state after step ${T} is made of: what step 1 wrote, what is left of that, what was written later, and the sum of both`,
			columns: ['step 1', 'left', 'later', 'sum'],
			names: cells.map((k) => `column ${k}`),
			rows: cells.map(origin)
		},
		'way back': {
			label: 'How large the gradient of each hidden state still is, and as a share of that of the last one',
			columns: ['∂L/∂hₜ', 'share'],
			names: named,
			rows: steps.map((t) => [rounded(size(t)), rounded(size(t) / size(T))])
		},
		accuracy: {
			label: `Right answers in percent, of ${weights.heldOut} sequences for each gap. All were trained on ${weights.steps * weights.batch} sequences with gaps of 1 to ${weights.longestGap}`,
			columns: ['GRU, reset after', 'GRU, reset before', 'LSTM', 'RNN'],
			names: weights.gaps.map((gap) => `gap ${gap}`),
			rows: weights.gaps.map((_, k) =>
				[
					weights.networks.after,
					weights.networks.before,
					lstmWeights.networks.lstm,
					lstmWeights.networks.rnn
				].map(({ right }) => percents(right, weights.heldOut)[k]!)
			)
		}
	};
}
