/** What can be counted and asked of the trace of a recurrent translator. */
import { num, type Trace } from '#engine';
import type { Fact, Heat, TableFact } from '../../lesson.ts';
import { norm, rounded } from '../../numbers.ts';
import results from './results.json' with { type: 'json' };
import { taught, type Asked } from './translator.ts';
import { french, source, translation, wordsOf } from './words.ts';

const NAMES = {
	seq2seq: 'no attention',
	wide: `no attention, ${results.hidden.wide}`,
	bahdanau: 'Bahdanau',
	luong: 'Luong'
} as const;
const STYLES = Object.keys(NAMES) as readonly (keyof typeof NAMES)[];

const text = (words: readonly string[]) => `\\text{${words.join(' ')}}`;

/** The rows of a matrix. */
function rowsOf(trace: Trace, name: string): readonly (readonly number[])[] {
	const { shape, data } = trace.tensors.get(name)!;
	const [rows, columns] = shape as [number, number];
	return Array.from({ length: rows }, (_, k) => Array.from(data.slice(k * columns, (k + 1) * columns)));
}

/** What the decoder would write in each step. */
export const writtenIn = (trace: Trace): readonly string[] =>
	rowsOf(trace, 'p').map((row) => french[row.indexOf(Math.max(...row))]!);

/** What the network reads. */
const readBy = (p: Asked) => wordsOf(p.sentence).map(source.known);

export function facts(trace: Trace, p: Asked): Readonly<Record<string, Fact>> {
	const forced = taught(p);
	const right = translation(wordsOf(p.sentence));
	const probabilities = rowsOf(trace, 'p');
	const written = writtenIn(trace);
	const believed = forced?.map((word, k) => probabilities[k]![french.indexOf(word)]!);
	return {
		written: {
			label: forced
				? 'The most probable word of each step, after the right words before it'
				: 'What is written, each word after those that were written before it',
			columns: ['probability', ...(believed ? ['of the right word'] : [])],
			names: written.map((word, k) => `${k + 1} ${word}`),
			rows: probabilities.map((row, k) => [
				rounded(Math.max(...row)),
				...(believed ? [rounded(believed[k]!)] : [])
			])
		},
		translation: {
			label: right
				? `The right translation; what is written is ${written.join(' ') === right.join(' ') ? 'the same' : 'not the same'}`
				: 'The corpus has no translation of this sentence, so nothing can say whether it is right',
			tex: '\\text{English} \\;\\to\\; \\text{French}',
			numbers: `\\begin{aligned} &${text(readBy(p))} \\\\ &\\quad \\to ${text(right ?? written)} \\end{aligned}`
		},
		loss: believed
			? {
					label: `The loss: the mean over ${believed.length} steps`,
					tex: '\\htmlData{tensor=loss}{L} = \\frac{1}{T} \\sum_{t=1}^{T} -\\ln \\hat{y}_{t,\\,k_t}',
					numbers: `\\frac{${num(believed.reduce((sum, value) => sum - Math.log(value), 0))}}{${believed.length}} = ${num(trace.tensors.get('loss')!.data[0]!)}`
				}
			: {
					label: 'Running freely, the decoder is compared with nothing: there is no loss',
					tex: 'L',
					numbers: '\\text{none}'
				},
		accuracy: {
			label: `Whole sentences translated without a fault, running freely, by translators with ${results.hidden.seq2seq} numbers in a state, and one with ${results.hidden.wide}: of the ${results.trainedOn} that were trained on, and of ${results.heldOut} others`,
			columns: [`of ${results.trainedOn}`, `of ${results.heldOut}`, '% of these'],
			names: STYLES.map((name) => NAMES[name]),
			rows: STYLES.map((name) => {
				const held = results.heldOutRight[name];
				return [results.trainedRight[name], held, (100 * held) / results.heldOut];
			})
		}
	};
}

/** Of the held-out sentences, how many each translator gets right, by their length. */
export const lengths = (): TableFact => ({
	label: `The ${results.heldOut} held-out sentences by their number of English words, and how many each network translates without a fault`,
	columns: ['sentences', ...STYLES.map((name) => NAMES[name])],
	names: results.lengths.map(({ words }) => `${words} words`),
	rows: results.lengths.map((row) => [row.pairs, ...STYLES.map((name) => row[name])])
});

/** All parameters of each translator. */
export const sizes = (): TableFact => ({
	label: `All parameters of the translators, and how many more than with no attention and ${results.hidden.seq2seq} numbers`,
	columns: ['parameters', 'more'],
	names: STYLES.map((name) => NAMES[name]),
	rows: STYLES.map((name) => [
		results.parameters[name],
		results.parameters[name] - results.parameters.seq2seq
	])
});

/** A recurrent translator's attention on the sentence of these settings: from its trace, or run beside it as trained. */
export function attentionOf(name: string, trace: Trace, p: Asked): Heat {
	const { columns, names, rows } = alignment(trace, p);
	return { name, columns: columns!, names: names!, rows };
}

/** The attention weights, a row for each step of the decoder and a column for each word of the source. */
export function alignment(trace: Trace, p: Asked): TableFact {
	const forced = taught(p);
	return {
		label: `Attention weights: how much of the context of each ${forced ? 'right' : 'written'} word comes from each English word; every row adds up to 1`,
		columns: readBy(p).map((word, k) => `${k + 1} ${word}`),
		names: (forced ?? writtenIn(trace)).map((word, k) => `${k + 1} ${word}`),
		rows: writtenIn(trace).map((_, k) =>
			Array.from(trace.tensors.get(`alpha${k + 1}_dec`)!.data, (value) => Number(value.toFixed(3)))
		)
	};
}

/** How large the gradient of each encoder state is; with attention, how much of it comes straight from the decoder. */
export function wayBack(trace: Trace, p: Asked): TableFact | null {
	const states = readBy(p).map((_, k) => trace.tensors.get(`h${k + 1}_enc`)!);
	if (!states[0]!.grad) return null;
	const direct = trace.tensors.get('H')?.grad && rowsOf(trace, 'H.grad');
	return {
		label: direct
			? 'Sizes of the gradients of the encoder states: straight from attention, and in all'
			: 'Sizes of the gradients of the encoder states',
		columns: direct ? ['from attention', 'in all'] : ['∂L/∂hᵢ'],
		names: readBy(p).map((word, k) => `h${k + 1}: ${word}`),
		rows: states.map((h, k) => [...(direct ? [rounded(norm(direct[k]!))] : []), rounded(norm(h.grad!.data))])
	};
}
