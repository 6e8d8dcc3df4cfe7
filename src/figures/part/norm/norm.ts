/** A part that normalizes: what comes in and goes out, on the way back too, and which numbers share their statistics. */
import {
	forwardOf,
	leavesOf,
	sameShape,
	size,
	type Leaf,
	type Node,
	type PartOf,
	type Tensor
} from '#engine';
import { channels, rows, type Groups } from '#engine/rules/statistics.ts';
import { outOf } from '../out.ts';

export interface Norm {
	readonly kind: PartOf<'norm'>['norm'];
	readonly x: Tensor;
	readonly y: Tensor;
	/** Of the cells of x, and so of y and of both gradients: they have the same shape. */
	readonly groups: Groups;
	/** The op that normalizes; null where several together do. */
	readonly leaf: Leaf | null;
	/** Running mean and variance, where they are given. */
	readonly given: readonly [mean: Tensor, variance: Tensor] | null;
	/** Scale, and shift. */
	readonly learned: readonly Tensor[];
}

/** The way back through a norm. */
export interface NormBack {
	readonly norm: Norm;
	/** The gradient of its output, and that of its input: null where nothing is asked of what lies before. */
	readonly dy: Tensor;
	readonly dx: Tensor | null;
	/** The gradients of scale and shift. */
	readonly learned: readonly Tensor[];
}

/** Ops that normalize by themselves, and what shares a mean and a variance there. */
const OPS: Readonly<Record<string, (x: Tensor) => Groups>> = {
	layerNorm: (x) => rows(x.shape),
	batchNorm: (x) => channels(x.shape)
};

/** The norm that a part of forward is; null where it is none, or does more than one thing. */
export function normIn(node: Node): Norm | null {
	if (node.kind === 'leaf' || node.phase !== 'forward' || node.part?.kind !== 'norm') return null;
	const leaves = leavesOf(node);
	const y = outOf(node);
	const written = new Set(leaves.map(({ out }) => out));
	const reads = new Set(leaves.flatMap((leaf) => leaf.reads).filter((x) => !written.has(x)));
	const alike = [...reads].filter((x) => sameShape(x.shape, y.shape));
	// A scale may have the shape of what it scales.
	const inputs = alike.length > 1 ? alike.filter(({ role }) => role !== 'parameter') : alike;
	const learned = [...reads].filter((x) => x.role === 'parameter' && !inputs.includes(x));
	const groups = groupsIn(leaves);
	if (inputs.length !== 1 || !groups) return null;
	const normalizing = leaves.filter(({ call }) => call.op.name in OPS);
	if (normalizing.length > 1) return null;
	const leaf = normalizing[0] ?? null;
	const [, , , mean, variance] = leaf ? (leaf.call.xs as Tensor[]) : [];
	const { norm: kind } = node.part;
	const given = mean && variance ? ([mean, variance] as const) : null;
	return { kind, x: inputs[0]!, y, groups, leaf, given, learned };
}

/** By the op that normalizes; else by the mean that is taken of each row. A tensor that is reshaped keeps its cells in order. */
function groupsIn(leaves: readonly Leaf[]): Groups | null {
	const leaf = leaves.find(({ call }) => call.op.name in OPS);
	if (leaf) return OPS[leaf.call.op.name]!(leaf.call.xs[0]!);
	const mean = leaves.find(({ call }) => call.op.name === 'mean');
	if (!mean) return null;
	const { shape } = mean.call.xs[0]!;
	const count = size(mean.out.shape);
	const kept = mean.out.shape.filter((d) => d > 1);
	// Those of the first axes that are left have a mean each: what it is taken of are the last ones.
	const leading = shape.filter((d) => d > 1).slice(0, kept.length);
	if (!count || !sameShape(kept, leading)) return null;
	return rows([count, size(shape) / count]);
}

/** The way back through a norm that a part is; null elsewhere. */
export function normBackIn(node: Node): NormBack | null {
	const forward = node.phase === 'backward' && node.kind === 'scope' ? forwardOf(node) : null;
	const norm = forward && normIn(forward);
	if (!norm) return null;
	const leaves = leavesOf(node);
	const dy = leaves.flatMap((leaf) => leaf.reads).find(({ gradientOf }) => gradientOf === norm.y);
	if (!dy) return null;
	/** What several uses add to a gradient is summed up last. */
	const gradient = (of: Tensor) => leaves.findLast(({ out }) => out.gradientOf === of)?.out;
	const learned = norm.learned.flatMap((of) => gradient(of) ?? []);
	return { norm, dy, dx: gradient(norm.x) ?? null, learned };
}
