/**
 * Pooling along any number of axes. The engine has it of images and without dilation; all else is put together: the numbers
 * under each window are taken side by side, of which one is the largest, and an average is a product with fixed shares along
 * each axis.
 */
import { size } from '#engine';
import { abs } from '#engine/ops/abs.ts';
import { add } from '#engine/ops/add.ts';
import { avgPool2d } from '#engine/ops/avgPool2d.ts';
import { div } from '#engine/ops/div.ts';
import { max } from '#engine/ops/max.ts';
import { maxPool2d } from '#engine/ops/maxPool2d.ts';
import { mul } from '#engine/ops/mul.ts';
import { pow } from '#engine/ops/pow.ts';
import { scatterAdd } from '#engine/ops/scatterAdd.ts';
import { sum } from '#engine/ops/sum.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { alongAxis, reshaped, taken } from '../moves.ts';
import { axesOf, each, placeOf, placesUnder, type Axis } from '../windows.ts';
import type { Value } from '../value.ts';

interface Pooled {
	readonly x: Value;
	readonly axes: readonly Axis[];
	/** Batch and channels: each plane is pooled by itself. */
	readonly planes: number;
	readonly shape: readonly number[];
}

function pooledOf(call: Call): Pooled {
	const x = call.input(0);
	const kernel = call.ints('kernel_shape') ?? call.refuse('it has no kernel_shape');
	if (x.shape.length < 3)
		call.refuse(`its input has ${x.shape.length} axes: give batch × channels × positions`);
	const axes = axesOf(call, x.shape.slice(2), kernel, call.flag('ceil_mode'));
	return {
		x,
		axes,
		planes: size(x.shape.slice(0, 2)),
		shape: [...x.shape.slice(0, 2), ...axes.map(({ out }) => out)]
	};
}

/** What the engine's own pooling can say: of lines and images, padded alike at both ends, at most half a window. */
function plain(call: Call, { axes }: Pooled) {
	const fits = ({ before, after, kernel, dilation }: Axis) =>
		dilation === 1 && before === after && 2 * before <= kernel;
	if (axes.length > 2 || !axes.every(fits)) return null;
	const pair = (key: 'kernel' | 'stride' | 'before', flat: number): [number, number] =>
		axes.length === 1 ? [flat, axes[0]![key]] : [axes[0]![key], axes[1]![key]];
	return {
		kernel: pair('kernel', 1),
		stride: pair('stride', 1),
		padding: pair('before', 0),
		ceil: call.flag('ceil_mode')
	};
}

const asImage = (call: Call, x: Value) =>
	x.shape.length === 3 ? reshaped(call, x, [x.shape[0]!, x.shape[1]!, 1, x.shape[2]!]) : x;

const maxPool: Handler = (call) => {
	const pooled = pooledOf(call);
	const { x, axes, planes, shape } = pooled;
	const attrs = plain(call, pooled);
	const under = attrs && !call.wants(1) ? [] : placesUnder(axes);
	const indices = call.wants(1) ? winners(call, pooled, under) : null;
	if (attrs) {
		const image = asImage(call, x);
		const y =
			image === x
				? call.out(maxPool2d, [x], attrs)
				: reshaped(call, call.op(maxPool2d, [image], attrs), shape, 0);
		return [y, indices];
	}
	const area = size(x.shape.slice(2));
	const elements = size(axes.map(({ kernel }) => kernel));
	const cells = new Float64Array(planes * under.length * elements);
	let k = 0;
	for (let plane = 0; plane < planes; plane++)
		for (const places of under) {
			// Padding never wins: in its place stands the first number of the window once more.
			const first =
				places.find((place) => place >= 0) ?? call.refuse('one of its windows lies in padding alone');
			for (const place of places) cells[k++] = plane * area + (place < 0 ? first : place);
		}
	const windows = taken(call, x, cells, [...shape, elements]);
	return [call.out(max, [windows], { axes: [shape.length] }), indices];
};

/** The places of the largest numbers, as flat indices into the whole tensor; by columns where the node says so. */
function winners(call: Call, { x, planes, shape }: Pooled, under: readonly Int32Array[]): Value {
	const sizes = x.shape.slice(2);
	const area = size(sizes);
	const byColumns = call.flag('storage_order');
	const columnar = (place: number) => {
		let [index, stride] = [0, area];
		for (const n of [...sizes].reverse()) {
			stride /= n;
			index += (place % n) * stride;
			place = Math.floor(place / n);
		}
		return index;
	};
	const out = new Float64Array(size(shape));
	let k = 0;
	for (let plane = 0; plane < planes; plane++)
		for (const places of under) {
			let winner = -1;
			for (const place of places)
				if (place >= 0 && (winner < 0 || x.data[plane * area + place]! > x.data[plane * area + winner]!))
					winner = place;
			out[k++] = plane * area + (byColumns ? columnar(winner) : winner);
		}
	return call.known(shape, out, 'int64', 1);
}

