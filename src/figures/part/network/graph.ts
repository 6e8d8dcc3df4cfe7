/** A network as a graph: who reads whom among its items. Where everything lies is found by dagre. */
import * as dagre from '@dagrejs/dagre';
import { leavesOf, type Leaf, type Scope, type Tensor } from '#engine';
import { itemsOf, NO_CHOICES, type Choices, type Item } from './items.ts';
import { givenTo, type Part } from './parts.ts';

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
const WIDE = { right: 104, down: 84 } as const;
const [PART, GIVEN] = [78, 46];

/** Whether of those side by side in one layer most that run earlier stand before the later ones, along an axis. */
function isInOrder(boxes: readonly Box[], along: 'x' | 'y'): boolean {
	const across = along === 'x' ? 'y' : 'x';
	const turns = boxes.flatMap((a, k) =>
		boxes.slice(k + 1).flatMap((b) => (a[across] === b[across] ? Math.sign(b[along] - a[along]) : []))
	);
	return turns.reduce((sum, turn) => sum + turn, 0) >= 0;
}

/** From left to right or, on a narrow screen, from above down. */
export type Way = 'right' | 'down';

export function graphOf(parts: readonly Part[], choices: Choices = NO_CHOICES, way: Way = 'right'): Graph {
	const right = way === 'right';
	const items = itemsOf(parts, choices);
	const given = [...new Set(parts.flatMap(({ node }) => givenTo(node)))].slice(0, 5);
	const graph = new dagre.graphlib.Graph({ compound: true });
	graph.setGraph({
		rankdir: right ? 'LR' : 'TB',
		nodesep: right ? 10 : 6,
		ranksep: right ? 34 : 22,
		marginx: right ? 6 : 2,
		marginy: 12
	});
	graph.setDefaultEdgeLabel(() => ({}));
	const frames = [...new Set(items.flatMap(({ within }) => within))];
	const idOf = (node: number | Tensor | Scope): string =>
		typeof node === 'number'
			? `item ${node}`
			: 'data' in node
				? `given ${given.indexOf(node)}`
				: `frame ${frames.indexOf(node)}`;
	frames.forEach((scope) => graph.setNode(idOf(scope), {}));
	given.forEach((tensor) => graph.setNode(idOf(tensor), { width: WIDE[way], height: GIVEN }));
	items.forEach(({ within }, k) => {
		graph.setNode(idOf(k), { width: WIDE[way], height: PART });
		const around = within.at(-1);
		if (around) graph.setParent(idOf(k), idOf(around));
		within.slice(1).forEach((scope, n) => graph.setParent(idOf(scope), idOf(within[n]!)));
	});
	const edges = edgesOf(items, given);
	for (const { from, to } of edges) graph.setEdge(idOf(from), idOf(to));
	dagre.layout(graph);
	const whole = graph.graph() as { width: number; height: number };
	const ids = [...given, ...items.keys()].map(idOf);
	const boxes = ids.map((id) => graph.node(id) as Box);
	const inOrder = isInOrder(boxes, right ? 'y' : 'x');
	const placed = ({ x, y }: { readonly x: number; readonly y: number }) =>
		inOrder ? ([x, y] as const) : right ? ([x, whole.height - y] as const) : ([whole.width - x, y] as const);
	const boxOf = (id: string): Box => {
		const { width, height, ...middle } = graph.node(id) as Box;
		const [x, y] = placed(middle);
		return { x: x - width / 2, y: y - height / 2, width, height };
	};
	return {
		items: items.map((item, k) => ({ ...item, ...boxOf(idOf(k)) })),
		given: given.map((tensor) => ({ tensor, ...boxOf(idOf(tensor)) })),
		frames: frames.map((scope) => ({ scope, ...boxOf(idOf(scope)) })),
		edges: edges.map(({ from, to, carries }) => {
			const [start, end] = [boxOf(idOf(from)), boxOf(idOf(to))];
			const { points } = graph.edge(idOf(from), idOf(to)) as { points: { x: number; y: number }[] };
			// An arrow leaves a box on one side and enters the next on the other, wherever dagre's line meets them.
			const between = points.slice(1, -1).map(placed);
			const ends = right
				? ([
						[start.x + start.width, start.y + start.height / 2],
						[end.x, end.y + end.height / 2]
					] as const)
				: ([
						[start.x + start.width / 2, start.y + start.height],
						[end.x + end.width / 2, end.y]
					] as const);
			return { to: items[to]!, carries, points: [ends[0], ...between, ends[1]] };
		}),
		width: whole.width,
		height: whole.height
	};
}
