/** What the picture of a place is drawn with, loaded before the place is shown. */
import { loadFigures } from '#src/figures/op/index.ts';
import { isPart, loadPartFigures } from '#src/figures/part/index.svelte.ts';
import type { Player } from './player.svelte.ts';

export const loadPicture = (player: Player): Promise<void> =>
	isPart(player) ? loadPartFigures(player.trace) : loadFigures([player.leaf.call.op]);
