/** What changes the shape or the order of numbers, and none of them. */
import { size, type Shape } from '#engine';
import { concat } from '#engine/ops/concat.ts';
import { flip } from '#engine/ops/flip.ts';
import { mul } from '#engine/ops/mul.ts';
import { where } from '#engine/ops/where.ts';
import { broadcastShape } from '#engine/rules/broadcast.ts';
import { shapeName } from '#engine/tensor.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { broadcast, cut, eachCell, indexer, padded, reshaped, taken, transposed } from '../moves.ts';
import { castTo, isFloat, typeOf, type ElementType } from '../types.ts';
import type { Value } from '../value.ts';

/** 0 stands for the size that the axis has, −1 for what is left. */
const reshape: Handler = (call) => {
	const x = call.input(0);
	const wanted = call.list(1, 'shape') ?? call.refuse('it has no shape');
	const keeps = !call.flag('allowzero');
	const sizes = wanted.map((d, k) =>
		d === 0 && keeps
			? (x.shape[k] ??
				call.refuse(
					`its shape ${JSON.stringify(wanted)} keeps an axis that ${shapeName(x.shape)} does not have`
				))
			: d
	);
	return reshaped(call, x, sizes, 0);
};

const flatten: Handler = (call) => {
	const x = call.input(0);
	const axis = call.int('axis', 1);
	const rank = x.shape.length;
	if (!Number.isInteger(axis) || axis < -rank || axis > rank)
		call.refuse(`its axis is ${axis}, and the input has ${rank} axes`);
	const at = axis < 0 ? axis + rank : axis;
	return reshaped(call, x, [size(x.shape.slice(0, at)), size(x.shape.slice(at))], 0);
};

const squeeze: Handler = (call) => {
	const x = call.input(0);
	const given = call.list(1, 'axes');
	const axes = given ? call.axes(given, x.shape.length) : x.shape.flatMap((d, k) => (d === 1 ? [k] : []));
	const bad = axes.find((axis) => x.shape[axis] !== 1);
	if (bad !== undefined) call.refuse(`it leaves axis ${bad} out, whose length is ${x.shape[bad]} and not 1`);
	return reshaped(
		call,
		x,
		x.shape.filter((_, k) => !axes.includes(k)),
		0
	);
};

const unsqueeze: Handler = (call) => {
	const x = call.input(0);
	const given = call.list(1, 'axes') ?? call.refuse('it has no axes');
	const axes = call.axes(given, x.shape.length + given.length);
	const rest = [...x.shape];
	return reshaped(
		call,
		x,
		Array.from({ length: x.shape.length + given.length }, (_, k) => (axes.includes(k) ? 1 : rest.shift()!)),
		0
	);
};

const transpose: Handler = (call) => {
	const x = call.input(0);
	const axes = call.ints('perm') ?? x.shape.map((_, d) => d).reverse();
	return transposed(call, x, [...axes], 0);
};

const concatenated: Handler = (call) => {
	const xs = call.inputs.map((_, k) => call.input(k));
	const axis = call.axis(call.int('axis', 1), xs[0]!.shape.length);
	// What is empty adds nothing.
	const full = xs.filter(({ shape }) => size(shape));
	const parts = full.length ? full : xs.slice(0, 1);
	return parts.length === 1
		? reshaped(call, parts[0]!, parts[0]!.shape, 0)
		: call.out(concat, parts, { axis });
};

const split: Handler = (call) => {
	const x = call.input(0);
	const axis = call.axis(call.int('axis', 0), x.shape.length);
	const n = x.shape[axis]!;
	const parts = call.list(1, 'split');
	const count = parts?.length ?? call.int('num_outputs', call.node.output.length);
	const each = Math.ceil(n / count);
	const sizes = parts ?? Array.from({ length: count }, (_, k) => Math.min(each, Math.max(0, n - k * each)));
	if (sizes.reduce((a, b) => a + b, 0) !== n || sizes.some((d) => d < 0))
		call.refuse(`it splits ${n} places into ${JSON.stringify(sizes)}, which are not as many`);
	let start = 0;
	return sizes.map((d, k) => {
		const from = start;
		start += d;
		return call.wants(k) ? cut(call, x, axis, from, start, 1, k) : null;
	});
};

