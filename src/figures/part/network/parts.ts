/**
 * What a network is drawn as: the parts of one pass through it, in the order in which they run. A trace may have several
 * passes, such as one before an update and one after it; the one that is drawn is that which one goes through, or back
 * through.
 */
import {
	ancestry,
	forwardOf,
	isPart,
	isRepetition,
	leavesOf,
	type Node,
	type Scope,
	type Tensor
} from '#engine';
import { outOf } from '../out.ts';

export interface Part {
	readonly node: Node;
	/** What it gives out. */
	readonly out: Tensor;
}

interface Pass {
	readonly phases: readonly Node[];
	readonly parts: readonly Part[];
}

const passes = new WeakMap<Scope, readonly Pass[]>();

/** What runs one after the other: of a training run, within its updates. */
const phasesIn = ({ children }: Scope): Node[] =>
	children.flatMap((node) => (isRepetition(node) ? phasesIn(node) : [node]));

/** The phases of forward in groups: each begins with a network, and ends where a way back or another network begins. */
function passesOf(root: Scope): readonly Pass[] {
	const known = passes.get(root);
	if (known) return known;
	const all: Node[][] = [[]];
	for (const node of phasesIn(root)) {
		const own = all.at(-1)!;
		if (node.phase === 'backward' || (isPart(node, 'network') && own.some((one) => isPart(one, 'network'))))
			all.push([]);
		if (node.phase === 'forward') all.at(-1)!.push(node);
	}
	const found = all.filter((phases) => phases.length).map((phases) => ({ phases, parts: partsOf(phases) }));
	passes.set(root, found);
	return found;
}

/** The parts of a network stand beside what follows it, such as a loss; a phase that is alone is taken apart as well. */
const partsOf = (phases: readonly Node[]): Part[] =>
	phases
		.flatMap((node) =>
			node.kind === 'scope' && (isPart(node, 'network') || phases.length === 1) ? node.children : [node]
		)
		.map((node) => ({ node, out: outOf(node) }));

/** Where the phases that a node is in stand: in the trace itself, or in the update of a run of many. */
export const frameOf = (node: Node): Scope => {
	const path = ancestry(node);
	return (path.slice(0, -1).findLast(isRepetition) ?? path[0]) as Scope;
};

/** The parts of the pass that a node belongs to, or goes back through; else of the last one that has begun before it. */
export function passAround(root: Scope, node: Node): readonly Part[] {
	const all = passesOf(root);
	const forward = forwardOf(node);
	const own = forward && all.find(({ phases }) => ancestry(forward).some((one) => phases.includes(one)));
	const begun = all.findLast(({ phases }) => phases[0]!.start <= node.start);
	return (own ?? begun ?? all[0])?.parts ?? [];
}

const read = new WeakMap<Node, ReadonlySet<Tensor>>();

/** What a node reads that something else has written: weights and numbers that are given have no writer. Found once. */
export function readsOf(node: Node): ReadonlySet<Tensor> {
	let found = read.get(node);
	if (!found) {
		const own = new Set(leavesOf(node).map(({ out }) => out));
		found = new Set(leavesOf(node).flatMap(({ reads }) => reads.filter((x) => x.writer && !own.has(x))));
		read.set(node, found);
	}
	return found;
}

/** For each part, which of the parts before it wrote what it reads. */
export function sourcesOf(parts: readonly Part[]): Map<Part, readonly Part[]> {
	const writers = new Map(
		parts.flatMap((part) => leavesOf(part.node).map(({ out }) => [out, part] as const))
	);
	return new Map(
		parts.map((part) => [part, [...new Set([...readsOf(part.node)].flatMap((x) => writers.get(x) ?? []))]])
	);
}

/**
 * Whether a row of arrows would hide something: a part that reads another than the one before it, or what is given to
 * several. A part that nobody reads, such as probabilities that are only shown, stands in nobody's way.
 */
export function branches(parts: readonly Part[]): boolean {
	const sources = sourcesOf(parts);
	const used = new Set([...sources.values()].flat());
	const way = parts.filter((part, k) => used.has(part) || k === parts.length - 1);
	if (way.some((part, k) => sources.get(part)!.some((source) => source !== way[k - 1]))) return true;
	const given = way.flatMap(({ node }) => givenTo(node));
	return new Set(given).size < given.length;
}

/** At most so many inputs are drawn. */
const INPUTS = 5;

/** What is given to the network, as far as a part reads it. */
export function givenTo(node: Node): Tensor[] {
	const reads = new Set(leavesOf(node).flatMap(({ reads }) => reads));
	return [...reads].filter((x) => x.role === 'input' && x.shape.length > 0).slice(0, INPUTS);
}
