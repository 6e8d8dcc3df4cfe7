/**
 * A network as a graph: which parts it is taken apart into, which stand for several equal ones, and who reads whom. Where
 * everything lies is found by dagre. A scope that says what it is stays whole; one that says nothing is opened as long as
 * there is room for what is in it.
 */
import * as dagre from '@dagrejs/dagre';
import { leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { givenTo, type Part } from './parts.ts';

/** What is drawn as one: a part, or several equal ones in a row. */
export interface Item {
	readonly nodes: readonly Node[];
	/** The scopes that were opened to get to it, outermost first. */
	readonly within: readonly Scope[];
	/** Whether there is something to open in it. */
	readonly opens: boolean;
}

/** What somebody has opened or closed, by the node that stands for it. */
export type Choices = ReadonlyMap<Node, boolean>;

/** So many items are drawn before scopes are left closed. */
const ROOM = 24;

const signatures = new WeakMap<Node, string>();

/** What a part does, without names: equal ones have the same. */
function signatureOf(node: Node): string {
	let known = signatures.get(node);
	if (known === undefined) {
		known =
			node.kind === 'leaf'
				? `${node.call.op.name}${JSON.stringify(node.call.attrs ?? null)}[${node.out.shape.join()}]`
				: `${node.part?.kind ?? ''}(${node.children.map(signatureOf).join()})`;
		signatures.set(node, known);
	}
	return known;
}

/** Scopes in a row that do the same are one item. */
function inRuns(nodes: readonly Node[], within: readonly Scope[], choices: Choices): Item[] {
	const runs: Node[][] = [];
	for (const node of nodes) {
		const run = runs.at(-1);
		const same =
			node.kind === 'scope' &&
			run?.[0]!.kind === 'scope' &&
			choices.get(run[0]!) !== true &&
			signatureOf(run[0]!) === signatureOf(node);
		if (same) run.push(node);
		else runs.push([node]);
	}
	return runs.map((nodes) => ({
		nodes,
		within,
		opens: nodes.length > 1 || (nodes[0]!.kind === 'scope' && nodes[0]!.children.length > 1)
	}));
}

/** What an item is taken apart into: several equal parts into each of them, and a scope into its children. */
const apart = ({ nodes, within }: Item, choices: Choices): Item[] =>
	nodes.length > 1
		? nodes.flatMap((node) => inRuns([node], within, choices))
		: inRuns((nodes[0] as Scope).children, [...within, nodes[0] as Scope], choices);

export function itemsOf(parts: readonly Part[], choices: Choices = new Map()): Item[] {
	let items = inRuns(
		parts.map(({ node }) => node),
		[],
		choices
	);
	for (;;) {
		const next =
			items.find((item) => item.opens && choices.get(item.nodes[0]!) === true) ?? unsaid(items, choices);
		if (!next) return items;
		const opened = apart(next, choices);
		items = items.flatMap((item) => (item === next ? opened : [item]));
	}
}

/** A scope that does not say what it is, and whose parts there is room for. */
const unsaid = (items: readonly Item[], choices: Choices): Item | undefined =>
	items.find((item) => {
		const [node] = item.nodes;
		return (
			item.opens &&
			item.nodes.length === 1 &&
			node!.kind === 'scope' &&
			!node!.part &&
			choices.get(node!) !== false &&
			items.length - 1 + apart(item, choices).length <= ROOM
		);
	});

/** Who writes what an item reads. */
function edgesOf(items: readonly Item[], given: readonly Tensor[]): [from: number | Tensor, to: number][] {
	const writers = new Map<Tensor, number>();
	const own = items.map(({ nodes }) => nodes.flatMap(leavesOf));
	own.forEach((leaves, k) => leaves.forEach(({ out }) => writers.set(out, k)));
	return own.flatMap((leaves, to) => {
		const reads = new Set(leaves.flatMap(({ reads }: Leaf) => reads));
		const from = new Set<number | Tensor>();
		for (const x of reads) {
			const writer = writers.get(x);
			if (writer !== undefined && writer !== to) from.add(writer);
			else if (given.includes(x)) from.add(x);
		}
		return [...from].map((one) => [one, to] as [number | Tensor, number]);
	});
}

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface Graph {
	readonly items: readonly (Item & Box)[];
	readonly given: readonly ({ readonly tensor: Tensor } & Box)[];
	/** Around the parts of an opened scope. */
	readonly frames: readonly ({ readonly scope: Scope } & Box)[];
	readonly edges: readonly {
		readonly to: Item;
		readonly points: readonly (readonly [x: number, y: number])[];
	}[];
	readonly width: number;
	readonly height: number;
}

/** In pixels. */
export const NODE = { width: 104, height: 74 } as const;

export function graphOf(parts: readonly Part[], choices: Choices = new Map()): Graph {
	const items = itemsOf(parts, choices);
	const given = [...new Set(parts.flatMap(({ node }) => givenTo(node)))].slice(0, 5);
	const graph = new dagre.graphlib.Graph({ compound: true });
	graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 34, marginx: 6, marginy: 12 });
	graph.setDefaultEdgeLabel(() => ({}));
	const frames = [...new Set(items.flatMap(({ within }) => within))];
	const idOf = (node: number | Tensor | Scope): string =>
		typeof node === 'number'
			? `item ${node}`
			: 'data' in node
				? `given ${given.indexOf(node)}`
				: `frame ${frames.indexOf(node)}`;
	frames.forEach((scope) => graph.setNode(idOf(scope), {}));
	given.forEach((tensor) => graph.setNode(idOf(tensor), { ...NODE }));
	items.forEach(({ within }, k) => {
		graph.setNode(idOf(k), { ...NODE });
		const around = within.at(-1);
		if (around) graph.setParent(idOf(k), idOf(around));
		within.slice(1).forEach((scope, n) => graph.setParent(idOf(scope), idOf(within[n]!)));
	});
	const edges = edgesOf(items, given);
	for (const [from, to] of edges) graph.setEdge(idOf(from), idOf(to));
	dagre.layout(graph);
	const boxOf = (id: string): Box => {
		const { x, y, width, height } = graph.node(id) as Box;
		return { x: x - width / 2, y: y - height / 2, width, height };
	};
	const whole = graph.graph() as { width: number; height: number };
	return {
		items: items.map((item, k) => ({ ...item, ...boxOf(idOf(k)) })),
		given: given.map((tensor) => ({ tensor, ...boxOf(idOf(tensor)) })),
		frames: frames.map((scope) => ({ scope, ...boxOf(idOf(scope)) })),
		edges: edges.map(([from, to]) => {
			const { points } = graph.edge(idOf(from), idOf(to)) as { points: { x: number; y: number }[] };
			return { to: items[to]!, points: points.map(({ x, y }) => [x, y] as const) };
		}),
		width: whole.width,
		height: whole.height
	};
}
