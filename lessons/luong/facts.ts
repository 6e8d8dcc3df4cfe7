/** What can be counted and asked of this trace. */
import { find, type Trace } from '#engine';
import type { Fact, Params } from '../lesson.ts';
import { alignment, facts as shared, lengths, sizes, wayBack } from '../translation/recurrentFacts.ts';

/** The parts of a decoder's step in Bahdanau attention, in their order; those of Luong's are read from the trace. */
const BEFORE = ['word before', 'scores', 'softmax', 'context', 'input', 'gru', 'output'];

/** The parts of step 1, in their order. */
export function partsOf(trace: Trace): readonly string[] {
	const step = find(trace.root, 'forward/decoder/t = 1')!;
	const parts = step.kind === 'scope' ? step.children.map(({ name }) => name) : [];
	return parts.filter((name) => name !== 'choice');
}

export function facts(trace: Trace, p: Params): Readonly<Record<string, Fact>> {
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
				place(BEFORE, part),
				place(parts, part)
			])
		},
		alignment: alignment(trace, p),
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
