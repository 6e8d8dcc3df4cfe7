/** What the current step is in numbers and in one sentence, as closely as the player looks. */
import { placeOf, where, type Grain } from '#engine';
import type { Player } from './player.svelte.ts';

export interface Narration {
	readonly closeness: 'op' | 'cell' | 'step';
	/** Whose numbers the equation shows. */
	readonly heading: string;
	readonly tex: string;
	readonly text: string;
}

export const closenessOf = (grain: Grain): Narration['closeness'] =>
	grain === 'cell' || grain === 'step' ? grain : 'op';

/** The numbers of the cell that was worked on last; of a single step where that is all there is to it. */
export function narrate(player: Player): Narration {
	const { leaf, place, step, unit, done, grain } = player;
	const closeness = closenessOf(grain);
	const finished = place.step === leaf.perCell - 1;
	const single = closeness === 'step' || leaf.perCell === 1 || !finished;
	const { tex, text } = single ? step : (leaf.rule.cell?.(leaf.call, place.cell) ?? step);
	const heading = 'With these numbers';
	if (done === 0)
		return {
			closeness,
			heading,
			tex: leaf.rule.tex(leaf.call),
			text: 'Nothing has been computed yet: the inputs are given, everything else is blank.'
		};
	if (closeness !== 'op') return { closeness, heading, tex, text: atBreakpoint(player) + text };
	const last = where(leaf.out, place.cell);
	const about =
		unit.node.kind === 'leaf'
			? leaf.rule.about(leaf.call)
			: unit.node.about || `${unit.node.name}: ${unit.node.children.length} parts are done.`;
	return {
		closeness,
		heading: `The last number${last && `, ${last}`} of the ${leaf.out.label}`,
		tex,
		text: atBreakpoint(player) + about
	};
}

/** Why play has stopped: the op that comes next carries a breakpoint. */
function atBreakpoint({ stops, done, root }: Player): string {
	return stops.includes(done) ? `Stopped at the breakpoint before ${placeOf(root, done).leaf.name}. ` : '';
}
