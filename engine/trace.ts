/**
 * A trace is a tree of scopes whose leaves fill one tensor each. A leaf takes the same number of elementary steps for
 * each of its cells, so a step is found by bisecting the starts of the scopes and one division in the leaf: nothing
 * is stored for a step, and nothing loops over steps.
 */
import { fail } from './errors.ts';
import type { Call, Cell, Rule, Step } from './op.ts';
import type { Part, PartKind, PartOf } from './parts.ts';
import { size, type Tensor } from './tensor.ts';
import type { History } from './training/history.ts';

export type Phase = 'forward' | 'backward' | 'update';

/** A named group: a phase, a layer, a time step, a gate. */
export interface Scope {
	readonly kind: 'scope';
	readonly name: string;
	readonly phase: Phase;
	/** One plain sentence about what happens in it. */
	readonly about: string;
	/** What it is, where whoever opened it has said so. */
	readonly part: Part | null;
	/** On the way back: the scope of forward that it goes back through. */
	readonly mirrors: Scope | null;
	readonly parent: Scope | null;
	readonly children: readonly Node[];
	readonly start: number;
	readonly steps: number;
}

/** One rule filling one tensor: `size × perCell` steps. */
export interface Leaf {
	readonly kind: 'leaf';
	readonly id: number;
	readonly name: string;
	readonly phase: Phase;
	readonly parent: Scope;
	/** On the way back: the leaf of forward whose gradient it is; null in a sum of gradients. */
	readonly mirrors: Leaf | null;
	readonly call: Call;
	readonly rule: Rule;
	readonly out: Tensor;
	readonly reads: readonly Tensor[];
	readonly perCell: number;
	readonly start: number;
	readonly steps: number;
}

export type Node = Scope | Leaf;

/** Child, child, … down to a leaf, then the cell, then the step in the cell. */
export type Path = readonly number[];

export interface Trace {
	readonly root: Scope;
	readonly steps: number;
	readonly leaves: readonly Leaf[];
	/** By name, in the order in which they came to be. */
	readonly tensors: ReadonlyMap<string, Tensor>;
	/** Where a whole run of updates was computed, of which some are recorded here. */
	readonly training: History | null;
}

/** Where step `index` lies: its leaf, the cell it works on, and which of the cell's steps it is. */
export interface Place {
	readonly leaf: Leaf;
	readonly cell: number;
	readonly step: number;
}

/** The child of a scope that holds step `index`, by bisection. */
export function childAt(scope: Scope, index: number): number {
	const { children } = scope;
	let low = 0;
	for (let high = children.length - 1; low < high;) {
		const middle = (low + high + 1) >> 1;
		if (children[middle]!.start <= index) low = middle;
		else high = middle - 1;
	}
	return low;
}

function checkIndex(root: Scope, index: number) {
	if (!Number.isInteger(index) || index < 0 || index >= root.steps) {
		fail('value', `Step ${index} does not exist: this trace has steps 0 to ${root.steps - 1}`);
	}
}

export function placeOf(root: Scope, index: number): Place {
	checkIndex(root, index);
	let node: Node = root;
	while (node.kind === 'scope') node = node.children[childAt(node, index)]!;
	const offset = index - node.start;
	const cell = Math.floor(offset / node.perCell);
	return { leaf: node, cell, step: offset - cell * node.perCell };
}

export function pathOf(root: Scope, index: number): Path {
	checkIndex(root, index);
	const path: number[] = [];
	let node: Node = root;
	while (node.kind === 'scope') {
		const n = childAt(node, index);
		path.push(n);
		node = node.children[n]!;
	}
	const offset = index - node.start;
	const cell = Math.floor(offset / node.perCell);
	path.push(cell, offset - cell * node.perCell);
	return path;
}

/** The node at a path, which may stop at any depth or go on into cells. */
export function nodeAt(root: Scope, path: Path): Node {
	let node: Node = root;
	for (const n of path) {
		if (node.kind === 'leaf') break;
		const child: Node | undefined = node.children[n];
		if (!child) fail('value', `"${node.name}" has no part ${n}: it has ${node.children.length}`);
		node = child;
	}
	return node;
}

/** The first step under a path, which may stop at any depth. */
export function indexOf(root: Scope, path: Path): number {
	let node: Node = root;
	let depth = 0;
	for (; node.kind === 'scope' && depth < path.length; depth++) {
		const child: Node | undefined = node.children[path[depth]!];
		if (!child) fail('value', `"${node.name}" has no part ${path[depth]}: it has ${node.children.length}`);
		node = child;
	}
	if (node.kind === 'scope') return node.start;
	return node.start + (path[depth] ?? 0) * node.perCell + (path[depth + 1] ?? 0);
}

/** The scopes around a node and the node itself, outermost first. */
export function ancestry(node: Node): Node[] {
	const chain: Node[] = [];
	for (let at: Node | null = node; at; at = at.parent) chain.push(at);
	return chain.reverse();
}

/** Whether it is one update of many: what a batch or a sample teaches. */
export const isUpdate = (node: Node): node is Scope & { readonly part: PartOf<'batch' | 'sample'> } =>
	isPart(node, 'batch') || isPart(node, 'sample');

