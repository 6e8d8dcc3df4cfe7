/** The axes that a reduction takes away: those of sum, mean, max and the like. */
import { fail } from '../errors.ts';
import { axisOf, type Shape } from '../tensor.ts';

export interface Reduction {
	/** The axes to reduce; all of them where left out. */
	axes?: readonly number[];
	/** Whether they stay, with length 1. */
	keepdim?: boolean;
}

/** As numbers from 0 up; refuses an axis that is not there or named twice. */
export function axesOf(op: string, shape: Shape, { axes }: Reduction = {}): readonly number[] {
	// A single number may be named like a list of one, as in PyTorch.
	if (!shape.length && axes?.length === 1 && (axes[0] === 0 || axes[0] === -1)) return [];
	const list = axes ? axes.map((a) => axisOf(shape, a, op)) : shape.map((_, d) => d);
	if (new Set(list).size !== list.length)
		fail('attribute', `${op}: axes ${JSON.stringify(axes)} name an axis twice: name each once`);
	return list;
}

/** The output's shape with the reduced axes kept: the input is a repetition of it. */
export function kept(op: string, shape: Shape, attrs: Reduction | undefined): Shape {
	const axes = axesOf(op, shape, attrs);
	return shape.map((d, k) => (axes.includes(k) ? 1 : d));
}

/** Which axis of the input each axis of the output is; null for one that was reduced and stays. */
export function axesKept(
	op: string,
	shape: Shape,
	attrs: Reduction | undefined
): (readonly [k: number, axis: number] | null)[] {
	const axes = axesOf(op, shape, attrs);
	const all = shape.map((_, d) => (axes.includes(d) ? null : ([0, d] as const)));
	return attrs?.keepdim ? all : all.filter((from) => from !== null);
}
