/** What can be counted and asked of this trace. */
import type { Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import { rounded } from '../numbers.ts';
import { facts as shared, lengths, sizes, wayBack } from '../shared/translation/recurrentFacts.ts';
import type { Asked } from '../shared/translation/translator.ts';
import results from '../shared/translation/results.json' with { type: 'json' };
import { wordsOf } from '../shared/translation/words.ts';

/** How many numbers of a long vector stand beside each other. */
const ROW = 4;

/** Those without attention, narrow and wide. */
const NETWORKS = ['seq2seq', 'wide'] as const;

export function facts(trace: Trace, p: Asked): Readonly<Record<string, Fact>> {
	const n = wordsOf(p.sentence).length;
	const context = trace.tensors.get(`h${n}_enc`)!.data;
	const rows = Array.from({ length: context.length / ROW }, (_, k) =>
		Array.from(context.slice(k * ROW, (k + 1) * ROW), rounded)
	);
	const e = trace.tensors.get('x1')!.data.length;
	const back = wayBack(trace, p);
	return {
		context: {
			label: `The context vector h${n}_enc, all that the decoder gets of the sentence, in rows of ${ROW}`,
			names: rows.map((_, k) => `from ${k * ROW}`),
			rows
		},
		bottleneck: {
			label: `Numbers in the ${n} English words, with e = ${e} for each, and in the context vector`,
			tex: 'n \\cdot e \\;\\to\\; h',
			numbers: `${n} \\cdot ${e} = ${n * e} \\;\\to\\; ${context.length}`
		},
		...shared(trace, p),
		...(back && { 'way back': back }),
		'first step': {
			label: 'The context vector stands where an old state would stand',
			tex: 's_1 = \\operatorname{GRU}\\left(\\text{context vector},\\, y_0\\right)',
			numbers: `\\htmlData{tensor=h1_dec}{s_1} = \\operatorname{GRU}\\left(\\htmlData{tensor=h${n}_enc}{h_{${n}}},\\, \\htmlData{tensor=y0_dec}{y_0}\\right)`
		},
		faults: {
			label: `Of the ${results.heldOut} held-out sentences, those translated with a fault, and those in which one word is wrong and all others are right`,
			columns: ['with a fault', 'one wrong word'],
			names: NETWORKS.map((name) => `${results.hidden[name]} numbers`),
			rows: NETWORKS.map((name) => [results.heldOut - results.heldOutRight[name], results.oneWordWrong[name]])
		},
		lengths: lengths(),
		sizes: sizes()
	};
}
