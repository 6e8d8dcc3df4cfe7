/** What can be counted and asked of this trace, and of the LSTM on the same sequence. */
import { Tape, type Trace } from '#engine';
import type { GruOptions } from '#engine/layers/gru.ts';
import { lstm } from '#engine/layers/lstm.ts';
import type { Fact, Params } from '../lesson.ts';
import { answer } from '../lstm/network.ts';
import { length, percent, rounded, someSteps } from '../lstm/tables.ts';
import { COLOURS, inputs, sequenceOf } from '../lstm/task.ts';
import { lstmParameters } from '../lstm/trained.ts';
import lstmWeights from '../lstm/weights.json' with { type: 'json' };
import { variant } from './trained.ts';
import weights from './weights.json' with { type: 'json' };

/** The LSTM of its own lesson, on this sequence. */
function lstmOn(p: Params): Trace {
	const tape = new Tape();
	const given = lstmParameters(tape);
	answer(tape, lstm, 'lstm', inputs(tape, sequenceOf(p)), given);
	return tape.trace();
}

/** What the trained GRU of another convention answers to this sequence. */
function asked(p: Params, update: 'keep' | 'write'): readonly number[] {
	const tape = new Tape();
	const { layer, given } = variant(tape, { update, reset: p.reset } as Required<GruOptions>);
	return Array.from(answer(tape, layer, 'gru', inputs(tape, sequenceOf(p)), given).p.data);
}

const largest = (values: ArrayLike<number>) => {
	const sizes = Array.from(values, Math.abs);
	return sizes.indexOf(Math.max(...sizes));
};

export function facts(trace: Trace, p: Params): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const other = lstmOn(p).tensors;
	const T = (p.gap as number) + 2;
	const steps = someSteps(T);
	const named = steps.map((t) => `t = ${t}`);
	const [e, h] = of('W_xz').shape as [number, number];
	const gate = (e + h) * h + h;
	const after = p.reset === 'after';
	/** The tensor whose 1 keeps the old state. */
	const keeping = (t: number) => (p.update === 'keep' ? `z${t}` : `z${t}.rest`);
	const [mine, its] = [largest(of('h1').data), largest(other.get('c1')!.data)];
	const size = (t: number) => length(of(`h${t}`).grad!);
	const survives = (k: number) => {
		let product = 1;
		for (let t = 2; t <= T; t++) product *= of(keeping(t)).data[k]!;
		return product;
	};
	const cells = Array.from({ length: h }, (_, k) => k);
	return {
		answers: {
			label: `How probable each colour is to the GRU and to the LSTM of its lesson after a gap of ${p.gap as number}; the flag was ${p.flag as string}`,
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
			label: `Number ${mine + 1} of this GRU's state and number ${its + 1} of the LSTM's cell state, which take in the most of the flag: their gates on the same sequence`,
			columns: ['z', 'kept', 'r', 'LSTM f', 'LSTM i', 'LSTM o'],
			names: named,
			rows: steps.map((t) => [
				...[`z${t}`, keeping(t), `r${t}`].map((name) => rounded(of(name).data[mine]!)),
				...['f', 'i', 'o'].map((letter) => rounded(other.get(`${letter}${t}`)!.data[its]!))
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
			columns: cells.map((k) => `number ${k + 1}`),
			names: [...named.slice(1), 'product'],
			rows: [
				...steps.slice(1).map((t) => Array.from(of(keeping(t)).data, rounded)),
				cells.map((k) => rounded(survives(k)))
			]
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
				].map(({ right }) => percent(right, weights.heldOut)[k]!)
			)
		}
	};
}
