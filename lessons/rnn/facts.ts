/** What can be counted and asked of this trace. */
import { num, Tape, type Trace } from '#engine';
import { joined } from '#engine/tex.ts';
import type { Fact } from '../lesson.ts';
import { norm, percent, rounded } from '../numbers.ts';
import { split } from '../words.ts';
import { inputs, network, parameters } from './network.ts';
import { classes, reordered, vocabulary } from './sentences.ts';
import { planOf, type shapes } from './shapes.ts';
import weights from './weights.json' with { type: 'json' };

const text = (words: string) => `\\text{${words}}`;

const { known, indexOf } = vocabulary;

/** The same network, with the weights of this trace, asked about other words. */
function ask(trace: Trace, words: readonly string[]): { answer: string; probability: number } {
	const tape = new Tape();
	const plan = planOf('many to one', words);
	const given = parameters(tape, (name) => trace.tensors.get(name)!.data);
	tape.scope('forward', () => network(tape, plan, inputs(tape, plan), given), { part: { kind: 'network' } });
	const probabilities = Array.from(tape.trace().tensors.get('p')!.data);
	const best = probabilities.indexOf(Math.max(...probabilities));
	return { answer: classes[best]!, probability: probabilities[best]! };
}

/** What these ask of the settings. */
interface Settings {
	readonly sentence: string;
	readonly shape: keyof typeof shapes;
	readonly learningRate: number;
}

export function facts(trace: Trace, p: Settings): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const words = split(p.sentence);
	const plan = planOf(p.shape, words);
	const read = plan.flatMap(({ word }) => (word === null ? [] : [word]));
	const T = plan.length;
	const [rows, E] = of('E').shape as [number, number];
	const [H, C] = of('W_hy').shape as [number, number];
	const [table, layer, output] = [rows * E, (E + H + 1) * H, (H + 1) * C];
	const last = trace.tensors.has('p') ? of('p') : of(`p${T}`);
	const probabilities = Array.from(last.data);
	const best = probabilities.indexOf(Math.max(...probabilities));
	const right = of('target').data[0]!;
	const value = (name: string) => num(of(name).data[0]!);
	const several = of('target').data.length > 1;
	const answers = plan.flatMap(({ answers }, k) => (answers ? [k + 1] : []));
	const other = reordered(words);
	const line = (sentence: readonly string[]) => {
		const { answer, probability } = ask(trace, sentence);
		const shown = sentence.length > 8 ? [...sentence.slice(0, 7), '…'] : sentence;
		return `&${text(shown.map(known).join(' '))}\\\\ &\\quad \\to ${text(answer)},\\; ${num(probability)}`;
	};
	/** A weight's gradient from one step: contributions come in the order of backward, the last step first. */
	const part = (weight: string, t: number) =>
		rounded(norm((T === 1 ? of(weight).grad! : of(`${weight}.grad:${T - t + 1}`)).data));
	const steps = plan.map((_, k) => k + 1);
	return {
		words: {
			label: 'What the network reads, and the row of the table for it',
			columns: ['row'],
			names: read.map((word) => (known(word) === word ? word : `${word} → ${known(word)}`)),
			rows: read.map((word) => [indexOf(word)])
		},
		'layer parameters': {
			label: 'Parameters of the recurrent layer, for sentences of any length',
			tex: '(e + h + 1) \\cdot h',
			numbers: `(${E} + ${H} + 1) \\cdot ${H} = ${layer}`
		},
		parameters: {
			label: 'All parameters: embedding table, recurrent layer, output layer',
			tex: 'v \\cdot e + (e + h + 1) \\cdot h + (h + 1) \\cdot c',
			numbers: `${rows} \\cdot ${E} + ${layer} + (${H} + 1) \\cdot ${C} = ${table + layer + output}`
		},
		answer: {
			label: 'What the network answers, and how sure it is',
			tex: '\\operatorname*{arg\\,max}_k \\, \\hat{y}_k',
			numbers: `${text(classes[best]!)} \\quad \\text{with} \\quad ${num(probabilities[best]!)}`
		},
		order: {
			label: other
				? `The same words ${other.how}, read by the same network`
				: 'What the network makes of it. In reverse, it would read the same',
			tex: '\\text{sentence} \\to \\text{answer},\\; \\hat{y}',
			numbers: `\\begin{aligned} ${[words, ...(other ? [other.words] : [])].map(line).join(' \\\\[0.4em] ')} \\end{aligned}`
		},
		loss: {
			label: several ? 'The mean loss over all answers' : 'The loss for the right answer',
			tex: `\\htmlData{tensor=loss}{L} = ${several ? '\\frac{1}{n} \\sum_t -\\ln \\hat{y}_{t,\\,k}' : '-\\ln \\hat{y}_k'}`,
			numbers: several
				? `\\tfrac{1}{${answers.length}} \\big(${joined(answers.length, (n) => `-\\ln ${num(of(`p${answers[n]!}`).data[right]!)}`, ' ', 8)}\\big) = ${value('loss')}`
				: `-\\ln ${num(probabilities[right]!)} = ${value('loss')}`
		},
		'way back': {
			label: 'Sizes of the gradients: of each hidden state, and what each step adds to the weights',
			columns: ['hₜ', 'W_xh', 'W_hh', 'b_h'],
			names: steps.map((t) => `t = ${t}`),
			rows: steps.map((t) => [
				rounded(norm(of(`h${t}`).grad!.data)),
				...['W_xh', 'W_hh', 'b_h'].map((weight) => part(weight, t))
			])
		},
		'loss before and after': {
			label: `The loss before and after one step with η = ${p.learningRate}`,
			tex: "L \\;\\to\\; L'",
			numbers: `${value('loss')} \\;\\to\\; ${value('loss_after')}`
		},
		accuracy: {
			label: `Trained on ${weights.trainedOn} sentences, then tested on ${weights.heldOut} others of the same grammar`,
			tex: '\\frac{\\text{understood}}{\\text{tested}}',
			numbers: `\\frac{${weights.heldOutCorrect}}{${weights.heldOut}} = ${percent(weights.heldOutCorrect, weights.heldOut)}`
		}
	};
}
