/**
 * Moves as in a debugger. A position says how many elementary steps have been taken, and how finely one looks: at
 * phases, layers, ops, cells or single steps. The unit under a position is the part of the trace, that fine, in which
 * the last step lies; moving over it goes to where it ends, into it looks one level closer, out of it one less.
 * What is on the screen depends on the number of steps taken alone, so every way to a step shows the same state.
 */
import { ancestry, childAt, placeOf, type Leaf, type Node, type Scope } from './trace.ts';

/** How fine a unit is: a depth of the tree of scopes (1 is a phase), an op, a cell of its output, an elementary step. */
export type Grain = number | 'op' | 'cell' | 'step';

/** How closely one looks at an op: as a whole, as from any part around it, at a cell, or at a step. */
export type Closeness = 'op' | 'cell' | 'step';

export const closenessOf = (grain: Grain): Closeness => (grain === 'cell' || grain === 'step' ? grain : 'op');

export interface Position {
	/** Elementary steps taken: 0 to all. */
	readonly done: number;
	readonly grain: Grain;
}

export interface Unit {
	/** The scope or leaf; the leaf, where the unit is one of its cells or steps. */
	readonly node: Node;
	/** The unit's first step, and the one after its last. */
	readonly start: number;
	readonly end: number;
	/** Its level: the depth in the tree, then one more for a cell and two for a step. */
	readonly level: number;
}

/** The unit of a grain that holds a step. Where the tree is less deep than asked, its leaf. */
export function unitAt(root: Scope, index: number, grain: Grain): Unit {
	if (typeof grain === 'number') {
		let node: Node = root;
		let level = 0;
		while (node.kind === 'scope' && level < grain) {
			node = node.children[childAt(node, index)]!;
			level++;
		}
		return { node, start: node.start, end: node.start + node.steps, level };
	}
	const { leaf, cell } = placeOf(root, index);
	const depth = ancestry(leaf).length - 1;
	if (grain === 'op') return { node: leaf, start: leaf.start, end: leaf.start + leaf.steps, level: depth };
	if (grain === 'step') return { node: leaf, start: index, end: index + 1, level: depth + 2 };
	const start = leaf.start + cell * leaf.perCell;
	return { node: leaf, start, end: start + leaf.perCell, level: depth + 1 };
}

/** The unit that a position shows: the one that holds the last step taken, or the first one before any. */
export const unitUnder = (root: Scope, { done, grain }: Position): Unit =>
	unitAt(root, Math.max(0, done - 1), grain);

export const clamp = (root: Scope, { done, grain }: Position): Position => ({
	done: Math.max(0, Math.min(root.steps, Math.floor(done) || 0)),
	grain
});

/** To the end of this unit, or of the next one where this one has ended. */
export function over(root: Scope, at: Position): Position {
	if (at.done >= root.steps) return at;
	return { ...at, done: folded(root, at.done, at.grain) };
}

/** To the start of this unit: what it did is undone, and what was only moved for it. */
export function overBack(root: Scope, at: Position): Position {
	if (at.done <= 0) return at;
	let { start } = unitUnder(root, at);
	while (start > 0) {
		const before = unitAt(root, start - 1, at.grain);
		if (!isBookkeeping(before, at.grain)) break;
		start = before.start;
	}
	return { ...at, done: start };
}

/** The end of the unit of a grain that holds a step; bookkeeping is taken together with what follows it. */
function folded(root: Scope, index: number, grain: Grain): number {
	let unit = unitAt(root, index, grain);
	while (isBookkeeping(unit, grain)) unit = unitAt(root, unit.end, grain);
	return unit.end;
}

/**
 * Whether an op only moves numbers, such as a slice or a transposed weight, for what comes after it in its scope; on the way
 * back also what it moves of a gradient that its scope has written, such as that of a turned weight. One looks at it by going
 * there, or cell by cell.
 */
function isBookkeeping({ node, end }: Unit, grain: Grain): boolean {
	if (node.kind === 'scope' || closenessOf(grain) !== 'op') return false;
	const { call, out, parent } = node;
	const moves = call.op.family === 'shape' && !call.op.unknown && (call.dy !== null || call.xs.length === 1);
	if (!moves) return false;
	if (out.readers.some(({ leaf }) => leaf.start >= end && leaf.start < endOf(parent))) return true;
	// At the end of its phase nothing comes with which it could be taken.
	const phase = ancestry(node)[1]!;
	return call.dy?.writer?.parent === parent && end < endOf(phase);
}

const endOf = ({ start, steps }: Node): number => start + steps;

/** One level closer, to the end of the first part of this unit. */
export function into(root: Scope, at: Position): Position {
	const unit = unitUnder(root, at);
	const grain = finer(root, unit);
	if (grain === null) return at;
	const [first, done] = [unitAt(root, unit.start, grain), folded(root, unit.start, grain)];
	// Out of it one comes to this unit again.
	const beside = unitAt(root, done - 1, grain).node.parent === first.node.parent;
	return { done: beside ? done : first.end, grain };
}

/** One level closer, from the end: the last part of what this unit has done so far. */
export function intoBack(root: Scope, at: Position): Position {
	const grain = finer(root, unitUnder(root, at));
	return grain === null ? at : { ...at, grain };
}

/** To the end of the unit around this one. */
export function out(root: Scope, at: Position): Position {
	const around = coarser(root, at);
	return around ? { done: around.end, grain: grainOf(around) } : at;
}

/** To before the unit around this one. */
export function outBack(root: Scope, at: Position): Position {
	const around = coarser(root, at);
	return around ? { done: around.start, grain: grainOf(around) } : at;
}

/** The next grain at which the unit's first part is smaller than the unit; null where nothing is. */
function finer(root: Scope, unit: Unit): Grain | null {
	const { leaf } = placeOf(root, unit.start);
	for (let level = unit.level + 1; level <= depthOf(leaf) + 2; level++) {
		const grain = grainAt(level, leaf);
		if (unitAt(root, unit.start, grain).end < unit.end) return grain;
	}
	return null;
}

/** The nearest unit around the one under a position that is larger than it; null at the top. */
function coarser(root: Scope, at: Position): Unit | null {
	const unit = unitUnder(root, at);
	const { leaf } = placeOf(root, unit.start);
	for (let level = unit.level - 1; level >= 1; level--) {
		const around = unitAt(root, unit.start, grainAt(level, leaf));
		if (around.end - around.start > unit.end - unit.start) return around;
	}
	return null;
}

const depthOf = (leaf: Leaf) => ancestry(leaf).length - 1;

function grainAt(level: number, leaf: Leaf): Grain {
	const depth = depthOf(leaf);
	return level < depth ? level : level === depth ? 'op' : level === depth + 1 ? 'cell' : 'step';
}

/** The grain of a unit that is a scope or a leaf. */
const grainOf = (unit: Unit): Grain => {
	if (unit.node.kind === 'scope') return unit.level;
	const depth = depthOf(unit.node);
	return unit.level === depth ? 'op' : unit.level === depth + 1 ? 'cell' : 'step';
};
