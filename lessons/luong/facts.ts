/** What can be counted and asked of this trace. */
import { find, Tape, type Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import bahdanau from '../bahdanau/lesson.ts';
import {
	attentionOf,
	facts as shared,
	lengths,
	sizes,
	wayBack
} from '../shared/translation/recurrentFacts.ts';
import results from '../shared/translation/results.json' with { type: 'json' };
import { taught, type Asked } from '../shared/translation/translator.ts';

/** The parts of step 1, in their order. */
export function partsOf(trace: Trace): readonly string[] {
	const step = find(trace.root, 'forward/decoder/t = 1')!;
	const parts = step.kind === 'scope' ? step.children.map(({ name }) => name) : [];
	return parts.filter((name) => name !== 'choice');
}

/** The elementary steps of a part. */
const stepsOf = (trace: Trace, name: string): number => find(trace.root, `forward/decoder/${name}`)!.steps;

/** The other translator on the same sentence, with its trained weights. */
function bahdanauOn(p: Asked): Trace {
	const tape = new Tape();
	bahdanau.build(tape, p);
	return tape.trace();
}

export function facts(trace: Trace, p: Asked): Readonly<Record<string, Fact>> {
	const other = bahdanauOn(p);
	const both = [other, trace];
	const before = partsOf(other);
	const [twice, h] = trace.tensors.get('W_c')!.shape as [number, number];
	const parts = partsOf(trace);
	const back = wayBack(trace, p);
	const place = (list: readonly string[], part: string) => list.indexOf(part) + 1;
	return {
		order: {
			label: 'In which order a step of the decoder takes its parts; 0 where it does not have one',
			columns: ['Bahdanau', 'Luong'],
			names: [...parts.slice(0, -1), 'input', 'output'],
			rows: [...parts.slice(0, -1), 'input', 'output'].map((part) => [
				place(before, part),
				place(parts, part)
			])
		},
		alignment: {
			label: `Attention weights of both translators for this sentence: a row for each ${taught(p) ? 'right' : 'written'} French word, a column for each English one; every row adds up to 1`,
			heats: [attentionOf('Bahdanau', other, p), attentionOf('Luong', trace, p)]
		},
		cost: {
			label: `What both take for this sentence, in elementary steps of the decoder; parameters that attention adds; held-out sentences of ${results.heldOut} without a fault`,
			columns: ['Bahdanau', 'Luong'],
			names: ['keys, once', 'scores, each step', 'whole step', 'parameters', 'held-out right'],
			rows: [
				...['keys', 't = 1/scores', 't = 1'].map((part) => both.map((one) => stepsOf(one, part))),
				[results.parameters.bahdanau, results.parameters.luong].map(
					(count) => count - results.parameters.seq2seq
				),
				[results.heldOutRight.bahdanau, results.heldOutRight.luong]
			]
		},
		...shared(trace, p),
		...(back && { 'way back': back }),
		parameters: {
			label: `What attention adds, with h = ${h} numbers in a state: only what mixes context and state`,
			tex: '2h \\cdot h + h',
			numbers: `${twice} \\cdot ${h} + ${h} = ${twice * h + h}`
		},
		sizes: sizes(),
		lengths: lengths()
	};
}
