/** What a scene is called until somebody names it: what the step says, in short. */
import { narrate } from '#src/workbench/narrate.ts';
import type { Player } from '#src/workbench/player.svelte.ts';
import { LONGEST_NAME } from './scene.ts';

export const nameOf = (player: Player): string =>
	player.overview ? 'The whole network' : shortened(narrate(player).text);

/** The first sentence, without its full stop; a long one is cut between two words. */
export function shortened(text: string): string {
	const [first = ''] = /^.*?[.?!](?=\s|$)/.exec(text) ?? [text];
	const said = first.replace(/\.$/, '');
	if (said.length <= LONGEST_NAME) return said;
	const cut = said.slice(0, LONGEST_NAME - 1);
	const end = cut.lastIndexOf(' ');
	return `${(end > LONGEST_NAME / 2 ? cut.slice(0, end) : cut).replace(/[\s,:;]+$/, '')}…`;
}
