/** What the picture of a place is drawn with, loaded before the place is shown. */
import type { Trace } from '#engine';
import { loadFigures } from '#src/figures/op/index.svelte.ts';
import { isPart, isWithin, loadPartFigures } from '#src/figures/part/index.svelte.ts';
import { loadKatex } from '#src/text/equations.svelte.ts';
import type { Player } from './player.svelte.ts';

export async function loadPicture(player: Player): Promise<void> {
	if (isPart(player) || isWithin(player)) await loadPartFigures(player.trace);
	// Whether a part is drawn as its op is known only when its figures are there.
	if (!isPart(player)) await loadFigures([player.leaf.call.op]);
}

/** What is drawn with beyond the first picture, which a page that is only read can do without: KaTeX, and all other figures. */
export const loadAhead = (trace: Trace): Promise<unknown> =>
	Promise.all([loadKatex(), loadFigures(trace.leaves.map(({ call }) => call.op)), loadPartFigures(trace)]);
