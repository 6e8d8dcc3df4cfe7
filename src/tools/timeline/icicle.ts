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

const weight = (node: Node): number =>
	node.kind === 'leaf'
		? Math.pow(node.steps, 0.3)
		: node.children.reduce((sum, child) => sum + weight(child), 0);

export function icicle(root: Scope): Bar[] {
	const bars: Bar[] = [];
	const place = (scope: Scope, row: number, left: number, width: number) => {
		const weights = scope.children.map(weight);
		const all = weights.reduce((a, b) => a + b, 0) || 1;
		scope.children.forEach((node, k) => {
			const share = (width * weights[k]!) / all;
			bars.push({ node, row, left, width: share });
			if (node.kind === 'scope') place(node, row + 1, left, share);
			left += share;
		});
	};
	place(root, 0, 0, 1);
	return bars;
}

const inside = (bars: readonly Bar[], holds: (bar: Bar) => boolean) =>
	bars.findLast((bar) => bar.node.kind === 'leaf' && holds(bar));

/** Where so many steps lie on the timeline, from 0 to 1. */
export function positionOf(bars: readonly Bar[], done: number): number {
	const bar =
		inside(bars, ({ node }) => node.start < done || done === 0) ?? bars.find((b) => b.node.kind === 'leaf');
	if (!bar || done === 0) return 0;
	return bar.left + bar.width * Math.max(0, Math.min(1, (done - bar.node.start) / bar.node.steps));
}

/** How many steps lie left of a place on the timeline. */
export function stepsAt(bars: readonly Bar[], position: number): number {
	const bar = inside(bars, ({ left }) => left <= position);
	if (!bar) return 0;
	return bar.node.start + Math.round(bar.node.steps * Math.min(1, (position - bar.left) / bar.width));
}
