/**
 * What follows from a position in a trace, each as a state of its own. A move that leaves one of them as it was tells nobody
 * of it: most steps stay in an op, and then only what hangs on the cell and the step is looked at again.
 */
import { untrack } from 'svelte';
import {
	ancestry,
	closenessOf,
	placeOf,
	stepOf,
	unitAt,
	type Grain,
	type Leaf,
	type Node,
	type Phase,
	type Place,
	type Position,
	type Scope,
	type Unit
} from '#engine';
import { telling } from '#engine/telling.ts';

export abstract class Now {
	done = $state.raw(0);
	grain = $state.raw<Grain>('op');
	/** The last step taken; before any, and while one is asked about it, the first one to come. */
	index = $state.raw(0);
	/** Whether the step that one looks at has not been taken. */
	ahead = $state.raw(false);
	unit = $state.raw() as Unit;
	/** Where the last step lies. */
	place = $state.raw() as Place;
	leaf = $state.raw() as Leaf;
	/** Whether one looks at an op or a part as a whole, and all of it has been computed. */
	summary = $state.raw(false);
	/** The cell that is shown: that of the last step; where one looks at the whole, the one that tells most of it. */
	shown = $state.raw() as Place;
	/** The scopes around the current unit, and its node. */
	path = $state.raw<readonly Node[]>([]);
	phase = $state.raw() as Phase;
	/** Worked out where it is looked at: what cannot be explained keeps nobody from going on. */
	readonly step = $derived.by(() => stepOf(this.shown));

	protected be(root: Scope, { done, grain }: Position, asking: boolean): void {
		const index = Math.max(0, asking ? done : done - 1);
		const ahead = asking || done === 0;
		const unit = unitAt(root, index, grain);
		const place = placeOf(root, index);
		const { leaf } = place;
		const summary = closenessOf(grain) === 'op' && !ahead && done === leaf.start + leaf.steps;
		this.done = done;
		this.grain = grain;
		this.index = index;
		this.ahead = ahead;
		this.unit = unit;
		this.place = place;
		this.leaf = leaf;
		this.summary = summary;
		this.shown = summary ? { leaf, cell: telling(leaf.out).cell, step: leaf.perCell - 1 } : place;
		this.phase = unit.node.phase;
		if (untrack(() => this.path.at(-1)) !== unit.node) this.path = ancestry(unit.node).slice(1);
	}
}
