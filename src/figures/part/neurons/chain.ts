/**
 * Dense layers one after the other, found by what ops read: a product with weights that are given (or that an update made of
 * given ones), a bias where one is added, a batch norm and an activation where they follow. So a lesson's layers, nn.Linear in a recording and
 * a product that somebody wrote by hand are the same here.
 */
import {
	ancestry,
	forwardOf,
	isPart,
	leavesOf,
	type Leaf,
	type Node,
	type Scope,
	type Tensor,
	size
} from '#engine';

/** A layer of more neurons than these is a wall of lines: its matrices say more. */
export const WIDEST = 16;
/** More layers than these are no picture side by side: each is one by itself. */
const LONGEST = 6;

export interface Layer {
	/** What the product reads: a row for each sample. */
	readonly x: Tensor;
	/** The weights as they are given, and as the product reads them: input × output. They differ where they are turned before. */
	readonly given: Tensor;
	readonly weights: Tensor;
	readonly bias: Tensor | null;
	/** The sum without the bias, and with it; the same tensor where there is no bias. */
	readonly product: Tensor;
	readonly z: Tensor;
	/** The batch norm of the sums; null where there is none. */
	readonly norm: Leaf | null;
	/** What the layer gives out: the sum, or the normalized one, itself where nothing bends it. */
	readonly a: Tensor;
	readonly ins: number;
	readonly outs: number;
}

export interface Chain {
	readonly layers: readonly Layer[];
	/** Samples that go through it at once. */
	readonly rows: number;
	/** The leaves of forward that compute it. */
	readonly leaves: ReadonlySet<Leaf>;
}

/** The cell of the given weights that stands between two neurons, each counted from 0. */
export const weightCell = ({ given, weights, ins, outs }: Layer, from: number, to: number): number =>
	given === weights ? from * outs + to : to * ins + from;

/** What bends the sums of a layer; null where nothing does. */
export const bendOf = ({ z, norm, a }: Layer): Leaf | null => (a === z || a === norm?.out ? null : a.writer);

/** The neurons that a cell of the given weights, or of those that were turned, stands between. */
export function endsOf(layer: Layer, tensor: Tensor, cell: number): readonly [from: number, to: number] {
	const turned = tensor === layer.given && layer.given !== layer.weights;
	const width = turned ? layer.ins : layer.outs;
	const [row, column] = [Math.floor(cell / width), cell % width];
	return turned ? [column, row] : [row, column];
}

const found = new WeakMap<Scope, ReadonlyMap<Leaf, Chain>>();

/** The chain that each leaf of forward is in; found once. */
function chainsIn(root: Scope): ReadonlyMap<Leaf, Chain> {
	let chains = found.get(root);
	if (!chains) found.set(root, (chains = collect(root)));
	return chains;
}

const rootOf = (node: Node): Scope => {
	let at = node;
	while (at.parent) at = at.parent;
	return at as Scope;
};

/** The chain that a node computes, goes back through or changes, and no other node takes part in; null where there is none. */
export function chainOf(node: Node): Chain | null {
	const chains = chainsIn(rootOf(node));
	if (node.phase === 'update') return null;
	const forward = forwardOf(node);
	const inside =
		forward?.parent || forward?.kind === 'leaf'
			? leavesOf(forward)
			: leavesOf(node).flatMap(({ mirrors }) => (mirrors && !isOfLoss(mirrors) ? [mirrors] : []));
	const chain = inside.map((leaf) => chains.get(leaf)).find((one) => one !== undefined);
	return chain && inside.every((leaf) => chain.leaves.has(leaf)) ? chain : null;
}

/** Where the way back begins, before it comes to the network. */
const isOfLoss = (leaf: Leaf): boolean =>
	leaf.call.op.family === 'loss' || ancestry(leaf).some((node) => isPart(node, 'loss'));

