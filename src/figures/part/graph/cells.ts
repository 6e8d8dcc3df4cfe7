/**
 * A part as a graph of single numbers: each cell is a node, and an edge leads to every cell that is computed from it, with the
 * local derivative that the way back multiplies by. Of the ops nothing is known here but what their rules read and say.
 */
import { forwardOf, leavesOf, type Cell, type Leaf, type Node, type Tensor, size } from '#engine';

/** A larger graph is not taken in at a glance. */
export const MOST_NODES = 48;

export interface GraphNode {
	readonly tensor: Tensor;
	readonly cell: number;
	/** The op that computes it; null where it is given to the part. */
	readonly leaf: Leaf | null;
}

export interface GraphEdge {
	readonly from: GraphNode;
	readonly to: GraphNode;
	/** Where the way back uses it: the leaf of the gradient, its cell and its step; null where nothing goes back. */
	readonly back: { readonly leaf: Leaf; readonly cell: number; readonly step: number } | null;
}

export interface CellGraph {
	readonly nodes: readonly GraphNode[];
	readonly edges: readonly GraphEdge[];
}

export interface Derivative {
	readonly local: number;
	readonly upstream: number;
	readonly product: number;
}

/** The numbers of an edge on the way back. */
export function derivativeOf({ back }: GraphEdge): Derivative | null {
	if (!back) return null;
	const { local, upstream, term, value } = back.leaf.rule.step(back.leaf.call, back.cell, back.step);
	if (local === undefined || upstream === undefined) return null;
	return { local, upstream, product: term ?? (back.leaf.perCell === 1 ? value : local * upstream) };
}

const found = new WeakMap<Node, CellGraph | null>();

/** The graph of a part, or of the forward part that it goes back through; null where it is too large or takes no part in one. */
export function cellGraphOf(node: Node): CellGraph | null {
	let graph = found.get(node);
	if (graph === undefined) found.set(node, (graph = build(node)));
	return graph;
}

/** The leaves of forward that a node runs, or goes back through. */
function forwardLeaves(node: Node): readonly Leaf[] {
	if (node.phase === 'update') return [];
	if (node.phase === 'forward') return leavesOf(node).filter(({ phase }) => phase === 'forward');
	const forward = forwardOf(node);
	if (forward?.parent) return leavesOf(forward);
	const mirrored = new Set(leavesOf(node).flatMap(({ mirrors }) => mirrors ?? []));
	return [...mirrored].sort((a, b) => a.start - b.start);
}

function build(node: Node): CellGraph | null {
	const leaves = forwardLeaves(node);
	if (!leaves.length || leaves.reduce((sum, { out }) => sum + size(out.shape), 0) > MOST_NODES) return null;
	const nodes = new Map<string, GraphNode>();
	const at = ([tensor, cell]: Cell, leaf: Leaf | null): GraphNode => {
		const key = `${tensor.name} ${cell}`;
		let one = nodes.get(key);
		if (!one) nodes.set(key, (one = { tensor, cell, leaf }));
		return one;
	};
	const edges: GraphEdge[] = [];
	const within = new Map(leaves.map((leaf) => [leaf.out, leaf]));
	for (const leaf of leaves)
		for (let cell = 0; cell < leaf.out.data.length; cell++) {
			const to = at([leaf.out, cell], leaf);
			const reads = new Map<string, Cell>();
			for (let s = 0; s < leaf.perCell; s++)
				for (const read of leaf.rule.step(leaf.call, cell, s).reads)
					if (read[1] >= 0 && read[0] !== leaf.out) reads.set(`${read[0].name} ${read[1]}`, read);
			for (const read of reads.values()) {
				const from = at(read, within.get(read[0]) ?? null);
				edges.push({ from, to, back: backOf(leaf, from, to) });
			}
			if (nodes.size > MOST_NODES) return null;
		}
	return { nodes: [...nodes.values()], edges };
}

/** The step of the way back that multiplies what arrives at `to` by the local derivative for `from`. */
function backOf(leaf: Leaf, from: GraphNode, to: GraphNode): GraphEdge['back'] {
	const gradient = to.tensor.grad;
	if (!gradient) return null;
	const back = gradient.readers.find(
		({ leaf: one }) => one.mirrors === leaf && one.out.gradientOf === from.tensor
	)?.leaf;
	if (!back) return null;
	for (let step = 0; step < back.perCell; step++) {
		const { reads } = back.rule.step(back.call, from.cell, step);
		if (reads.some(([tensor, cell]) => tensor === gradient && cell === to.cell))
			return { leaf: back, cell: from.cell, step };
	}
	return null;
}

export interface Counts {
	/** Each gradient is computed once and read by all that come before it. */
	readonly reused: number;
	/** Each gradient that is asked for is worked out along all of its paths. */
	readonly afresh: number;
	/** The gradients that are asked for. */
	readonly wanted: number;
}

/**
 * How many multiplications by a local derivative the way back takes to the numbers that are given and have a gradient. With
 * reuse there is one for each edge; without, one for each edge of each path: what is below a node is worked out again for
 * every edge that leads to it.
 */
export function countsOf({ nodes, edges }: CellGraph): Counts {
	const out = new Map<GraphNode, GraphEdge[]>();
	for (const edge of edges) if (edge.back) out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
	const costs = new Map<GraphNode, number>();
	const cost = (node: GraphNode): number => {
		let sum = costs.get(node);
		if (sum === undefined) {
			sum = (out.get(node) ?? []).reduce((all, { to }) => all + 1 + cost(to), 0);
			costs.set(node, sum);
		}
		return sum;
	};
	const wanted = nodes.filter((node) => node.leaf === null && out.has(node));
	const used = new Set<GraphEdge>();
	const visit = (node: GraphNode) => {
		for (const edge of out.get(node) ?? []) {
			if (used.has(edge)) continue;
			used.add(edge);
			visit(edge.to);
		}
	};
	wanted.forEach(visit);
	return {
		reused: used.size,
		afresh: wanted.reduce((sum, node) => sum + cost(node), 0),
		wanted: wanted.length
	};
}
