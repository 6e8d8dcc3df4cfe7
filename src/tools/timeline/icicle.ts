/**
 * The timeline's layout. A convolution may take a thousand times the steps of a softmax, so widths grow with a root of
 * the steps: every scope stays wide enough to see and to hit, and time still runs from left to right. What is kept is one
 * array for each scope, of where its children lie; a place is found by going down from scope to scope. An object for each
 * node, as d3-hierarchy makes, would be twenty times as much.
 */
import { childAt, type Node, type Scope } from '#engine';

export interface Bar {
	readonly node: Node;
	/** 0 is the row of the phases. */
	readonly row: number;
	/** From 0 to 1. */
	readonly left: number;
	readonly width: number;
}

export interface Icicle {
	readonly root: Scope;
	readonly rows: number;
}

/** Where the children of a scope begin, and where the last one ends; and how many rows there are under it. */
interface Layout {
	readonly edges: Float64Array;
	readonly rows: number;
}

const layouts = new WeakMap<Scope, Layout>();

function layoutOf(scope: Scope): Layout {
	const known = layouts.get(scope);
	if (known) return known;
	const { children } = scope;
	const edges = new Float64Array(children.length + 1);
	let below = 0;
	children.forEach((node, n) => {
		let width: number;
		if (node.kind === 'leaf') width = Math.pow(node.steps, 0.3);
		else {
			const inside = layoutOf(node);
			width = inside.edges[node.children.length]!;
			below = Math.max(below, inside.rows);
		}
		edges[n + 1] = edges[n]! + width;
	});
	const layout = { edges, rows: 1 + below };
	layouts.set(scope, layout);
	return layout;
}

export const icicle = (root: Scope): Icicle => ({ root, rows: layoutOf(root).rows });

/** Where a child lies, as shares of its scope. */
function share(scope: Scope, n: number): { left: number; width: number } {
	const { edges } = layoutOf(scope);
	const all = edges[edges.length - 1]! || 1;
	return { left: edges[n]! / all, width: (edges[n + 1]! - edges[n]!) / all };
}

/** The bar of a node; null where it does not stand below the icicle's root. */
export function barOf(all: Icicle, node: Node): Bar | null {
	const { parent } = node;
	if (node === all.root || !parent) return null;
	const around = parent === all.root ? { row: -1, left: 0, width: 1 } : barOf(all, parent);
	if (!around) return null;
	let n = childAt(parent, node.start);
	// What takes no steps starts where what follows it does.
	while (n > 0 && parent.children[n] !== node) n--;
	const { left, width } = share(parent, n);
	return {
		node,
		row: around.row + 1,
		left: around.left + around.width * left,
		width: around.width * width
	};
}

/** Where so many steps lie on the timeline, from 0 to 1. */
export function positionOf({ root }: Icicle, done: number): number {
	if (done <= root.start || !root.steps) return 0;
	const index = Math.min(done, root.start + root.steps) - 1;
	let [left, width] = [0, 1];
	let node: Node = root;
	while (node.kind === 'scope') {
		const n = childAt(node, index);
		const part = share(node, n);
		left += width * part.left;
		width *= part.width;
		node = node.children[n]!;
	}
	return left + width * ((index + 1 - node.start) / node.steps);
}

/** How many steps lie left of a place on the timeline. */
export function stepsAt({ root }: Icicle, position: number): number {
	let node: Node = root;
	let inside = position;
	while (node.kind === 'scope') {
		const { edges } = layoutOf(node);
		const target = inside * edges[edges.length - 1]!;
		let low = 0;
		let high = node.children.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (edges[middle]! <= target) low = middle;
			else high = middle - 1;
		}
		const width = edges[low + 1]! - edges[low]!;
		inside = width > 0 ? Math.min(1, (target - edges[low]!) / width) : 1;
		node = node.children[low]!;
	}
	return node.start + Math.round(node.steps * inside);
}

/** What is drawn as one bar: a node, or neighbours that are each too narrow to see. */
export interface Drawn extends Bar {
	/** How many nodes it stands for. */
	readonly count: number;
}

/** The bars of the first rows, at most one for each stretch of `least` (a share of the whole width) in a row. */
export function drawn({ root }: Icicle, rows: number, least: number): Drawn[] {
	const all: Drawn[] = [];
	/** In each row, the place in `all` of a bar that takes in what follows it, until it is wide enough. */
	const open: number[] = [];
	const add = (node: Node, row: number, left: number, width: number) => {
		const at = open[row];
		const before = at === undefined ? undefined : all[at]!;
		if (before && width < least && before.width < least && before.node.phase === node.phase)
			all[at!] = { ...before, width: left + width - before.left, count: before.count + 1 };
		else open[row] = all.push({ node, row, left, width, count: 1 }) - 1;
	};
	const place = (scope: Scope, row: number, left: number, width: number) => {
		const { edges } = layoutOf(scope);
		const unit = width / (edges[edges.length - 1]! || 1);
		scope.children.forEach((node, n) => {
			const from = left + edges[n]! * unit;
			const wide = (edges[n + 1]! - edges[n]!) * unit;
			add(node, row, from, wide);
			if (node.kind === 'scope' && row + 1 < rows) place(node, row + 1, from, wide);
		});
	};
	if (rows > 0) place(root, 0, 0, 1);
	return all;
}
