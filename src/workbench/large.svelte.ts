/**
 * The large figures above an op's own: only pages whose trace has something for them fetch them, and each is known by a
 * small question about the trace.
 */
import type { Component } from 'svelte';
import type { Node, Trace } from '#engine';
import type { Player } from './player.svelte.ts';
import { hasHeads } from '#src/figures/part/attention/has.ts';
import { hasBlocks } from '#src/figures/part/blocks/has.ts';
import { hasPositions } from '#src/figures/part/positions/has.ts';

type Figure = Component<{ player: Player }>;

class Large {
	/** Null while it is on its way. */
	figure = $state.raw<Figure | null>(null);

	constructor(
		readonly isIn: (root: Node) => boolean,
		readonly load: () => Promise<{ default: Figure }>
	) {}

	async want({ root }: Trace): Promise<void> {
		if (!this.figure && this.isIn(root)) this.figure = (await this.load()).default;
	}
}

export const attended = new Large(hasHeads, () => import('#src/figures/part/attention/Attended.svelte'));
export const diagram = new Large(hasBlocks, () => import('#src/figures/part/blocks/Diagram.svelte'));
export const positions = new Large(
	hasPositions,
	() => import('#src/figures/part/positions/Positions.svelte')
);

export const wantLarge = (trace: Trace): Promise<unknown> =>
	Promise.all([attended, diagram, positions].map((large) => large.want(trace)));
