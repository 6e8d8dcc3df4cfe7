/** The figure of attention: only pages that have a head of it load it. */
import type { Trace } from '#engine';
import type { Component } from 'svelte';
import type { Player } from '#src/player/player.svelte.ts';
import { hasHeads } from './attention.ts';

type Figure = Component<{ player: Player }>;

let loaded = $state.raw<Figure | null>(null);

/** Null while it is on its way. */
export const attentionFigure = (): Figure | null => loaded;

/** Loads it where a trace has a head. */
export async function loadAttentionFigure({ root }: Trace): Promise<void> {
	if (!loaded && hasHeads(root)) loaded = (await import('./Attended.svelte')).default;
}
