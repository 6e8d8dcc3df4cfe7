/**
 * Heads that lie along an axis of one tensor, as in PyTorch: a width is split into heads × what each has, turned to the front,
 * and multiplied in a part that is declared as attention. Only this makes an axis one of heads.
 */
import type { Tensor } from './tensor.ts';
import type { Leaf, Scope } from './trace.ts';

/** More ops than these do not lie between the split and the product. */
const FAR = 12;

/** "head 1", "head 2", … along an axis that begins here as one of heads; null elsewhere. */
export function headsAlong(tensor: Tensor, axis: number): readonly string[] | null {
	const n = tensor.shape[axis]!;
	return n > 1 && isSplit(tensor, axis) && isAttended(tensor, axis, FAR)
		? Array.from({ length: n }, (_, k) => `head ${k + 1}`)
		: null;
}

/** Whether an axis is the first, or a middle one, of those into which a reshape splits the last axis of what it reads. */
function isSplit({ writer, shape }: Tensor, axis: number): boolean {
	const x = writer?.call.op.name === 'reshape' && writer.phase === 'forward' ? writer.call.xs[0]! : null;
	if (!x || axis >= shape.length - 1 || x.shape.at(-1)! <= shape[axis]!) return false;
	const size = (all: readonly number[]) => all.reduce((a, b) => a * b, 1);
	const [before, lines] = [size(shape.slice(0, axis)), size(x.shape.slice(0, -1))];
	// Query, key and value may be split together: 3 × heads.
	return before % lines === 0 && size(shape.slice(axis + 1)) > 1;
}

/** Whether what has the axis is multiplied in attention, matrix by matrix along it. */
function isAttended(tensor: Tensor, axis: number, steps: number): boolean {
	return tensor.readers.some(({ leaf }) => {
		if (leaf.phase !== 'forward' || steps === 0) return false;
		if (leaf.call.op.name === 'matmul') return axis < tensor.shape.length - 2 && isIn(leaf, 'attention');
		const next = axisAfter(leaf, tensor, axis);
		return next !== null && isAttended(leaf.out, next, steps - 1);
	});
}

/** Where an op leaves an axis; null where it does not keep it. */
function axisAfter({ call: { op, attrs }, out }: Leaf, x: Tensor, axis: number): number | null {
	const given = (attrs ?? {}) as { readonly axes?: readonly number[]; readonly axis?: number };
	const rank = x.shape.length;
	if (op.name === 'transpose') {
		const to = given.axes ? given.axes.indexOf(axis) : rank - 1 - axis;
		return to < 0 ? null : to;
	}
	if (op.name === 'select') {
		const gone = ((given.axis ?? 0) + rank) % rank;
		return gone === axis ? null : axis - Number(gone < axis);
	}
	if (op.family === 'shape' && op.name !== 'slice') return null;
	return out.shape.length === rank && out.shape[axis] === x.shape[axis] ? axis : null;
}

function isIn(leaf: Leaf, kind: string): boolean {
	for (let at: Scope | null = leaf.parent; at; at = at.parent) if (at.part?.kind === kind) return true;
	return false;
}