/** Whether a scope is one of many of its kind in training: an epoch, a batch, a sample. */
export const isRepetition = (
	node: Node
): node is Scope & { readonly part: PartOf<'epoch' | 'batch' | 'sample'> } =>
	isPart(node, 'epoch') || isUpdate(node);

/**
 * The names of `ancestry`, without the root: "forward/conv1/conv2d". Which epoch or batch it is in goes without saying:
 * what happens in one happens in all.
 */
export const pathName = (node: Node): string =>
	ancestry(node)
		.slice(1)
		.filter((n) => n === node || !isRepetition(n))
		.map((n) => n.name)
		.join('/');

/** A node of forward itself; of the way back, what it goes back through: for a sum of gradients, the scope it stands in. */
export function forwardOf(node: Node): Node | null {
	if (node.phase !== 'backward') return node;
	for (let at: Node | null = node; at; at = at.parent) if (at.mirrors) return at.mirrors;
	return null;
}

/** Whether gradients travel through a node, and not only something is computed beside the way back, in its phase. */
export function goesBack(node: Node): boolean {
	let at: Node | undefined = node;
	while (at?.kind === 'scope') at = at.children[0];
	return node.phase === 'backward' && at !== undefined && at.out.gradientOf !== null;
}

/** Whether a scope was declared as a part of this kind. */
export const isPart = <K extends PartKind>(
	node: Node,
	kind: K
): node is Scope & { readonly part: PartOf<K> } => node.kind === 'scope' && node.part?.kind === kind;

/** Under a node, itself included, the outermost scopes that were declared as parts of this kind. */
export const partsIn = <K extends PartKind>(node: Node, kind: K): (Scope & { readonly part: PartOf<K> })[] =>
	isPart(node, kind)
		? [node]
		: node.kind === 'scope'
			? node.children.flatMap((child) => partsIn(child, kind))
			: [];

/** The updates that are recorded, in order. */
export const updatesIn = (node: Node): Scope[] =>
	isUpdate(node) ? [node] : node.kind === 'scope' ? node.children.flatMap(updatesIn) : [];

/** The leaves under a node, in the order in which they run. */
export const leavesOf = (node: Node): Leaf[] =>
	node.kind === 'leaf' ? [node] : node.children.flatMap(leavesOf);

/** The first node whose names from the top are these, or null; epochs and batches may be left out. */
export function find(root: Scope, name: string): Node | null {
	let level: Node[] = [root];
	for (const part of name.split('/'))
		level = level.flatMap((node) => under(node).filter((c) => c.name === part));
	return level[0] ?? null;
}

/** What is in a scope, and in its epochs and batches. */
const under = (node: Node): readonly Node[] =>
	node.kind === 'leaf'
		? []
		: node.children.flatMap((child) => (isRepetition(child) ? [child, ...under(child)] : [child]));

export type Explained = Step & Place & { readonly computed?: number };

/**
 * What step `index` does: recomputed from the tensors. The last step of a cell has the number that the cell holds, which
 * in a trace from a file may be another than the one `computed` here, as where exp overflowed in float32.
 */
export const stepAt = (root: Scope, index: number): Explained => stepOf(placeOf(root, index));

/** The same of a step whose place is known. */
export function stepOf(place: Place): Explained {
	const { leaf, cell } = place;
	const step = leaf.rule.step(leaf.call, cell, place.step);
	const held = leaf.out.data[cell]!;
	if (place.step < leaf.perCell - 1 || Object.is(held, step.value)) return { ...step, ...place };
	return { ...step, ...place, value: held, computed: step.value };
}

/** How many cells of a tensor, from its first, are written once `done` steps have been taken. */
export function known(tensor: Tensor, done: number): number {
	const { writer } = tensor;
	const cells = size(tensor.shape);
	if (!writer) return cells;
	return Math.max(0, Math.min(cells, Math.floor((done - writer.start) / writer.perCell)));
}

/** The step that wrote a cell; null where the tensor is given. */
export function why(tensor: Tensor, cell: number): number | null {
	checkCell(tensor, cell);
	const { writer } = tensor;
	return writer && writer.start + (cell + 1) * writer.perCell - 1;
}

/** A leaf that reads a cell, and the steps that do so: a generator, since a weight may be read in millions. */
export interface Reading {
	readonly leaf: Leaf;
	steps(): Iterable<number>;
}

/** The steps that read a cell, a leaf at a time. */
export function uses(tensor: Tensor, cell: number): Reading[] {
	checkCell(tensor, cell);
	return tensor.readers.map(({ leaf, slot }) => ({
		leaf,
		*steps() {
			for (const [at, s] of leaf.rule.uses(leaf.call, slot, cell)) yield leaf.start + at * leaf.perCell + s;
		}
	}));
}

function checkCell(tensor: Tensor, cell: number) {
	if (!Number.isInteger(cell) || cell < 0 || cell >= size(tensor.shape)) {
		fail('value', `${tensor.name} has cells 0 to ${size(tensor.shape) - 1}: there is no cell ${cell}`);
	}
}

export const sameCell = (a: Cell | null, b: Cell | null): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];
