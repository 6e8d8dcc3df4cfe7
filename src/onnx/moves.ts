/** Numbers that change their place: what many nodes are put together from. */
import { size, type Shape } from '#engine';
import { add } from '#engine/ops/add.ts';
import { concat } from '#engine/ops/concat.ts';
import { gather } from '#engine/ops/gather.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { reshape } from '#engine/ops/reshape.ts';
import { slice } from '#engine/ops/slice.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { sameShape, strides } from '#engine/tensor.ts';
import type { Call } from './call.ts';
import type { Value } from './value.ts';

/** Set where what is given is the node's output, by its number. */
export type Out = number | undefined;

/** The same numbers in another shape; nothing where it has that one and is not an output. */
export function reshaped(call: Call, x: Value, shape: Shape, out?: Out): Value {
	if (out !== undefined) return call.out(reshape, [x], { shape }, out);
	return sameShape(x.shape, shape) ? x : call.op(reshape, [x], { shape });
}

export function transposed(call: Call, x: Value, axes: readonly number[], out?: Out): Value {
	if (out !== undefined) return call.out(transpose, [x], { axes }, out);
	return axes.every((axis, k) => axis === k) ? x : call.op(transpose, [x], { axes });
}

/** The cells of x that flat indices name, in any shape. */
export function taken(call: Call, x: Value, indices: ArrayLike<number>, shape: Shape, out?: Out): Value {
	const row = reshaped(call, x, [size(x.shape)]);
	const places = call.constant('places', [indices.length], indices, 'int64');
	if (out !== undefined && shape.length === 1) return call.out(gather, [row, places], { axis: 0 }, out);
	return reshaped(call, call.op(gather, [row, places], { axis: 0 }), shape, out);
}

/** Places of one axis, from start to before stop. */
export function cut(
	call: Call,
	x: Value,
	axis: number,
	start: number,
	stop: number,
	step = 1,
	out?: Out
): Value {
	const attrs = { axis, start, stop, ...(step !== 1 && { step }) };
	if (out !== undefined) return call.out(slice, [x], attrs, out);
	return start === 0 && stop === x.shape[axis] && step === 1 ? x : call.op(slice, [x], attrs);
}

/** More places at both ends of axes, all of one number. */
export function padded(
	call: Call,
	x: Value,
	before: readonly number[],
	after: readonly number[],
	fill: number,
	out?: Out
): Value {
	const axes = x.shape.map((_, d) => d).filter((d) => before[d] || after[d]);
	let y = x;
	for (const [k, d] of axes.entries()) {
		const beside = (n: number) => {
			const shape = y.shape.map((m, e) => (e === d ? n : m));
			return n ? [call.constant('padding', shape, new Float64Array(size(shape)).fill(fill), x.type)] : [];
		};
		const parts = [...beside(before[d]!), y, ...beside(after[d]!)];
		const last = out !== undefined && k === axes.length - 1;
		y = last ? call.out(concat, parts, { axis: d }, out) : call.op(concat, parts, { axis: d });
	}
	return axes.length || out === undefined ? y : reshaped(call, x, x.shape, out);
}

/** Repeats axes of length 1, and new ones before all others: 0 is added to each number where it goes. */
export function broadcast(call: Call, x: Value, shape: Shape, out?: Out): Value {
	if (sameShape(x.shape, shape)) return out === undefined ? x : reshaped(call, x, shape, out);
	const zeros = call.constant('zeros', shape, new Float64Array(size(shape)), x.type);
	return out === undefined ? call.op(add, [x, zeros]) : call.out(add, [x, zeros], undefined, out);
}

/** Each line along an axis, times a matrix of n × m numbers: what mixes the places of an axis in a fixed way. */
export function alongAxis(
	call: Call,
	x: Value,
	axis: number,
	matrix: Float64Array,
	m: number,
	out?: Out
): Value {
	const n = x.shape[axis]!;
	const mix = call.constant('mix', [n, m], matrix);
	const last = x.shape.length - 1;
	if (axis === last)
		return out === undefined ? call.op(matmul, [x, mix]) : call.out(matmul, [x, mix], undefined, out);
	const axes = x.shape.map((_, d) => d).filter((d) => d !== axis);
	const mixed = call.op(matmul, [transposed(call, x, [...axes, axis]), mix]);
	return transposed(call, mixed, back([...axes, axis]), out);
}

/** The permutation that undoes another. */
export const back = (axes: readonly number[]): number[] => axes.map((_, d) => axes.indexOf(d));

/** For each cell of a shape, what `find` says of its coordinates. */
export function eachCell(shape: Shape, find: (at: readonly number[]) => number): Float64Array {
	const out = new Float64Array(size(shape));
	const at = new Array<number>(shape.length).fill(0);
	for (let k = 0; k < out.length; k++) {
		out[k] = find(at);
		for (let d = shape.length - 1; d >= 0; d--) {
			if (++at[d]! < shape[d]!) break;
			at[d] = 0;
		}
	}
	return out;
}

/** The flat index of coordinates. */
export function indexer(shape: Shape): (at: readonly number[]) => number {
	const steps = strides(shape);
	return (at) => at.reduce((index, place, d) => index + place * steps[d]!, 0);
}