/** The sum under each window, one axis after the other; padding adds 0. */
function summed(call: Call, x: Value, axes: readonly Axis[]): Value {
	return axes.reduce((y, a, d) => {
		const mix = new Float64Array(a.n * a.out);
		for (let i = 0; i < a.out; i++)
			for (let u = 0; u < a.kernel; u++) {
				const place = placeOf(a, i, u);
				if (place >= 0 && place < a.n) mix[place * a.out + i]! += 1;
			}
		return alongAxis(call, y, d + 2, mix, a.out);
	}, x);
}

const averagePool: Handler = (call) => {
	const pooled = pooledOf(call);
	const { x, axes, shape } = pooled;
	const countIncludePad = call.flag('count_include_pad');
	const attrs = plain(call, pooled);
	if (attrs) {
		const image = asImage(call, x);
		const all = { ...attrs, countIncludePad };
		return image === x
			? call.out(avgPool2d, [x], all)
			: reshaped(call, call.op(avgPool2d, [image], all), shape, 0);
	}
	const counted = (a: Axis, i: number) =>
		Array.from({ length: a.kernel }, (_, u) => placeOf(a, i, u)).filter((place) =>
			countIncludePad ? place < a.n + a.after : place >= 0 && place < a.n
		).length;
	const counts = axes.reduce<number[]>(
		(all, a) => all.flatMap((n) => Array.from({ length: a.out }, (_, i) => n * counted(a, i))),
		[1]
	);
	return call.out(
		div,
		[
			summed(call, x, axes),
			call.constant(
				'counts',
				axes.map(({ out }) => out),
				counts
			)
		],
		undefined
	);
};

/** The p-th root of the sum of p-th powers. */
const rootOf = (call: Call, total: Value, p: number): Value =>
	p === 1 ? reshaped(call, total, total.shape, 0) : call.out(pow, [total], { exponent: 1 / p });

const powers = (call: Call, x: Value, p: number): Value => {
	const sizes = call.op(abs, [x]);
	return p === 1 ? sizes : call.op(pow, [sizes], { exponent: p });
};

const lpPool: Handler = (call) => {
	const { x, axes } = pooledOf(call);
	const p = call.int('p', 2);
	return rootOf(call, summed(call, powers(call, x, p), axes), p);
};

const globalLpPool: Handler = (call) => {
	const x = call.input(0);
	const p = call.int('p', 2);
	const axes = x.shape.map((_, d) => d).slice(2);
	return rootOf(call, call.op(sum, [powers(call, x, p)], { axes, keepdim: true }), p);
};

/** Puts the largest numbers back where they stood; all else is 0. */
const maxUnpool: Handler = (call) => {
	const [x, indices, asked] = [call.input(0), call.input(1), call.optional(2)];
	const kernel = call.ints('kernel_shape') ?? call.refuse('it has no kernel_shape');
	const rank = kernel.length;
	const [strides, pads] = [each(call, 'strides', rank, 1), each(call, 'pads', 2 * rank, 0)];
	const sizes = kernel.map((k, d) => (x.shape[d + 2]! - 1) * strides[d]! - pads[d]! - pads[d + rank]! + k);
	const inner = [...x.shape.slice(0, 2), ...sizes];
	const shape = asked ? [...asked.data] : inner;
	// The indices count in the tensor that was pooled, which is smaller where another shape is asked for.
	const cells = indices.data.map((index) => {
		let [rest, cell, stride] = [index, 0, 1];
		for (let d = inner.length - 1; d >= 0; d--) {
			cell += (rest % inner[d]!) * stride;
			stride *= shape[d]!;
			rest = Math.floor(rest / inner[d]!);
		}
		return cell;
	});
	const zeros = call.constant('zeros', [size(shape)], new Float64Array(size(shape)));
	const places = call.constant('places', [cells.length], cells, 'int64');
	return reshaped(
		call,
		call.op(scatterAdd, [zeros, places, reshaped(call, x, [cells.length])], { axis: 0 }),
		shape,
		0
	);
};

/** Local response normalization over neighbouring channels (Krizhevsky et al., 2012). */
const lrn: Handler = (call) => {
	const x = call.input(0);
	const width = call.int('size', 1);
	const [alpha, beta, bias] = [call.float('alpha', 1e-4), call.float('beta', 0.75), call.float('bias', 1)];
	const n = x.shape[1]!;
	const mix = new Float64Array(n * n);
	const before = Math.floor((width - 1) / 2);
	for (let to = 0; to < n; to++)
		for (let from = Math.max(0, to - before); from <= Math.min(n - 1, to - before + width - 1); from++)
			mix[from * n + to] = alpha / width;
	const shares = alongAxis(call, call.op(mul, [x, x]), 1, mix, n);
	const scale = call.op(pow, [call.op(add, [shares, call.number('bias', bias)])], { exponent: beta });
	return call.out(div, [x, scale], undefined);
};

export const poolings: Handlers = {
	MaxPool: maxPool,
	AveragePool: averagePool,
	LpPool: lpPool,
	GlobalLpPool: globalLpPool,
	MaxUnpool: maxUnpool,
	LRN: lrn
};