/** As in NumPy; ends that lie outside are those of the axis. */
const slice: Handler = (call) => {
	const x = call.input(0);
	const rank = x.shape.length;
	const starts = call.list(1, 'starts') ?? call.refuse('it has no starts');
	const ends = call.list(2, 'ends') ?? call.refuse('it has no ends');
	const axes = call.axes(call.list(3, 'axes') ?? starts.map((_, k) => k), rank);
	const steps = call.list(4, 'steps') ?? starts.map(() => 1);
	if ([ends, axes, steps].some(({ length }) => length !== starts.length))
		call.refuse('its starts, ends, axes and steps are not as many');
	let y = x;
	for (const [k, axis] of axes.entries()) {
		const [n, step] = [x.shape[axis]!, steps[k]!];
		if (!step || !Number.isInteger(step))
			call.refuse(`its step is ${step}: give a whole number that is not 0`);
		const place = (at: number, least: number, most: number) =>
			Math.min(Math.max(at < 0 ? at + n : at, least), most);
		const last = k === axes.length - 1 ? 0 : undefined;
		if (step > 0) {
			y = cut(call, y, axis, place(starts[k]!, 0, n), place(ends[k]!, 0, n), step, last);
			continue;
		}
		// From the end: the axis is reversed, and then cut.
		const [start, stop] = [place(starts[k]!, -1, n - 1), place(ends[k]!, -1, n - 1)];
		y = cut(
			call,
			call.op(flip, [y], { axis }),
			axis,
			n - 1 - start,
			Math.max(n - 1 - start, n - 1 - stop),
			-step,
			last
		);
	}
	return axes.length ? y : reshaped(call, x, x.shape, 0);
};

const expand: Handler = (call) => {
	const x = call.input(0);
	const wanted = call.list(1, 'shape') ?? call.refuse('it has no shape');
	return broadcast(call, x, broadcastShape('Expand', x.shape, [...wanted]), 0);
};

/** Each axis is repeated as a whole. */
const tile: Handler = (call) => {
	const x = call.input(0);
	const repeats = call.list(1, 'repeats') ?? call.refuse('it has no repeats');
	if (repeats.length !== x.shape.length)
		call.refuse(`it names ${repeats.length} repeats for ${x.shape.length} axes`);
	const shape = x.shape.map((d, k) => d * repeats[k]!);
	const index = indexer(x.shape);
	return taken(
		call,
		x,
		eachCell(shape, (at) => index(at.map((place, d) => place % x.shape[d]!))),
		shape,
		0
	);
};

/** Where a place outside of an axis is looked up instead. */
const OUTSIDE: Readonly<Record<string, (place: number, n: number) => number>> = {
	edge: (place, n) => Math.min(Math.max(place, 0), n - 1),
	wrap: (place, n) => ((place % n) + n) % n,
	reflect(place, n) {
		if (n === 1) return 0;
		const turn = 2 * (n - 1);
		const at = ((place % turn) + turn) % turn;
		return at < n ? at : turn - at;
	}
};

const pad: Handler = (call) => {
	const x = call.input(0);
	const rank = x.shape.length;
	const mode = call.choice('mode', ['constant', 'reflect', 'edge', 'wrap'], 'constant');
	const given = call.list(1, call.has('paddings') ? 'paddings' : 'pads') ?? call.refuse('it has no pads');
	const axes = call.axes(call.list(3, 'axes') ?? x.shape.map((_, d) => d), rank);
	if (given.length !== 2 * axes.length) call.refuse(`it names ${given.length} pads for ${axes.length} axes`);
	const at = (offset: number) => {
		const all = new Array<number>(rank).fill(0);
		axes.forEach((axis, k) => (all[axis] = given[k + offset]!));
		return all;
	};
	const [before, after] = [at(0), at(axes.length)];
	// Negative pads take places away.
	let y = x;
	for (const d of x.shape.keys())
		if (before[d]! < 0 || after[d]! < 0)
			y = cut(call, y, d, Math.max(0, -before[d]!), x.shape[d]! - Math.max(0, -after[d]!));
	const more = (pads: readonly number[]) => pads.map((n) => Math.max(0, n));
	if (mode === 'constant') {
		const fill = call.optional(2)?.data[0] ?? call.float('value', 0);
		return padded(call, y, more(before), more(after), fill, 0);
	}
	const find = OUTSIDE[mode]!;
	const index = indexer(y.shape);
	const shape = y.shape.map((d, k) => d + more(before)[k]! + more(after)[k]!);
	const { shape: inner } = y;
	return taken(
		call,
		y,
		eachCell(shape, (cell) => index(cell.map((place, d) => find(place - more(before)[d]!, inner[d]!)))),
		shape,
		0
	);
};

const depthToSpace: Handler = (call) => {
	const x = call.input(0);
	const [n, c, h, w] = x.shape as [number, number, number, number];
	const b = call.int('blocksize', 1);
	const depth = c / (b * b);
	const apart =
		call.choice('mode', ['DCR', 'CRD'], 'DCR') === 'DCR'
			? ([n, b, b, depth, h, w] as const)
			: ([n, depth, b, b, h, w] as const);
	const axes = call.text('mode', 'DCR') === 'DCR' ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
	return reshaped(call, transposed(call, reshaped(call, x, [...apart]), axes), [n, depth, h * b, w * b], 0);
};

