/** The picture of how a decoder's steps look at what was read, in words. */
import { size } from '#engine';
import { short } from '#src/text/short.ts';
import { count, some } from '../words.ts';
import type { PartView } from '../view.ts';
import { lookingAround, looksOf, type Looks } from './alignment.ts';

export function described(view: PartView): readonly string[] {
	const looking = lookingAround(view.root, view.unit.node);
	if (!looking) return [];
	const { alignment, row } = looking;
	const back = view.phase === 'backward';
	const drawn = looksOf(alignment, row, back, (x) => view.known(x) === size(x.shape));
	const what = back ? 'gradients of the scores' : 'weights';
	const line = ({ one, numbers, settled }: Looks) => {
		const order = Array.from(numbers.data, (value, k) => ({ value, k })).sort(
			(a, b) => Math.abs(b.value) - Math.abs(a.value)
		);
		const most = order.slice(0, 3).map(({ value, k }) => `${alignment.columns[k]} (${short(value)})`);
		return `Step ${one.t}, which reads ${one.name}: ${settled ? what : 'scores so far'}, largest at ${some(most)}.`;
	};
	const shown = row ? drawn.filter(({ one }) => one === row) : drawn.slice(-3);
	return [
		`A picture of how a decoder looks at what was read: above, ${count(alignment.rows.length, 'step')} (${some(alignment.rows.map(({ name }) => name))}); below, ${count(alignment.columns.length, 'word')} (${some(alignment.columns)}); between them a line for each weight, the thicker the larger.`,
		drawn.length
			? `Lines are drawn of ${drawn.length} of ${count(alignment.rows.length, 'step')}.`
			: 'No line is drawn yet.',
		...shown.map(line)
	];
}
