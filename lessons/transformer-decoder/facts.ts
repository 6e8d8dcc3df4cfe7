/** What can be counted and asked of this trace. */
import { num, Tape, type Scope, type Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import { rounded } from '../numbers.ts';
import { accuracy, LOSS, standIn } from '../shared/translation/transformerFacts.ts';
import { french, source, translation, wordsOf, texOf as text } from '../shared/translation/words.ts';
import {
	inference,
	training,
	valuesOf,
	written,
	type Choice,
	type Values
} from '../shared/translation/transformerRuns.ts';

/** The steps of some parts of forward. */
const stepsOf = (trace: Trace, names: readonly string[]): number =>
	(trace.root.children.find(({ name }) => name === 'forward') as Scope).children
		.filter(({ name }) => names.includes(name))
		.reduce((sum, { steps }) => sum + steps, 0);

function ask(words: readonly string[], choice: Choice, values: Values) {
	const tape = new Tape();
	const decoded = inference(tape, words, choice, values);
	return { said: written(decoded), steps: decoded.steps };
}

/** What these ask of the settings. */
interface Settings {
	readonly sentence: string;
	readonly training: boolean;
	readonly sampled: boolean;
	readonly temperature: number;
	readonly seed: number;
}

export function facts(trace: Trace, params: Settings): Readonly<Record<string, Fact>> {
	const words = wordsOf(params.sentence);
	// The weights of this trace, so that a changed number counts here, too.
	const values = valuesOf(trace);
	const greedy = ask(words, { cache: true }, values);
	const without = ask(words, { cache: false }, values);
	const right = translation(words);
	const drawn =
		!params.training && params.sampled
			? ask(words, { cache: true, temperature: params.temperature, seed: params.seed }, values).said
			: null;
	const stoodIn = standIn(words, 'it');
	// The same words all at once: what training costs, whatever is shown.
	const tape = new Tape();
	training(tape, words, right ?? greedy.said, {}, values);
	const atOnce = stepsOf(tape.trace(), ['target', 'decoder', 'output']);
	const sum = (steps: readonly number[]) => steps.reduce((a, b) => a + b, 0);
	const T = (right ?? greedy.said).length;
	const p = params.training ? probabilities(trace) : null;
	return {
		said: {
			label: [
				'What it writes, always taking the most probable word',
				...(drawn ? ['what it draws at random with these settings'] : []),
				right ? 'the right translation' : 'the corpus does not have this sentence'
			].join('; '),
			tex: text(words.map(source.known).join(' ')),
			numbers: `\\begin{aligned} ${[
				`&\\to \\; ${text(greedy.said.join(' '))}`,
				...(drawn ? [`&\\sim \\; ${text(drawn.join(' '))}`] : []),
				...(right ? [`&= \\; ${text(right.join(' '))}`] : [])
			].join(' \\\\ ')} \\end{aligned}`
		},
		steps: {
			label: `Elementary steps that each word costs the decoder, one after the other${drawn ? ', where it takes the most probable' : ''}`,
			columns: [...greedy.said, 'in all'],
			names: ['without a cache', 'with a cache'],
			rows: [without, greedy].map(({ steps }) => [...steps, sum(steps)])
		},
		'at once': {
			label: 'The same for all words at once, as in training: the right words are known',
			tex: `${text('steps of the decoder for')} \\; ${T} \\; ${text('positions')}`,
			numbers: `${num(atOnce)} = ${num(rounded(atOnce / sum(without.steps)))} \\times ${num(sum(without.steps))}`
		},
		mask: {
			label: 'Cells of each head that the causal mask hides',
			tex: '\\frac{T (T - 1)}{2}',
			numbers: `\\frac{${T} \\cdot ${T - 1}}{2} = ${(T * (T - 1)) / 2}`
		},
		loss: {
			label: `The mean loss over the positions${stoodIn}`,
			tex: LOSS,
			numbers: params.training
				? `L = ${num(trace.tensors.get('loss')!.data[0]!)}`
				: text('is computed in training only')
		},
		certainty: p
			? {
					label: `How probable the right word is at each position${stoodIn}`,
					columns: ['ŷ'],
					names: p.map(({ word }) => word),
					rows: p.map(({ probability }) => [rounded(probability)])
				}
			: {
					label: 'How probable the right word is at each position',
					tex: '\\hat{y}_{t, k_t}',
					numbers: text('is computed in training only')
				},
		accuracy
	};
}

/** Softmax of the scores at the right words. */
function probabilities(trace: Trace) {
	const { data, shape } = trace.tensors.get('logits')!;
	const said = trace.tensors.get('said')!.data;
	return Array.from({ length: shape[0]! }, (_, t) => {
		const row = Array.from(data.subarray(t * shape[1]!, (t + 1) * shape[1]!));
		const most = Math.max(...row);
		const all = row.reduce((sum, score) => sum + Math.exp(score - most), 0);
		return { word: french[said[t]!]!, probability: Math.exp(row[said[t]!]! - most) / all };
	});
}
