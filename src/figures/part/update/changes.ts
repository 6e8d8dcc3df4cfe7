/**
 * What an update does to each parameter: what it was, the step that it took, what it is; and what the loss was before all of
 * them, and is with the new ones. Found by what the ops read, so for any optimizer: its step is what came out less what was.
 */
import { isRepetition, leavesOf, sameShape, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { likeThoseOf } from '#src/figures/grid/scale.ts';

export interface Change {
	readonly before: Tensor;
	readonly after: Tensor;
	/** After less before, number by number; it stands in no tensor of the trace. */
	readonly step: Tensor;
	/** The gradient of what it was; null for what has none, such as a running mean, and where several updates follow each other. */
	readonly gradient: Tensor | null;
	/** The scope of the update, or the leaf, that writes it. */
	readonly by: Node;
}

const found = new WeakMap<Scope, readonly Change[]>();

/** What a scope of an update changes, in the order in which it does, or a part that holds updates by all of them; empty where it only prepares for that. */
export function changesIn(scope: Scope): readonly Change[] {
	let changes = found.get(scope);
	if (!changes) found.set(scope, (changes = find(scope)));
	return changes;
}

function find(scope: Scope): Change[] {
	if (isRepetition(scope) || scope.children.some(isRepetition)) return inAll(scope);
	if (scope.phase !== 'update') return [];
	const leaves = leavesOf(scope);
	const end = scope.start + scope.steps;
	const writers = new Map(leaves.map((leaf) => [leaf.out, leaf]));
	return leaves
		.filter(({ out }) => out.readers.every(({ leaf }) => leaf.start >= end))
		.flatMap((leaf) => {
			const before = originOf(leaf, writers);
			if (!before) return [];
			return [{ ...from(before, leaf.out), gradient: before.grad, by: childWith(scope, leaf) }];
		});
}

/** What each parameter was before the first update in a scope, and is after the last one. */
function inAll(scope: Scope): Change[] {
	const latest = new Map<Tensor, Change>();
	for (const child of scope.children) {
		if (child.kind === 'leaf') continue;
		for (const change of changesIn(child)) {
			const earlier = latest.get(change.before);
			latest.delete(change.before);
			latest.set(
				change.after,
				earlier
					? { ...change, ...from(earlier.before, change.after), gradient: null, by: scope }
					: { ...change, by: child }
			);
		}
	}
	return [...latest.values()];
}

function from(before: Tensor, after: Tensor): Pick<Change, 'before' | 'after' | 'step'> {
	const data = after.data.map((value, k) => value - before.data[k]!);
	return { before, after, step: { ...likeThoseOf(after, data), label: `step of ${before.label}` } };
}

/** The first tensor of the same shape that comes in to the update on the way to what a leaf writes, and is no gradient. */
function originOf({ call, out }: Leaf, writers: ReadonlyMap<Tensor, Leaf>): Tensor | null {
	for (const x of call.xs) {
		if (!sameShape(x.shape, out.shape) || x.gradientOf) continue;
		const writer = writers.get(x);
		const origin = writer ? originOf(writer, writers) : x;
		if (origin) return origin;
	}
	return null;
}

const childWith = (scope: Scope, leaf: Leaf): Node => {
	let at: Node = leaf;
	while (at.parent && at.parent !== scope) at = at.parent;
	return at;
};

export interface Losses {
	readonly before: Tensor;
	/** The same with the new parameters, where the trace goes on with them; else null. */
	readonly after: Tensor | null;
}

/** The loss that the last way back before a node began with, and the next that the same op writes after the node. */
export function lossesAround(leaves: readonly Leaf[], node: Node): Losses | null {
	// Of many updates the loss that they began with: others are of other samples.
	const first = node.phase === 'update' ? null : leavesOf(node).find(({ phase }) => phase === 'update');
	if (first) return onlyBefore(lossesAround(leaves, first));
	const { start, steps } = node;
	const seed = leaves.findLast((leaf) => leaf.start < start && leaf.call.op.name === 'onesLike');
	const before = seed?.out.gradientOf;
	if (!before) return null;
	const op = before.writer?.call.op.name;
	const next = leaves.find(
		(leaf) =>
			leaf.start >= start + steps &&
			leaf.phase === 'forward' &&
			leaf.call.op.name === op &&
			sameShape(leaf.out.shape, before.shape)
	);
	return { before, after: next?.out ?? null };
}

const onlyBefore = (losses: Losses | null): Losses | null => losses && { ...losses, after: null };
