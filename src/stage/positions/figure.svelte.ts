/** The figure of positional encodings: only pages that add one load it. */
import type { Trace } from '#engine';
import type { Component } from 'svelte';
import type { Player } from '#src/player/player.svelte.ts';
import { hasPositions } from './positions.ts';

type Figure = Component<{ player: Player }>;

let loaded = $state.raw<Figure | null>(null);

/** Null while it is on its way. */
export const positionsFigure = (): Figure | null => loaded;

/** Loads it where a trace adds an encoding. */
export async function loadPositionsFigure({ root }: Trace): Promise<void> {
	if (!loaded && hasPositions(root)) loaded = (await import('./Positions.svelte')).default;
}
