/**
 * A network as a graph: which parts it is taken apart into, which stand for several equal ones, and who reads whom. Where
 * everything lies is found by dagre. A scope that says what it is stays whole; one that says nothing is opened as long as
 * there is room for what is in it.
 */
import * as dagre from '@dagrejs/dagre';
import { leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { givenTo, readsOf, type Part } from './parts.ts';

/** What is drawn as one: a part, or several equal ones in a row. */
export interface Item {
	readonly nodes: readonly Node[];
	/** The scopes that were opened to get to it, outermost first. */
	readonly within: readonly Scope[];
	/** Whether there is something to open in it. */
	readonly opens: boolean;
	/** The equal parts that it is one of, where these were unfolded. */
	readonly run: readonly Node[] | null;
}

/** What somebody has opened, closed and unfolded. */
export interface Choices {
	/** Scopes, opened or closed by hand. */
	readonly opened: ReadonlyMap<Node, boolean>;
	/** The first of several equal parts that are each drawn. */
	readonly unfolded: ReadonlySet<Node>;
}

export const NO_CHOICES: Choices = { opened: new Map(), unfolded: new Set() };

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

const follows = (node: Node, before: Node): boolean => {
	const reads = readsOf(node);
	return leavesOf(before).some(({ out }) => reads.has(out));
};

/** Scopes in a row that do the same, each with what the one before it gives out, are one item. */
function inRuns(nodes: readonly Node[], within: readonly Scope[], { unfolded }: Choices): Item[] {
	const runs: Node[][] = [];
	for (const node of nodes) {
		const run = runs.at(-1);
		const same =
			node.kind === 'scope' &&
			run?.[0]!.kind === 'scope' &&
			signatureOf(run[0]!) === signatureOf(node) &&
			follows(node, run.at(-1)!);
		if (same) run.push(node);
		else runs.push([node]);
	}
	const item = (nodes: readonly Node[], run: readonly Node[] | null): Item => ({
		nodes,
		within,
		opens: nodes.length === 1 && nodes[0]!.kind === 'scope' && nodes[0]!.children.length > 1,
		run
	});
	return runs.flatMap((run) =>
		run.length > 1 && unfolded.has(run[0]!) ? run.map((node) => item([node], run)) : [item(run, null)]
	);
}

export function itemsOf(parts: readonly Part[], choices: Choices = NO_CHOICES): Item[] {
	const apart = ({ nodes, within }: Item) =>
		inRuns((nodes[0] as Scope).children, [...within, nodes[0] as Scope], choices);
	/** A scope that was opened, or one that does not say what it is and for whose parts there is room. */
	const opens = (item: Item, all: number): boolean => {
		const node = item.nodes[0] as Scope;
		const chosen = choices.opened.get(node);
		if (!item.opens || chosen !== undefined) return item.opens && chosen === true;
		return !node.part && !item.run && all - 1 + apart(item).length <= ROOM;
	};
	let items = inRuns(
		parts.map(({ node }) => node),
		[],
		choices
	);
	for (;;) {
		const all = items.length;
		const next = items.find((item) => opens(item, all));
		if (!next) return items;
		items = items.flatMap((item) => (item === next ? apart(item) : [item]));
	}
}

interface Edge {
	/** An item, or what is given. */
	readonly from: number | Tensor;
	readonly to: number;
	readonly carries: readonly Tensor[];
}

/** Who writes what an item reads. */
function edgesOf(items: readonly Item[], given: readonly Tensor[]): Edge[] {
	const writers = new Map<Tensor, number>();
	const own = items.map(({ nodes }) => nodes.flatMap(leavesOf));
	own.forEach((leaves, k) => leaves.forEach(({ out }) => writers.set(out, k)));
	return own.flatMap((leaves, to) => {
		const reads = new Set(leaves.flatMap(({ reads }: Leaf) => reads));
		const from = new Map<number | Tensor, Tensor[]>();
		for (const x of reads) {
			const source = writers.get(x) ?? (given.includes(x) ? x : to);
			if (source !== to) from.set(source, [...(from.get(source) ?? []), x]);
		}
		return [...from].map(([from, carries]) => ({ from, to, carries }));
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
		/** What is read along it. */
		readonly carries: readonly Tensor[];
		readonly points: readonly (readonly [x: number, y: number])[];
	}[];
	readonly width: number;
	readonly height: number;
}

/** In pixels: a part, and what is given. */
const PART = { width: 104, height: 78 } as const;
const GIVEN = { width: 104, height: 46 } as const;

export function graphOf(parts: readonly Part[], choices: Choices = NO_CHOICES): Graph {
	const items = itemsOf(parts, choices);
	const given = [...new Set(parts.flatMap(({ node }) => givenTo(node)))].slice(0, 5);
	const graph = new dagre.graphlib.Graph({ compound: true });
	graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 34, marginx: 6, marginy: 12 });
	graph.setDefaultEdgeLabel(() => ({}));
	const frames = [...new Set(items.flatMap(({ within }) => within))];
	const idOf = (node: number | Tensor | Scope): string =>
		typeof node === 'number'
			? `item ${node}`
			: 'data' in node
				? `given ${given.indexOf(node)}`
				: `frame ${frames.indexOf(node)}`;
	frames.forEach((scope) => graph.setNode(idOf(scope), {}));
	given.forEach((tensor) => graph.setNode(idOf(tensor), { ...GIVEN }));
	items.forEach(({ within }, k) => {
		graph.setNode(idOf(k), { ...PART });
		const around = within.at(-1);
		if (around) graph.setParent(idOf(k), idOf(around));
		within.slice(1).forEach((scope, n) => graph.setParent(idOf(scope), idOf(within[n]!)));
	});
	const edges = edgesOf(items, given);
	for (const { from, to } of edges) graph.setEdge(idOf(from), idOf(to));
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
		edges: edges.map(({ from, to, carries }) => {
			const [start, end] = [boxOf(idOf(from)), boxOf(idOf(to))];
			const { points } = graph.edge(idOf(from), idOf(to)) as { points: { x: number; y: number }[] };
			// An arrow leaves a box on its right and enters the next on its left, wherever dagre's line meets them.
			const between = points.slice(1, -1).map(({ x, y }) => [x, y] as const);
			return {
				to: items[to]!,
				carries,
				points: [
					[start.x + start.width, start.y + start.height / 2] as const,
					...between,
					[end.x, end.y + end.height / 2] as const
				]
			};
		}),
		width: whole.width,
		height: whole.height
	};
}
