/** What can be counted and asked of this trace. */
import type { Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import { rounded } from '../numbers.ts';
import { alignment, facts as shared, lengths, wayBack } from '../shared/translation/recurrentFacts.ts';
import type { Asked } from '../shared/translation/translator.ts';

export function facts(trace: Trace, p: Asked): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const [states, columns] = of('h').shape as [number, number];
	const share = (i: number, k: number) => rounded(of('alpha').data[i]! * of('h').data[i * columns + k]!);
	const numbers = Array.from({ length: columns }, (_, k) => k);
	const [h, a] = of('W_s').shape as [number, number];
	const gates = 3;
	const [scoring, reading] = [2 * h * a + a, gates * h * h];
	const back = wayBack(trace, p);
	return {
		worked: {
			label: 'What each state gives to the context, and their sum',
			columns: ['α', ...numbers.map((k) => `column ${k}`)],
			names: [...Array.from({ length: states }, (_, i) => `α${i + 1} h${i + 1}`), 'c'],
			rows: [
				...Array.from({ length: states }, (_, i) => [
					rounded(of('alpha').data[i]!),
					...numbers.map((k) => share(i, k))
				]),
				[
					rounded(of('alpha').data.reduce((sum, value) => sum + value, 0)),
					...numbers.map((k) => rounded(of('c').data[k]!))
				]
			]
		},
		alignment: alignment(trace, p),
		...shared(trace, p),
		...(back && { 'way back': back }),
		lengths: lengths(),
		parameters: {
			label: `What attention adds, with h = ${h} numbers in a state and a = ${a} in the small network: its own weights, and a decoder that reads h numbers more`,
			tex: '(h \\cdot a + h \\cdot a + a) + 3 \\cdot h \\cdot h',
			numbers: `${scoring} + ${reading} = ${scoring + reading}`
		}
	};
}
