/** What can be counted and asked of this trace. */
import { num, Tape, type Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import { rounded } from '../numbers.ts';
import { heads, heldOut, heldOutRight, model } from '../shared/translation/transformer.ts';
import { accuracy, loss } from '../shared/translation/transformerFacts.ts';
import { inference, valuesOf, written, type Values } from '../shared/translation/transformerRuns.ts';
import { source, wordsOf, texOf as text } from '../shared/translation/words.ts';
import { attentions, right, silenced, type Attention } from './silence.ts';

const MODEL = 512;
const HEADS = 8;

/** What these ask of the settings. */
interface Settings {
	readonly sentence: string;
	readonly silent: string;
}

export function facts(trace: Trace, params: Settings): Readonly<Record<string, Fact>> {
	const words = wordsOf(params.sentence);
	const of = (name: string) => trace.tensors.get(name)!;
	const silent = params.silent;
	/** What is written by the weights of this trace, as it is and with the silenced head as it was trained. */
	const now = valuesOf(trace);
	const said = (choice: string) => {
		const values: Values = (name) => (choice !== silent && silenced(silent)(name) ? undefined : now(name));
		return written(inference(new Tape(), words, { cache: true }, values)).join(' ');
	};
	const read = of('given').names!;
	/** The largest share of each row, and where it is. */
	const most = (name: string) => {
		const { data, shape } = of(name);
		return Array.from({ length: shape[0]! }, (_, t) => {
			const row = Array.from(data.subarray(t * shape[1]!, (t + 1) * shape[1]!));
			return { at: row.indexOf(Math.max(...row)), share: Math.max(...row) };
		});
	};
	const names = Array.from({ length: heads }, (_, k) => text(`head ${k + 1}`)).join(' & ');
	/** A row for each position, a column for each head. */
	const looks = (name: string, at: readonly string[], label: string): Fact => {
		const found = Array.from({ length: heads }, (_, k) => most(`${name}_h${k + 1}`));
		return {
			label,
			tex: '\\operatorname*{arg\\,max}_j \\, A_{ij}',
			numbers: `\\begin{array}{lll} & ${names} \\\\ ${read.map((word, t) => `${text(word)} & ${found.map((rows) => `${text(at[rows[t]!.at]!)} \\; ${num(rounded(rows[t]!.share))}`).join(' & ')}`).join(' \\\\ ')} \\end{array}`
		};
	};
	return {
		width: {
			label: 'The width of a head: here, and in the notes',
			tex: 'd_k = \\frac{d}{\\text{heads}}',
			numbers: `\\frac{${model}}{${heads}} = ${model / heads} \\qquad \\frac{${MODEL}}{${HEADS}} = ${MODEL / HEADS}`
		},
		parameters: {
			label: 'Weights of the projections: the same for one wide head and for several narrow ones',
			tex: '3 \\cdot \\text{heads} \\cdot d \\, d_k + d^2 = 4 d^2',
			numbers: `3 \\cdot ${heads} \\cdot ${model} \\cdot ${model / heads} + ${model}^2 = ${4 * model * model}`
		},
		looks: looks(
			'attention_dec1',
			read,
			'Which French word each position looks at most, and with which share'
		),
		'looks across': looks(
			'attention_dec1_cross',
			words.map(source.known),
			'Which English word each French position looks at most, and with which share'
		),
		worth: {
			label: `How many of ${heldOut} held-out sentences are translated right with one head silenced; ${heldOutRight} with all`,
			columns: Array.from({ length: heads }, (_, k) => `head ${k + 1}`),
			names: Object.values(attentions),
			rows: (Object.keys(attentions) as Attention[]).map((attention) => right[attention])
		},
		said: {
			label:
				silent === 'none'
					? 'What the translator writes'
					: 'What it writes with all heads, and with this one silenced',
			tex: text(words.map(source.known).join(' ')),
			numbers:
				silent === 'none'
					? `\\to \\; ${text(said('none'))}`
					: `\\begin{aligned} &\\to \\; ${text(said('none'))} \\\\ &\\to \\; ${text(said(silent))} \\end{aligned}`
		},
		loss: loss(trace, words),
		accuracy
	};
}
