/** What the axes of a tensor are called, where somebody said so of a tensor that it is computed from. */
import type { Call, Op } from './op.ts';
import type { Axis, Shape, Tensor } from './tensor.ts';

/** The axes of what an op gives: names follow wherever it keeps an axis. Undefined where nothing follows. */
export function axesAfter<A>(
	op: Op<A>,
	xs: readonly Tensor[],
	attrs: A,
	shape: Shape
): readonly Axis[] | undefined {
	if (!xs.some(({ axes }) => axes)) return undefined;
	const call = { op, attrs, xs, y: { shape } } as unknown as Call;
	const axes = shape.map((_, d): Axis => {
		const name = kept(call, d);
		return name === undefined ? {} : { name };
	});
	return axes.some(({ name }) => name !== undefined) ? axes : undefined;
}

const nameOf = ({ axes }: Tensor, axis: number) => axes?.at(axis)?.name;

function kept(call: Call, d: number): string | undefined {
	const { op, attrs, xs, y } = call;
	if (op.along) {
		const from = op.along(call)[d];
		return from ? nameOf(xs[from[0]]!, from[1]) : undefined;
	}
	if (op.name === 'transpose') {
		const rank = y.shape.length;
		return nameOf(xs[0]!, (attrs as { axes?: readonly number[] } | undefined)?.axes?.[d] ?? rank - 1 - d);
	}
	for (const x of xs) {
		const axis = d - y.shape.length + x.shape.length;
		const name = axis >= 0 && fits(x, y) && x.shape[axis] === y.shape[d] ? nameOf(x, axis) : undefined;
		if (name !== undefined) return name;
	}
	return undefined;
}

/** Whether the cells of one lie beside those of the other, axis by axis. */
const fits = (x: Tensor, y: Tensor): boolean =>
	x.shape.length === y.shape.length ||
	(x.shape.length < y.shape.length &&
		x.shape.every((n, k) => n === 1 || n === y.shape[k + y.shape.length - x.shape.length]));
