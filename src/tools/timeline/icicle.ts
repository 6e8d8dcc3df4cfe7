/**
 * The timeline's layout. A convolution may take a thousand times the steps of a softmax, so widths grow with a root of
 * the steps: every scope stays wide enough to see and to hit, and time still runs from left to right.
 */
import type { Node, Scope } from '#engine';

export interface Bar {
	readonly node: Node;
	/** 0 is the row of the phases. */
	readonly row: number;
	/** From 0 to 1. */
	readonly left: number;
	readonly width: number;
}

export interface Icicle {
	readonly bars: readonly Bar[];
	/** Those of ops, in the order of time. */
	readonly ops: readonly Bar[];
	readonly rows: number;
}

export function icicle(root: Scope): Icicle {
	const weights = new Map<Node, number>();
	const weigh = (node: Node): number => {
		const weight =
			node.kind === 'leaf'
				? Math.pow(node.steps, 0.3)
				: node.children.reduce((sum, child) => sum + weigh(child), 0);
		weights.set(node, weight);
		return weight;
	};
	const bars: Bar[] = [];
	let rows = 1;
	const place = (scope: Scope, row: number, left: number, width: number) => {
		rows = Math.max(rows, row + 1);
		const all = weights.get(scope)! || 1;
		for (const node of scope.children) {
			const share = (width * weights.get(node)!) / all;
			bars.push({ node, row, left, width: share });
			if (node.kind === 'scope') place(node, row + 1, left, share);
			left += share;
		}
	};
	weigh(root);
	place(root, 0, 0, 1);
	return { bars, ops: bars.filter(({ node }) => node.kind === 'leaf'), rows };
}

/** The last op for which something holds that holds for all before it; the first where it holds for none. */
function lastOp(ops: readonly Bar[], holds: (bar: Bar) => boolean): Bar | undefined {
	let [low, high] = [0, ops.length - 1];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (holds(ops[middle]!)) low = middle;
		else high = middle - 1;
	}
	return ops[low];
}

/** Where so many steps lie on the timeline, from 0 to 1. */
export function positionOf({ ops }: Icicle, done: number): number {
	if (done === 0) return 0;
	const bar = lastOp(ops, ({ node }) => node.start < done);
	if (!bar) return 0;
	return bar.left + bar.width * Math.max(0, Math.min(1, (done - bar.node.start) / bar.node.steps));
}

/** How many steps lie left of a place on the timeline. */
export function stepsAt({ ops }: Icicle, position: number): number {
	const bar = lastOp(ops, ({ left }) => left <= position);
	if (!bar) return 0;
	return bar.node.start + Math.round(bar.node.steps * Math.min(1, (position - bar.left) / bar.width));
}

/** What is drawn as one bar: a node, or neighbours that are each too narrow to see. */
export interface Drawn extends Bar {
	/** How many nodes it stands for. */
	readonly count: number;
}

/** The bars of the first rows, at most one for each stretch of `least` (a share of the whole width) in a row. */
export function drawn({ bars }: Icicle, rows: number, least: number): Drawn[] {
	const all: Drawn[] = [];
	/** In each row, the place in `all` of a bar that takes in what follows it, until it is wide enough. */
	const open = new Map<number, number>();
	for (const bar of bars) {
		if (bar.row >= rows) continue;
		const at = open.get(bar.row);
		const before = at === undefined ? undefined : all[at]!;
		const joins = before && bar.width < least && before.width < least && before.node.phase === bar.node.phase;
		if (joins) {
			const width = bar.left + bar.width - before.left;
			all[at!] = { ...before, width, count: before.count + 1 };
		} else {
			open.set(bar.row, all.length);
			all.push({ ...bar, count: 1 });
		}
	}
	return all;
}
