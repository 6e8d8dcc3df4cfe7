/** What can be counted and asked of this trace. */
import type { Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import { norm, rounded } from '../numbers.ts';
import { ask, continued } from './ask.ts';
import { LAYERS } from './network.ts';
import { memory, nameOf, waves } from './states.ts';
import weights from './weights.json' with { type: 'json' };
import { classes, classOf, END, followers, letters, split } from './words.ts';

const { known } = letters;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What these ask of the settings. */
interface Settings {
	readonly word: string;
	readonly next: string;
}

export function facts(trace: Trace, p: Settings): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const read = split(p.word);
	const T = read.length;
	const steps = read.map((_, k) => k + 1);
	const named = steps.map((t) => `t = ${t}`);
	const following = followers(read, p.next === 'end' ? END : p.next);
	const [e, h] = of('W_xh_l0').shape as [number, number];
	const [rows] = of('E').shape as [number, number];
	const c = of('b_y').data.length;
	const [first, other] = [(e + h + 1) * h, (2 * h + 1) * h];
	const probabilities = steps.map((t) => Array.from(of(`p${t}`).data));
	const order = classes
		.map((_, k) => k)
		.sort((a, b) => probabilities[T - 1]![b]! - probabilities[T - 1]![a]!);
	const top = order.slice(0, 5);
	const right = following.map((letter, k) => probabilities[k]![classOf(letter)]!);
	/** Without dropout, the mean loss over the steps. */
	const undropped = mean(ask(trace, read).map((row, k) => -Math.log(row[classOf(following[k]!)]!)));
	const between = steps.flatMap((t) =>
		Array.from({ length: LAYERS - 1 }, (_, l) => trace.tensors.get(`${nameOf(l + 1, t)}.drop`))
	);
	const zeros = between.reduce((n, x) => n + (x?.data.filter((value) => value === 0).length ?? 0), 0);
	const norms = memory(trace, T);
	const spelled = (letters: readonly string[]) => `\\text{${letters.map(known).join('')}}`;
	const after = continued(trace, read);
	const added = after.filter((letter) => letter !== END);
	/** 0 where no gradient comes from there. */
	const size = (name: string) => {
		const x = trace.tensors.get(name);
		return x ? rounded(norm(x.data)) : 0;
	};
	return {
		next: {
			label: `The five most probable ways to go on after “${read.map(known).join('')}”`,
			columns: ['probability'],
			names: top.map((k) => classes[k]!),
			rows: top.map((k) => [rounded(probabilities[T - 1]![k]!)])
		},
		continuation: {
			label: 'The most probable letter is added and read again, until the end of the word is most probable',
			tex: '\\text{given} + \\text{added}',
			numbers: `${spelled(read)} + ${added.length ? spelled(added) : '\\text{nothing}'} \\;\\to\\; ${spelled([...read, ...added])}${after.at(-1) === END ? '' : '\\ldots'}`
		},
		waves: {
			label: 'The wave in which each state can be computed',
			columns: named,
			names: Array.from({ length: LAYERS }, (_, l) => `layer ${LAYERS - l}`),
			rows: waves(trace, T).toReversed()
		},
		'number of waves': {
			label: 'States that must wait for each other, against all states',
			tex: 'T + n - 1 \\quad \\text{of} \\quad T \\cdot n',
			numbers: `${T} + ${LAYERS} - 1 = ${T + LAYERS - 1} \\quad \\text{of} \\quad ${T} \\cdot ${LAYERS} = ${T * LAYERS}`
		},
		returned: {
			label: 'Numbers that a layer hands up as a sequence, and those in its last state',
			tex: 'T \\cdot h \\qquad h',
			numbers: `${T} \\cdot ${h} = ${T * h} \\qquad ${h}`
		},
		'layer parameters': {
			label: 'Parameters of layer 1, and of each layer above it',
			tex: '\\begin{aligned} l = 1&: \\; (e + h + 1) \\cdot h \\\\ l > 1&: \\; (h + h + 1) \\cdot h \\end{aligned}',
			numbers: `\\begin{aligned} &(${e} + ${h} + 1) \\cdot ${h} = ${first} \\\\ &(${h} + ${h} + 1) \\cdot ${h} = ${other} \\end{aligned}`
		},
		parameters: {
			label: 'All parameters: embedding table, layers, output layer',
			tex: 'v \\cdot e + \\text{layers} + (h + 1) \\cdot c',
			numbers: `${rows} \\cdot ${e} + ${first} + ${LAYERS - 1} \\cdot ${other} + (${h} + 1) \\cdot ${c} = ${rows * e + first + (LAYERS - 1) * other + (h + 1) * c}`
		},
		loss: {
			label: `The probability of the right next letter at every step, and what it costs; the mean is L = ${rounded(of('loss').data[0]!)}`,
			columns: ['probability', '−ln'],
			names: read.map((letter, k) => `${known(letter)} → ${classes[classOf(following[k]!)]!}`),
			rows: right.map((value) => [rounded(value), rounded(-Math.log(value))])
		},
		'two directions': {
			label: `Sizes of the gradients that reach the states of layer ${LAYERS - 1}: from the layer above, from the next step, and their sum`,
			columns: ['from above', 'from the right', 'sum'],
			names: named,
			rows: steps.map((t) => {
				const name = `${nameOf(LAYERS - 1, t)}.grad`;
				// The last state is read from above alone, so its gradient is not a sum.
				return [size(t === T ? name : `${name}:1`), size(`${name}:2`), size(name)];
			})
		},
		dropped: {
			label: 'Numbers dropped between the layers, and the loss: in this run, and with nothing dropped',
			columns: ['dropped', 'of', 'loss'],
			names: ['this run', 'inference'],
			rows: [
				[zeros, (LAYERS - 1) * T * h, rounded(of('loss').data[0]!)],
				[0, (LAYERS - 1) * T * h, rounded(undropped)]
			]
		},
		memory: {
			label: 'How strongly the last state of each layer hangs on its earlier ones: ‖∂h_T/∂hₜ‖',
			columns: norms.map((_, l) => `layer ${l + 1}`),
			names: named,
			rows: steps.map((_, k) => norms.map((row) => rounded(row[k]!)))
		},
		'memory of words': {
			label:
				'The same over words that the network was not trained on: the mean, so many steps back from the end',
			columns: ['words', ...norms.map((_, l) => `layer ${l + 1}`)],
			names: weights.memory.map(({ back }) => `${back} back`),
			rows: weights.memory.map(({ words, norms }) => [words, ...norms.map(rounded)])
		},
		accuracy: {
			label: `Trained on ${weights.trainedOn} common English words, then tested on the ${weights.heldOutLetters} next letters of ${weights.heldOut} others: this page's network`,
			columns: ['bits per letter', 'first guess, %', 'first three, %'],
			names: [weights.compared.at(-1)!.name],
			rows: [scores(weights.compared.at(-1)!, (values) => values[0]!)]
		},
		compared: {
			label: `The same test: bigram counts, and the mean over networks from ${weights.compared.at(-1)!.bits.length} seeds`,
			columns: ['parameters', 'bits per letter', 'first guess, %', 'first three, %'],
			names: weights.compared.map(({ name }) => name),
			rows: weights.compared.map((row) => [row.parameters, ...scores(row, mean)])
		}
	};
}

type Scores = Readonly<Record<'bits' | 'first' | 'three', readonly number[]>>;

const scores = ({ bits, first, three }: Scores, of: (values: readonly number[]) => number) => [
	rounded(of(bits)),
	...[first, three].map((right) => rounded((100 * of(right)) / weights.heldOutLetters))
];
