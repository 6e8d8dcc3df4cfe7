/**
 * What follows from a position in a trace: each is worked out when it is first asked for. It stands in one object, so that a
 * move is told to whoever shows something of it once, and not over each way by which it follows.
 */
import {
	ancestry,
	closenessOf,
	placeOf,
	stepAt,
	unitAt,
	type Grain,
	type Leaf,
	type Node,
	type Place,
	type Position,
	type Scope,
	type Unit
} from '#engine';
import { telling } from '#engine/telling.ts';

export class Moment {
	readonly done: number;
	readonly grain: Grain;
	/** The last step taken; before any, and while one is asked about it, the first one to come. */
	readonly index: number;
	/** Whether the step that one looks at has not been taken. */
	readonly ahead: boolean;
	readonly #root: Scope;
	#unit: Unit | undefined;
	#place: Place | undefined;
	#shown: Place | undefined;
	#step: ReturnType<typeof stepAt> | undefined;
	#path: readonly Node[] | undefined;

	constructor(root: Scope, { done, grain }: Position, asking: boolean) {
		this.#root = root;
		this.done = done;
		this.grain = grain;
		this.index = Math.max(0, asking ? done : done - 1);
		this.ahead = asking || done === 0;
	}

	get unit(): Unit {
		return (this.#unit ??= unitAt(this.#root, this.index, this.grain));
	}

	/** Where the last step lies. */
	get place(): Place {
		return (this.#place ??= placeOf(this.#root, this.index));
	}

	get leaf(): Leaf {
		return this.place.leaf;
	}

	/** Whether one looks at an op or a part as a whole, and all of it has been computed. */
	get summary(): boolean {
		const { grain, ahead, done, leaf } = this;
		return closenessOf(grain) === 'op' && !ahead && done === leaf.start + leaf.steps;
	}

	/** The cell that is shown: that of the last step; where one looks at the whole, the one that tells most of it. */
	get shown(): Place {
		return (this.#shown ??= this.summary
			? { leaf: this.leaf, cell: telling(this.leaf.out).cell, step: this.leaf.perCell - 1 }
			: this.place);
	}

	get step(): ReturnType<typeof stepAt> {
		if (this.#step) return this.#step;
		const { leaf, cell, step } = this.shown;
		return (this.#step = stepAt(this.#root, leaf.start + cell * leaf.perCell + step));
	}

	/** The scopes around the current unit, and its node. */
	get path(): readonly Node[] {
		return (this.#path ??= ancestry(this.unit.node).slice(1));
	}
}
