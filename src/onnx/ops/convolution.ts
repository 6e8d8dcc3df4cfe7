/**
 * Convolutions along any number of axes. The engine has them of images: a line is an image of one row, and a volume is one
 * image after another, a sum over the depth of the kernel. Padding that differs at both ends is laid around beforehand.
 */
import { size } from '#engine';
import { sameShape } from '#engine/tensor.ts';
import { add } from '#engine/ops/add.ts';
import { conv2d } from '#engine/ops/conv2d.ts';
import { convTranspose2d } from '#engine/ops/convTranspose2d.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { alongAxis, cut, padded, reshaped, transposed } from '../moves.ts';
import { axesOf, each, spanOf, type Axis } from '../windows.ts';
import type { Value } from '../value.ts';

/** The kernel's sizes, which are those of the weights. */
function kernelOf(call: Call, x: Value, w: Value): readonly number[] {
	const kernel = w.shape.slice(2);
	if (w.shape.length !== x.shape.length || !kernel.length)
		call.refuse(
			`its input has ${x.shape.length} axes, and its kernel ${w.shape.length}: both take as many, three at least`
		);
	const said = call.ints('kernel_shape') ?? kernel;
	if (!sameShape(said, kernel))
		call.refuse(
			`its kernel_shape is ${JSON.stringify(said)}, and its weights have ${JSON.stringify(kernel)}`
		);
	return kernel;
}

const pairOf = <K extends keyof Axis>(axes: readonly Axis[], key: K): [number, number] => [
	axes[0]![key],
	axes[1]![key]
];

/** A line as an image of one row. */
const FLAT: Axis = { n: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, out: 1 };
const asImage = (call: Call, x: Value) => reshaped(call, x, [x.shape[0]!, x.shape[1]!, 1, x.shape[2]!]);

/** `out` is set where the last op gives the node's output. */
function convolved(
	call: Call,
	x: Value,
	w: Value,
	b: Value | null,
	axes: readonly Axis[],
	groups: number,
	out?: number
): Value {
	const [batch, channels] = x.shape as [number, number];
	const kernels = w.shape[0]!;
	if (axes.length === 1) {
		const image = convolved(call, asImage(call, x), asImage(call, w), b, [FLAT, axes[0]!], groups);
		return reshaped(call, image, [batch, kernels, axes[0]!.out], out);
	}
	if (axes.some(({ before, after }) => before !== after)) {
		const [before, after] = [axes.map((a) => a.before), axes.map((a) => a.after)];
		const inside = axes.map((a) => ({ ...a, n: a.n + a.before + a.after, before: 0, after: 0 }));
		return convolved(
			call,
			padded(call, x, [0, 0, ...before], [0, 0, ...after], 0),
			w,
			b,
			inside,
			groups,
			out
		);
	}
	if (axes.length === 2) {
		const attrs = {
			stride: pairOf(axes, 'stride'),
			padding: pairOf(axes, 'before'),
			dilation: pairOf(axes, 'dilation'),
			groups
		};
		const xs = b ? [x, w, b] : [x, w];
		return out === undefined ? call.op(conv2d, xs, attrs) : call.out(conv2d, xs, attrs, out);
	}
	const [depth, ...rest] = axes as [Axis, ...Axis[]];
	const around = x.shape.map((_, d) => (d === 2 ? depth.before : 0));
	const volume = padded(call, x, around, around, 0);
	const order = [0, 2, 1, ...rest.map((_, d) => d + 3)];
	const images = transposed(call, volume, order);
	const sizes = rest.map(({ n }) => n);
	let sum: Value | null = null;
	for (let u = 0; u < depth.kernel; u++) {
		const from = u * depth.dilation;
		const layers = cut(call, images, 1, from, from + (depth.out - 1) * depth.stride + 1, depth.stride);
		const flat = reshaped(call, layers, [batch * depth.out, channels, ...sizes]);
		const part = reshaped(call, cut(call, w, 2, u, u + 1), [
			kernels,
			w.shape[1]!,
			...rest.map(({ kernel }) => kernel)
		]);
		const layer = convolved(call, flat, part, u ? null : b, rest, groups);
		sum = sum ? call.op(add, [sum, layer]) : layer;
	}
	const apart = reshaped(call, sum!, [batch, depth.out, kernels, ...rest.map((a) => a.out)]);
	return transposed(call, apart, order, out);
}

const convolution: Handler = (call) => {
	const [x, w, b] = [call.input(0), call.input(1), call.optional(2)];
	const kernel = kernelOf(call, x, w);
	return convolved(call, x, w, b, axesOf(call, x.shape.slice(2), kernel), call.int('group', 1), 0);
};

