/** The picture of an update in words. */
import { plain, size, type Tensor } from '#engine';
import { the } from '#engine/words.ts';
import { short } from '#src/text/short.ts';
import { capital } from '#engine/words.ts';
import { count, knownOf, numbersOf, shapeOf } from '../words.ts';
import type { PartView } from '../view.ts';
import { changesIn, lossesAround, type Change } from './changes.ts';

/** So many parameters are read out. */
const MOST = 6;

export function described(view: PartView): readonly string[] {
	const { node } = view.unit;
	if (node.kind !== 'scope') return [];
	const changes = changesIn(node);
	const losses = lossesAround(view.trace.leaves, node);
	const has = (x: Tensor) => view.known(x) === size(x.shape);
	const done = changes.filter(({ after }) => has(after));
	const line = ({ before, after, step, gradient }: Change) =>
		`${capital(the(before))}, ${shapeOf(before)}: before ${knownOf(before, view.known(before))}${gradient ? `; gradient ${knownOf(gradient, view.known(gradient))}` : ''}; ${has(after) ? `step ${numbersOf(step.data)}; ` : ''}after ${knownOf(after, view.known(after))}.`;
	// Those that are worked on, and what came before them.
	const reached = Math.max(1, Math.min(changes.length, done.length + 1));
	return [
		`A table of an update of ${count(changes.length, 'parameter')}: in each row what one was, the step it takes, and what it is. ${done.length} of ${changes.length} ${done.length === 1 ? 'is' : 'are'} done.`,
		...changes.slice(Math.max(0, reached - MOST), reached).map(line),
		...(losses
			? [
					`The loss was ${short(losses.before.data[0]!)}${losses.after && has(losses.after) ? ` and is ${plain(Number(losses.after.data[0]!.toPrecision(4)))} with the new numbers` : ''}.`
				]
			: [])
	];
}
