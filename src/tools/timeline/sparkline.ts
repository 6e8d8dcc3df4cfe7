/**
 * The size of every gradient, and every loss, over the timeline: where a gradient vanishes or explodes shows at a glance.
 * Gradients are drawn by the logarithm of their norm, since that is how they grow and shrink.
 */
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

/** From 0 (the least) to 1 (the largest), by the logarithm; null where a norm is 0 or no number. */
export function heights(points: readonly Point[]): (number | null)[] {
	const logs = points.map(({ value }) => (value > 0 && value < Infinity ? Math.log10(value) : null));
	let [least, most] = [Infinity, -Infinity];
	for (const log of logs) {
		if (log === null) continue;
		least = Math.min(least, log);
		most = Math.max(most, log);
	}
	return logs.map((log) => (log === null ? null : most > least ? (log - least) / (most - least) : 0.5));
}