const spaceToDepth: Handler = (call) => {
	const x = call.input(0);
	const [n, c, h, w] = x.shape as [number, number, number, number];
	const b = call.int('blocksize', 1);
	const apart = reshaped(call, x, [n, c, h / b, b, w / b, b]);
	const axes = call.choice('mode', ['DCR', 'CRD'], 'DCR') === 'DCR' ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4];
	return reshaped(call, transposed(call, apart, axes), [n, c * b * b, h / b, w / b], 0);
};

/** What lies on the other side of a diagonal is 0. */
const trilu: Handler = (call) => {
	const x = call.input(0);
	const [k, upper] = [call.optional(1)?.data[0] ?? 0, call.flag('upper', true)];
	const square = x.shape.slice(-2);
	const mask = eachCell(square, ([i, j]) => Number(upper ? j! - i! >= k : j! - i! <= k));
	if (!x.isFloat) {
		const area = size(square);
		return call.known(
			x.shape,
			x.data.map((value, cell) => (mask[cell % area] ? value : 0)),
			x.type
		);
	}
	return call.out(mul, [x, call.constant('mask', square, mask)], undefined);
};

/** Of each sequence of a batch the first so many steps, in reverse. */
const reverseSequence: Handler = (call) => {
	const [x, lengths] = [call.input(0), call.input(1)];
	const [batch, time] = [call.int('batch_axis', 1), call.int('time_axis', 0)];
	const index = indexer(x.shape);
	const from = (at: readonly number[]) => {
		const length = lengths.data[at[batch]!]!;
		return index(at.map((place, d) => (d === time && place < length ? length - 1 - place : place)));
	};
	return taken(call, x, eachCell(x.shape, from), x.shape, 0);
};

/** Cuts from the middle, or pads around it. */
const centerCropPad: Handler = (call) => {
	const x = call.input(0);
	const wanted = call.list(1, 'shape') ?? call.refuse('it has no shape');
	const axes = call.axes(call.ints('axes') ?? x.shape.map((_, d) => d), x.shape.length);
	let y = x;
	const [before, after] = [
		new Array<number>(x.shape.length).fill(0),
		new Array<number>(x.shape.length).fill(0)
	];
	for (const [k, axis] of axes.entries()) {
		const [n, m] = [x.shape[axis]!, wanted[k]!];
		const gap = Math.floor(Math.abs(n - m) / 2);
		if (m < n) y = cut(call, y, axis, gap, gap + m);
		else [before[axis], after[axis]] = [gap, m - n - gap];
	}
	return padded(call, y, before, after, 0, 0);
};

/** A number under another type: of floats that of the trace, which is computed in float64. */
const cast = (call: Call, x: Value, type: ElementType): Value => {
	if (x.isFloat && isFloat(type)) return x.as(type);
	if (x.type === type) return x;
	// A whole number is a float as it is; what a type does not hold wraps around.
	if (isFloat(type)) return x.as(type);
	const cut = x.data.map(castTo(type));
	return !x.isFloat && cut.every((value, k) => value === x.data[k])
		? x.as(type)
		: call.known(x.shape, cut, type);
};

const condition: Handler = (call) => {
	const [mask, a, b] = [call.input(0), call.input(1), call.input(2)];
	return call.out(where, [mask, a, b], undefined);
};

const shapeOf: Handler = (call) => {
	const { shape } = call.input(0);
	const rank = shape.length;
	const place = (at: number) => Math.min(Math.max(at < 0 ? at + rank : at, 0), rank);
	const [start, end] = [place(call.int('start', 0)), place(call.int('end', rank))];
	return constant(call, [Math.max(0, end - start)], shape.slice(start, end), 'int64');
};

/** What is known without looking at a number is no part of the trace. */
function constant(call: Call, shape: Shape, data: readonly number[], type: ElementType): Value {
	return call.constant('known', shape, data, type);
}

export const shapes: Handlers = {
	Reshape: reshape,
	Flatten: flatten,
	Squeeze: squeeze,
	Unsqueeze: unsqueeze,
	Transpose: transpose,
	Concat: concatenated,
	Split: split,
	Slice: slice,
	Expand: expand,
	Tile: tile,
	Pad: pad,
	DepthToSpace: depthToSpace,
	SpaceToDepth: spaceToDepth,
	Trilu: trilu,
	ReverseSequence: reverseSequence,
	CenterCropPad: centerCropPad,
	Where: condition,
	Shape: shapeOf,
	Size: (call) => constant(call, [], [size(call.input(0).shape)], 'int64'),
	Identity: (call) => call.input(0),
	Cast: (call) => cast(call, call.input(0), typeOf(call.int('to', 0), 'What it casts to')),
	CastLike: (call) => cast(call, call.input(0), call.input(1).type)
};