/** The last chain before a node, or in it where it is more than an update, whose weights or biases are one of these. */
export function chainWith(node: Node, tensors: readonly Tensor[]): Chain | null {
	const wanted = new Set(tensors);
	const holds = ({ layers }: Chain) =>
		layers.some(({ given, bias }) => wanted.has(given) || (bias !== null && wanted.has(bias)));
	const end = node.phase === 'update' ? node.start : node.start + node.steps;
	let last: Chain | null = null;
	for (const [leaf, chain] of chainsIn(rootOf(node)))
		if (leaf.start < end && chain !== last && holds(chain)) last = chain;
	return last;
}

/** What is not computed from an input: given, changed by an update, or such a one turned. */
function givenOf(tensor: Tensor): Tensor | null {
	const { writer } = tensor;
	if (!writer) return tensor.role === 'parameter' || tensor.role === 'input' ? tensor : null;
	if (writer.phase === 'update') return tensor;
	const turned = writer.call.op.name === 'transpose' && tensor.shape.length === 2;
	return turned ? givenOf(writer.call.xs[0]!) : null;
}

interface Found {
	readonly layer: Layer;
	readonly leaves: readonly Leaf[];
}

function collect(root: Scope): Map<Leaf, Chain> {
	const layers = leavesOf(root).flatMap((leaf) => layerOf(leaf) ?? []);
	const byOutput = new Map<Tensor, Found>();
	for (const one of layers)
		for (const out of [one.layer.product, one.layer.z, one.layer.a]) byOutput.set(out, one);
	const next = new Map<Found, { to: Found; over: readonly Leaf[] }>();
	const follows = new Set<Found>();
	for (const one of layers) {
		const { from, over } = sourceOf(one.layer.x);
		const before = byOutput.get(from);
		// Where several layers read the same, only the first goes on: a chain does not fork.
		if (!before || before.layer.a !== from || next.has(before)) continue;
		if (before.layer.outs !== one.layer.ins) continue;
		next.set(before, { to: one, over });
		follows.add(one);
	}
	const chains = new Map<Leaf, Chain>();
	const note = (all: readonly Found[], over: readonly Leaf[]) => {
		const leaves = new Set([...over, ...all.flatMap((one) => one.leaves)]);
		const chain = { layers: all.map(({ layer }) => layer), rows: rowsOf(all[0]!.layer), leaves };
		for (const leaf of leaves) chains.set(leaf, chain);
	};
	for (const first of layers.filter((one) => !follows.has(one))) {
		const all = [first];
		const over: Leaf[] = [];
		for (let step = next.get(first); step; step = next.get(step.to)) {
			all.push(step.to);
			over.push(...step.over);
		}
		if (all.length <= LONGEST) note(all, over);
		else for (const one of all) note([one], []);
	}
	return chains;
}

const rowsOf = ({ product, outs }: Layer): number => size(product.shape) / outs;

/** What goes into a layer before a dropout, or before its rows were folded in another way, and the leaves that did that. */
function sourceOf(x: Tensor): { from: Tensor; over: readonly Leaf[] } {
	const over: Leaf[] = [];
	let from = x;
	for (;;) {
		const { writer } = from;
		const name = writer?.call.op.name;
		if (!writer || !(name === 'dropout' || name === 'reshape' || name === 'flatten')) return { from, over };
		over.push(writer);
		from = writer.call.xs[0]!;
	}
}

