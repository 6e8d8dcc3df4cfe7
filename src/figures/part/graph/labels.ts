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

export interface Labelled {
	readonly ends: Ends;
	/** Half of the label's width and of its height. */
	readonly halfWidth: number;
	readonly halfHeight: number;
	/** The share of the edge that it keeps where nothing lies there; the middle where none is given. */
	readonly along?: number;
	/** Whether it chooses before the others. */
	readonly first?: boolean;
}

export interface Label {
	/** Its middle. */
	readonly x: number;
	readonly y: number;
	/** Whether it still covers another label or a node. */
	readonly covers: boolean;
}

/** Where the label of each edge stands, in the order of the edges. */
export function labelsOf(edges: readonly Labelled[], nodes: readonly Box[]): Label[] {
	const length = ({ ends: [x1, y1, x2, y2] }: Labelled) => Math.hypot(x2 - x1, y2 - y1);
	const placed: Box[] = [];
	const found: Label[] = [];
	const order = [...edges.entries()].sort(
		// A short edge has little choice.
		([, a], [, b]) => Number(b.first ?? false) - Number(a.first ?? false) || length(a) - length(b)
	);
	for (const [k, { ends, halfWidth, halfHeight, along }] of order) {
		const [x1, y1, x2, y2] = ends;
		const all = (along === undefined ? ALONG : [along, ...ALONG]).map((t): Box => ({
			x: x1 + t * (x2 - x1),
			y: y1 + t * (y2 - y1),
			halfWidth,
			halfHeight
		}));
		const cost = (box: Box) => [...placed, ...nodes].reduce((sum, other) => sum + overlap(box, other), 0);
		const best = all.reduce((a, b) => (cost(b) < cost(a) - 1e-9 ? b : a));
		found[k] = { x: best.x, y: best.y, covers: cost(best) > 1e-9 };
		placed.push(best);
	}
	return found;
}