/** All that a transposed convolution lays down, without anything cut off. */
function laid(call: Call, x: Value, w: Value, axes: readonly Axis[], groups: number): Value {
	const [batch, channels] = x.shape as [number, number];
	const kernels = w.shape[1]! * groups;
	const full = (a: Axis) => (a.n - 1) * a.stride + spanOf(a);
	if (axes.length === 1)
		return reshaped(call, laid(call, asImage(call, x), asImage(call, w), [FLAT, axes[0]!], groups), [
			batch,
			kernels,
			full(axes[0]!)
		]);
	if (axes.length === 2)
		return call.op(convTranspose2d, [x, w], {
			stride: pairOf(axes, 'stride'),
			dilation: pairOf(axes, 'dilation'),
			groups
		});
	const [depth, ...rest] = axes as [Axis, ...Axis[]];
	const order = [0, 2, 1, ...rest.map((_, d) => d + 3)];
	const images = reshaped(call, transposed(call, x, order), [
		batch * depth.n,
		channels,
		...rest.map(({ n }) => n)
	]);
	let sum: Value | null = null;
	for (let u = 0; u < depth.kernel; u++) {
		const part = reshaped(call, cut(call, w, 2, u, u + 1), [
			channels,
			w.shape[1]!,
			...rest.map(({ kernel }) => kernel)
		]);
		const layers = reshaped(call, laid(call, images, part, rest, groups), [
			batch,
			depth.n,
			kernels,
			...rest.map(full)
		]);
		const m = full(depth);
		const to = new Float64Array(depth.n * m);
		for (let i = 0; i < depth.n; i++) to[i * m + i * depth.stride + u * depth.dilation] = 1;
		const placed = alongAxis(call, layers, 1, to, m);
		sum = sum ? call.op(add, [sum, placed]) : placed;
	}
	return transposed(call, sum!, order);
}

/** How many places are cut off before and behind, and what the output's size is. */
function cropsOf(
	call: Call,
	axes: readonly Axis[]
): readonly { before: number; out: number; more: number }[] {
	const rank = axes.length;
	const more = each(call, 'output_padding', rank, 0);
	const auto = call.text('auto_pad', 'NOTSET');
	const wanted =
		call.ints('output_shape')?.slice(-rank) ??
		(auto.startsWith('SAME') ? axes.map((a) => a.n * a.stride) : null);
	const pads = each(call, 'pads', 2 * rank, 0);
	return axes.map((a, d) => {
		const full = (a.n - 1) * a.stride + spanOf(a) + more[d]!;
		if (!wanted)
			return {
				before: auto === 'VALID' ? 0 : pads[d]!,
				out: full - (auto === 'VALID' ? 0 : pads[d]! + pads[d + rank]!),
				more: more[d]!
			};
		const total = full - wanted[d]!;
		const half = Math.floor(Math.max(0, total) / 2);
		return {
			before: auto === 'SAME_UPPER' ? half : Math.max(0, total) - half,
			out: wanted[d]!,
			more: more[d]!
		};
	});
}

const transposedConvolution: Handler = (call) => {
	const [x, w, b] = [call.input(0), call.input(1), call.optional(2)];
	const [kernel, rank] = [kernelOf(call, x, w), x.shape.length - 2];
	const groups = call.int('group', 1);
	const [strides, dilations] = [each(call, 'strides', rank, 1), each(call, 'dilations', rank, 1)];
	const axes = kernel.map((k, d): Axis => ({
		n: x.shape[d + 2]!,
		kernel: k,
		stride: strides[d]!,
		dilation: dilations[d]!,
		before: 0,
		after: 0,
		out: x.shape[d + 2]!
	}));
	if (axes.some(({ stride, dilation }) => !stride || !dilation))
		call.refuse('its strides and dilations must be from 1 up');
	const crops = cropsOf(call, axes);
	const bad = crops.find(({ out }) => out < 1);
	if (bad) call.refuse('its pads leave nothing of what it lays down');
	// What the engine's own op can say is that op alone.
	const plain =
		rank === 2 &&
		crops.every(({ before, out, more }, d) => {
			const a = axes[d]!;
			return (
				more < Math.max(a.stride, a.dilation) && out === (a.n - 1) * a.stride + spanOf(a) + more - 2 * before
			);
		});
	if (plain) {
		const attrs = {
			stride: pairOf(axes, 'stride'),
			dilation: pairOf(axes, 'dilation'),
			padding: [crops[0]!.before, crops[1]!.before] as const,
			outputPadding: [crops[0]!.more, crops[1]!.more] as const,
			groups
		};
		return call.out(convTranspose2d, b ? [x, w, b] : [x, w], attrs);
	}
	let y = laid(call, x, w, axes, groups);
	for (const [d, { before, out }] of crops.entries()) {
		const n = y.shape[d + 2]!;
		y = cut(call, y, d + 2, Math.min(before, n), Math.min(before + out, n));
		const missing = y.shape.map((_, e) => (e === d + 2 ? before + out - Math.max(n, before) : 0));
		if (before + out > n)
			y = padded(
				call,
				y,
				y.shape.map(() => 0),
				missing,
				0
			);
	}
	if (!b) return reshaped(call, y, y.shape, 0);
	return call.out(add, [y, reshaped(call, b, [size(b.shape), ...axes.map(() => 1)])], undefined);
};

export const convolutions: Handlers = { Conv: convolution, ConvTranspose: transposedConvolution };