function layerOf(leaf: Leaf): Found | null {
	const { op, xs } = leaf.call;
	if (leaf.phase !== 'forward' || op.name !== 'matmul' || op.unknown || leaf.call.dy) return null;
	const [x, weights] = [xs[0]!, xs[1]!];
	const given = givenOf(weights);
	if (!given || x.shape.length > 2 || weights.shape.length > 2) return null;
	// Of two that are given, the one on the right is the weights; a product of weights with weights is none of a layer.
	if (x.role === 'parameter' || x.writer?.phase === 'update') return null;
	const [ins, outs] = [weights.shape[0]!, weights.shape[1] ?? 1];
	if (ins > WIDEST || outs > WIDEST) return null;
	const leaves = [leaf];
	if (weights.writer?.phase === 'forward') leaves.unshift(weights.writer);
	const product = leaf.out;
	let [z, bias] = [product, null as Tensor | null];
	const added = onlyReader(product);
	if (added?.call.op.name === 'add') {
		const other = added.call.xs.find((one) => one !== product);
		const isBias = other && givenOf(other) && (size(other.shape) === outs || size(other.shape) === 1);
		if (isBias && size(added.out.shape) === size(product.shape)) {
			[z, bias] = [added.out, other];
			leaves.push(added);
		}
	}
	const next = onlyReader(z);
	const norm = next?.call.op.name === 'batchNorm' && next.call.xs[0] === z ? next : null;
	if (norm) leaves.push(norm);
	let a = norm?.out ?? z;
	const bent = bentFrom(a);
	if (bent) {
		a = bent.out;
		leaves.push(bent);
	}
	return { layer: { x, given, weights, bias, product, z, norm, a, ins, outs }, leaves };
}

/** The activation of a sum. Where something else reads the sum too, such as a loss, it is one that answers for each number. */
function bentFrom(z: Tensor): Leaf | null {
	const only = onlyReader(z);
	if (only) return bends(only) ? only : null;
	const all = forwardReaders(z);
	const bent = all.filter((leaf) => bends(leaf) && leaf.call.op.family !== 'softmax');
	return bent.length === 1 && !all.some((leaf) => leaf.call.op.name === 'matmul') ? bent[0]! : null;
}

/** A function of each number, or of each row. */
const bends = ({ call: { op, xs }, out }: Leaf): boolean =>
	!op.unknown &&
	(op.family === 'activation' || op.family === 'softmax' || op.name === 'sign' || op.name === 'step') &&
	xs.length === 1 &&
	size(out.shape) === size(xs[0]!.shape);

/** What alone goes on from a tensor; a loss may read it beside that. */
function onlyReader(tensor: Tensor): Leaf | null {
	const readers = forwardReaders(tensor);
	const on = readers.length > 1 ? readers.filter((leaf) => !isOfLoss(leaf)) : readers;
	return on.length === 1 ? on[0]! : null;
}

const forwardReaders = (tensor: Tensor): Leaf[] =>
	tensor.readers.flatMap(({ leaf }) => (leaf.phase === 'forward' && !leaf.call.dy ? [leaf] : []));

/** What a parameter was before any update. */
export const originOf = (tensor: Tensor): Tensor =>
	tensor.writer?.phase === 'update' ? originOf(tensor.writer.call.xs[0]!) : tensor;

const sizesOf = ({ layers }: Chain): string =>
	layers.map(({ ins, outs, bias }) => `${ins} ${outs} ${bias !== null}`).join();

/** All passes in its trace through networks of the sizes of a chain, in the order in which they run. */
const passesLike = (chain: Chain): Chain[] =>
	[...new Set(chainsIn(rootOf(chain.layers[0]!.product.writer!)).values())].filter(
		(one) => sizesOf(one) === sizesOf(chain)
	);

/** A chain among one for each other network of the same sizes in its trace that began with other weights, in order. */
export function chainsLike(chain: Chain): readonly Chain[] {
	const begun = (one: Chain) => originOf(one.layers[0]!.given);
	const all = new Map<Tensor, Chain>();
	for (const one of passesLike(chain)) if (!all.has(begun(one))) all.set(begun(one), one);
	return [...all.set(begun(chain), chain).values()];
}

/** Of a chain and those like it, the first that the most samples go through: all of them, where updates take batches. */
export const fullest = (chain: Chain): Chain =>
	passesLike(chain).reduce((most, one) => (one.rows > most.rows ? one : most), chain);
