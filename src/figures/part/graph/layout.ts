/** Where the nodes of a graph of numbers lie: from left to right, found by dagre. */
import * as dagre from '@dagrejs/dagre';
import type { CellGraph, GraphEdge, GraphNode } from './cells.ts';

/** A node in pixels: its name above, its value and its gradient. */
export const BOX = { width: 56, height: 58 } as const;

export interface Placed {
	readonly node: GraphNode;
	/** Its middle. */
	readonly x: number;
	readonly y: number;
}

export interface Line {
	readonly edge: GraphEdge;
	readonly ends: readonly [x1: number, y1: number, x2: number, y2: number];
}

export interface Layout {
	readonly nodes: readonly Placed[];
	readonly lines: readonly Line[];
	readonly width: number;
	readonly height: number;
}

/** What lies between two columns: enough for the labels of edges, as little as they need, and as little where there are none. */
const GAPS = { wide: 66, narrow: 44, bare: 24 } as const;

/** Columns so far apart that the graph is no wider than there is room, as far as that may be: what no gradient comes back through has no labels. */
export function layoutIn(graph: CellGraph, width: number): Layout {
	const gaps = [GAPS.wide, GAPS.narrow, ...(graph.edges.some(({ back }) => back) ? [] : [GAPS.bare])];
	let layout = layoutOf(graph, gaps[0]!);
	for (const gap of gaps.slice(1)) if (layout.width > width) layout = layoutOf(graph, gap);
	return layout;
}

function layoutOf({ nodes, edges }: CellGraph, gap: number): Layout {
	const graph = new dagre.graphlib.Graph();
	graph.setGraph({ rankdir: 'LR', nodesep: 20, ranksep: gap, marginx: 4, marginy: 6 });
	graph.setDefaultEdgeLabel(() => ({}));
	const idOf = new Map(nodes.map((node, k) => [node, String(k)]));
	for (const node of nodes) graph.setNode(idOf.get(node)!, { ...BOX });
	for (const { from, to } of edges) graph.setEdge(idOf.get(from)!, idOf.get(to)!);
	dagre.layout(graph);
	const placed = nodes.map((node) => {
		const { x, y } = graph.node(idOf.get(node)!) as { x: number; y: number };
		return { node, x, y };
	});
	const at = new Map(placed.map((one) => [one.node, one]));
	const lines = edges.map((edge): Line => {
		const [a, b] = [at.get(edge.from)!, at.get(edge.to)!];
		return { edge, ends: [a.x + BOX.width / 2, a.y, b.x - BOX.width / 2, b.y] };
	});
	const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
	return { nodes: placed, lines, width, height };
}
