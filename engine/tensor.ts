import { fail } from './errors.ts';
import { size, type Shape } from './shape.ts';
import type { Leaf } from './trace.ts';

export { size, type Shape };

/** What the numbers of a tensor are like as a whole. Of the finite ones: the least, the largest, the mean and the norm ‖x‖₂; 0 where there are none. */
export interface Statistics {
	readonly least: number;
	readonly largest: number;
	readonly mean: number;
	readonly norm: number;
	/** How many are 0, NaN and infinite. */
	readonly zeros: number;
	readonly nans: number;
	readonly infinities: number;
	/** The place of the first number that is not finite, else of the first one of the largest size. */
	readonly peak: number;
}

/** An axis of a tensor, as whoever gives the tensor names it. */
export interface Axis {
	/** "token", in the singular. */
	readonly name?: string;
	/** What its places are called: the words of a sentence. */
	readonly places?: readonly string[];
}

export type Role = 'input' | 'parameter' | 'intermediate' | 'gradient' | 'update';

/**
 * A named array of float64 in row-major order that is written once. Being written once is what makes
 * time travel a comparison: a cell is known when the step that writes it has been taken.
 */
export interface Tensor {
	readonly name: string;
	/** What sentences call it: "kernel". */
	readonly label: string;
	/** What equations call it, in TeX: `W_f`. A gradient has the symbol of its tensor. */
	readonly symbol: string;
	readonly shape: Shape;
	/** What the places along the first axis are called, such as the words of a sentence; null where they have no names. */
	readonly names: readonly string[] | null;
	/** The same for every axis, and what the axes are called; null where nobody said. */
	readonly axes?: readonly Axis[] | null | undefined;
	/** Of several contributions to one gradient: computed when first looked at. */
	readonly data: Float64Array;
	/** What its file says of its numbers, where they are not there. */
	readonly statistics?: Statistics | undefined;
	readonly role: Role;
	/** Whether backward reaches into it. Class indices and masks have no gradient. */
	readonly differentiable: boolean;
	/** The tensor that this is the gradient of. */
	readonly gradientOf: Tensor | null;
	/** The leaf that writes it; null for what is given. Set by the tape, once. */
	writer: Leaf | null;
	/** The leaves that read it, in order. */
	readonly readers: readonly { readonly leaf: Leaf; readonly slot: number }[];
	/** Its gradient, once backward has been recorded. */
	grad: Tensor | null;
}

/** How far apart neighbours along each axis lie in `data`. */
export function strides(shape: Shape): number[] {
	const out = new Array<number>(shape.length);
	let step = 1;
	for (let d = shape.length - 1; d >= 0; d--) {
		out[d] = step;
		step *= shape[d]!;
	}
	return out;
}

/** The coordinates of a flat index. */
export function coordinates(shape: Shape, index: number): number[] {
	const out = new Array<number>(shape.length);
	for (let d = shape.length - 1; d >= 0; d--) {
		out[d] = index % shape[d]!;
		index = Math.floor(index / shape[d]!);
	}
	return out;
}

/** "3×4", or "a single number". */
export const shapeName = (shape: Shape): string => (shape.length ? shape.join('×') : 'a single number');

export const sameShape = (a: Shape, b: Shape): boolean =>
	a.length === b.length && a.every((d, k) => d === b[k]);

/** An axis as in NumPy: negative ones count from the end. */
export function axisOf(shape: Shape, axis: number, op: string): number {
	if (!shape.length)
		fail(
			'attribute',
			`${op}: the input is a single number, which has no axis ${axis}: reshape it to [1], or leave the axis out`
		);
	if (!Number.isInteger(axis) || axis < -shape.length || axis >= shape.length) {
		fail(
			'attribute',
			`${op}: axis ${axis} does not exist in a tensor of shape ${shapeName(shape)}: choose one from ${-shape.length} to ${shape.length - 1}`
		);
	}
	return axis < 0 ? axis + shape.length : axis;
}

/** Refuses two tensors whose shapes must agree. */
export function expectSameShape(op: string, a: Shape, b: Shape, names: string): void {
	if (!sameShape(a, b)) {
		fail('shape', `${op}: ${names} have shapes ${shapeName(a)} and ${shapeName(b)}: they must be the same`);
	}
}
