/** What the current step is in numbers and in one sentence, as closely as the player looks. */
import { type Grain } from '#engine';
import type { Player } from './player.svelte.ts';

export interface Narration {
	readonly closeness: 'op' | 'cell' | 'step';
	readonly tex: string;
	readonly text: string;
}

export const closenessOf = (grain: Grain): Narration['closeness'] =>
	grain === 'cell' || grain === 'step' ? grain : 'op';

export function narrate(player: Player): Narration {
	const { leaf, place, step, unit, done, grain } = player;
	const closeness = closenessOf(grain);
	const whole = leaf.rule.cell?.(leaf.call, place.cell) ?? step;
	const finished = place.step === leaf.perCell - 1;
	const tex = closeness === 'step' || !finished ? step.tex : whole.tex;
	if (done === 0)
		return {
			closeness,
			tex: leaf.rule.tex(leaf.call),
			text: 'Nothing has been computed yet: the inputs are given, everything else is blank.'
		};
	if (closeness === 'step' || (closeness === 'cell' && !finished)) return { closeness, tex, text: step.text };
	if (closeness === 'cell') return { closeness, tex, text: whole.text };
	if (unit.node.kind === 'leaf') return { closeness, tex, text: leaf.rule.about(leaf.call) };
	return {
		closeness,
		tex,
		text: unit.node.about || `${unit.node.name}: ${unit.node.children.length} parts are done.`
	};
}
