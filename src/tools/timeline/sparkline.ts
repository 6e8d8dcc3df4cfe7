/**
 * The size of every gradient, and every loss, over the timeline: where a gradient vanishes or explodes shows at a glance.
 * Gradients are drawn by the logarithm of their norm, since that is how they grow and shrink.
 */
import { extent } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { size, type Leaf, type Tensor, type Trace } from '#engine';
import { normIn } from '#engine/norm.ts';
import { unseen } from '#engine/recorded.ts';

export interface Point {
	/** Steps taken when it is known. */
	readonly done: number;
	readonly tensor: Tensor;
	readonly value: number;
}

/**
 * The norm of each gradient that backward finds, in order; contributions to one are left out, and what a file leaves to be
 * computed: in a large network that is the work of many matrix products.
 */
export const gradientNorms = ({ leaves }: Trace): Point[] =>
	leaves.flatMap(({ out, start, steps }) =>
		out.gradientOf?.grad === out && !unseen(out)
			? [{ done: start + steps, tensor: out, value: normIn(out) }]
			: []
	);

/** What ways back start from, and the same computed once more after an update. */
export function losses({ leaves }: Trace): Point[] {
	const started = new Set(
		leaves.filter(({ call }) => call.op.name === 'onesLike').map(({ out }) => out.gradientOf)
	);
	const kinds = new Set([...started].map((loss) => loss?.writer?.call.op.name));
	let backward = false;
	const isLoss = ({ phase, out, call }: Leaf) => {
		backward ||= phase === 'backward';
		return (
			started.has(out) ||
			(backward && phase === 'forward' && size(out.shape) === 1 && kinds.has(call.op.name))
		);
	};
	return leaves
		.filter(isLoss)
		.map(({ out, start, steps }) => ({ done: start + steps, tensor: out, value: out.data[0]! }));
}

/** Whether a norm has a place on the scale. */
export const isSized = ({ value }: Point): boolean => value > 0 && value < Infinity;

/** The least of the norms stands at `bottom`, the largest at `top`, all by their logarithm; one alone in the middle. */
export function heightOf(points: readonly Point[], bottom: number, top: number) {
	const [least = 1, most = 1] = extent(points.filter(isSized), ({ value }) => value);
	return scaleLog([least, most], [bottom, top]);
}
