/** The block diagram: only pages that have blocks load it. */
import type { Trace } from '#engine';
import type { Component } from 'svelte';
import type { Player } from '#src/player/player.svelte.ts';
import { hasBlocks } from './has.ts';

type Figure = Component<{ player: Player }>;

let loaded = $state.raw<Figure | null>(null);

/** Null while it is on its way. */
export const blockDiagram = (): Figure | null => loaded;

/** Loads it where a trace has a block. */
export async function loadBlockDiagram({ root }: Trace): Promise<void> {
	if (!loaded && hasBlocks(root)) loaded = (await import('./Diagram.svelte')).default;
}
