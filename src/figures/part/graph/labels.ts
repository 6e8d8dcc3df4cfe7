/** Where the labels of edges stand: each on its own edge, where it covers least of the others and of the nodes. */

export interface Box {
	readonly x: number;
	readonly y: number;
	/** Half of its width and of its height, from its middle. */
	readonly halfWidth: number;
	readonly halfHeight: number;
}

type Ends = readonly [x1: number, y1: number, x2: number, y2: number];

/** Shares of an edge, those that are liked most first. */
const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];

const overlap = (a: Box, b: Box): number =>
	Math.max(0, a.halfWidth + b.halfWidth - Math.abs(a.x - b.x)) *
	Math.max(0, a.halfHeight + b.halfHeight - Math.abs(a.y - b.y));

/** The middle of each label, in the order of the edges; `sizes` are its halves. */
export function labelsOf(
	edges: readonly Ends[],
	sizes: readonly (readonly [halfWidth: number, halfHeight: number])[],
	nodes: readonly Box[]
): (readonly [x: number, y: number])[] {
	const length = ([x1, y1, x2, y2]: Ends) => Math.hypot(x2 - x1, y2 - y1);
	const placed: Box[] = [];
	const found: (readonly [number, number])[] = [];
	// A short edge has little choice.
	for (const k of [...edges.keys()].sort((a, b) => length(edges[a]!) - length(edges[b]!))) {
		const [x1, y1, x2, y2] = edges[k]!;
		const [halfWidth, halfHeight] = sizes[k]!;
		const all = ALONG.map((t): Box => ({
			x: x1 + t * (x2 - x1),
			y: y1 + t * (y2 - y1),
			halfWidth,
			halfHeight
		}));
		const cost = (box: Box) => [...placed, ...nodes].reduce((sum, other) => sum + overlap(box, other), 0);
		const best = all.reduce((a, b) => (cost(b) < cost(a) - 1e-9 ? b : a));
		placed.push(best);
		found[k] = [best.x, best.y];
	}
	return found;
}
