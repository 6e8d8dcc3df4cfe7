/**
 * Images of another size. Along each axis every place of the output mixes a few places of the input in fixed shares, so the
 * whole is a product with a matrix for each axis, and its gradient follows; what takes the nearest place is a choice of cells.
 */
import { size } from '#engine';
import { add } from '#engine/ops/add.ts';
import { mul } from '#engine/ops/mul.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { alongAxis, eachCell, indexer, reshaped, taken } from '../moves.ts';
import type { Value } from '../value.ts';

const TRANSFORMS = [
	'half_pixel',
	'half_pixel_symmetric',
	'pytorch_half_pixel',
	'align_corners',
	'asymmetric',
	'tf_half_pixel_for_nn',
	'tf_crop_and_resize'
] as const;
const NEAREST = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil', 'simple'] as const;

interface Along {
	readonly n: number;
	readonly m: number;
	readonly scale: number;
	/** Where the part that is shown begins and ends, from 0 to 1. */
	readonly roi: readonly [number, number];
}

interface How {
	readonly transform: (typeof TRANSFORMS)[number];
	readonly mode: 'nearest' | 'linear' | 'cubic';
	readonly nearest: (typeof NEAREST)[number];
	readonly cubic: number;
	readonly excludes: boolean;
	readonly antialias: boolean;
	/** What stands where the place lies outside; null where the edge does. */
	readonly outside: number | null;
}

/** The place of the input that place i of the output comes from. */
function sourceOf({ n, m, scale, roi }: Along, { transform }: How, i: number): number {
	switch (transform) {
		case 'half_pixel':
			return (i + 0.5) / scale - 0.5;
		case 'half_pixel_symmetric':
			// What the rounded size takes away or adds is shared by both ends.
			return (n / 2) * (1 - m / (n * scale)) + (i + 0.5) / scale - 0.5;
		case 'pytorch_half_pixel':
			return m > 1 ? (i + 0.5) / scale - 0.5 : 0;
		case 'align_corners':
			// By the scale, not by the whole number of places that it leaves room for.
			return m > 1 ? (i * (n - 1)) / (n * scale - 1) : 0;
		case 'asymmetric':
			return i / scale;
		case 'tf_half_pixel_for_nn':
			return (i + 0.5) / scale;
		case 'tf_crop_and_resize': {
			const [start, end] = roi;
			return m > 1
				? start * (n - 1) + (i * (end - start) * (n - 1)) / (m - 1)
				: 0.5 * (start + end) * (n - 1);
		}
	}
}

function nearestTo(place: number, { nearest }: How, scale: number): number {
	switch (nearest) {
		case 'round_prefer_floor':
			return place === Math.floor(place) + 0.5 ? Math.floor(place) : Math.floor(place + 0.5);
		case 'round_prefer_ceil':
			return Math.floor(place + 0.5);
		case 'floor':
			return Math.floor(place);
		case 'ceil':
			return Math.ceil(place);
		case 'simple':
			return scale < 1 ? Math.ceil(place) : Math.floor(place);
	}
}

/** How much a place counts that lies so far away (Keys, 1981, for the cubic one). */
function weightAt(distance: number, { mode, cubic: a }: How): number {
	const x = Math.abs(distance);
	if (mode === 'linear') return Math.max(0, 1 - x);
	if (x <= 1) return (a + 2) * x ** 3 - (a + 3) * x ** 2 + 1;
	return x < 2 ? a * x ** 3 - 5 * a * x ** 2 + 8 * a * x - 4 * a : 0;
}

/** The shares of an axis, n × m. */
function sharesOf(axis: Along, how: How): Float64Array {
	const { n, m, scale } = axis;
	const mix = new Float64Array(n * m);
	// Made smaller without aliases, each place reaches as far as it stands for.
	const stretch = how.antialias ? Math.min(1, scale) : 1;
	const reach = (how.mode === 'cubic' ? 2 : 1) / stretch;
	for (let i = 0; i < m; i++) {
		const place = sourceOf(axis, how, i);
		if (how.outside !== null && (place < 0 || place > n - 1)) continue;
		const found: [number, number][] = [];
		for (let p = Math.ceil(place - reach); p <= place + reach; p++)
			found.push([p, weightAt((p - place) * stretch, how)]);
		const counted = found.filter(([p]) => !how.excludes || (p >= 0 && p < n));
		const total = how.excludes || how.antialias ? counted.reduce((sum, [, w]) => sum + w, 0) : 1;
		for (const [p, w] of counted) mix[Math.min(Math.max(p, 0), n - 1) * m + i]! += w / total;
	}
	return mix;
}

function resized(call: Call, x: Value, axes: readonly (Along | null)[], how: How): Value {
	const shape = x.shape.map((n, d) => axes[d]?.m ?? n);
	if (how.mode === 'nearest') {
		const index = indexer(x.shape);
		const placeOf = (d: number, i: number) => {
			const axis = axes[d];
			if (!axis) return i;
			return Math.min(Math.max(nearestTo(sourceOf(axis, how, i), how, axis.scale), 0), axis.n - 1);
		};
		const y = taken(
			call,
			x,
			eachCell(shape, (at) => index(at.map((i, d) => placeOf(d, i)))),
			shape,
			how.outside === null ? 0 : undefined
		);
		return how.outside === null ? y : filled(call, y, axes, how, shape);
	}
	const mixed = axes.flatMap((axis, d) =>
		axis && !(axis.n === axis.m && axis.scale === 1 && how.outside === null) ? [[axis, d] as const] : []
	);
	const y = mixed.reduce(
		(value, [axis, d], k) =>
			alongAxis(
				call,
				value,
				d,
				sharesOf(axis, how),
				axis.m,
				k === mixed.length - 1 && how.outside === null ? 0 : undefined
			),
		x
	);
	if (!mixed.length) return reshaped(call, x, shape, 0);
	return how.outside === null ? y : filled(call, y, axes, how, shape);
}

/** A fixed number stands where a place lies outside of the input. */
function filled(
	call: Call,
	y: Value,
	axes: readonly (Along | null)[],
	how: How,
	shape: readonly number[]
): Value {
	const inside = eachCell(shape, (at) =>
		Number(
			at.every((i, d) => {
				const axis = axes[d];
				const place = axis ? sourceOf(axis, how, i) : 0;
				return !axis || (place >= 0 && place <= axis.n - 1);
			})
		)
	);
	const kept = call.op(mul, [y, call.constant('inside', shape, inside)]);
	return call.out(
		add,
		[
			kept,
			call.constant(
				'outside',
				shape,
				inside.map((is) => (is ? 0 : how.outside!))
			)
		],
		undefined
	);
}

/** The scales that make an image as large as asked, or no larger, or no smaller, at the same sides. */
function keepAspect(
	call: Call,
	x: Value,
	axes: readonly number[],
	sizes: readonly number[]
): readonly number[] | null {
	const policy = call.choice('keep_aspect_ratio_policy', ['stretch', 'not_larger', 'not_smaller'], 'stretch');
	if (policy === 'stretch') return null;
	const scales = axes.map((axis, k) => sizes[k]! / x.shape[axis]!);
	const scale = policy === 'not_larger' ? Math.min(...scales) : Math.max(...scales);
	return axes.map(() => scale);
}

const resize: Handler = (call) => {
	const x = call.input(0);
	const old = call.opset < 11;
	const rank = x.shape.length;
	const named = call.axes(call.ints('axes') ?? x.shape.map((_, d) => d), rank);
	const list = (k: number) => {
		const value = call.optional(k);
		return value && size(value.shape) ? [...value.data] : null;
	};
	const [roi, scales, sizes] = old ? [null, list(1), null] : [list(1), list(2), list(3)];
	if (!scales && !sizes) call.refuse('it has neither scales nor sizes');
	const given = (sizes ?? scales)!;
	if (given.length !== named.length)
		call.refuse(`it names ${given.length} sizes or scales for ${named.length} axes`);
	const kept = sizes ? keepAspect(call, x, named, sizes) : null;
	const transform = call.choice(
		'coordinate_transformation_mode',
		TRANSFORMS,
		old ? 'asymmetric' : 'half_pixel'
	);
	const axes = new Array<Along | null>(rank).fill(null);
	for (const [k, d] of named.entries()) {
		const n = x.shape[d]!;
		const scale = kept ? kept[k]! : sizes ? sizes[k]! / n : scales![k]!;
		const m = kept ? Math.floor(scale * n + 0.5) : sizes ? sizes[k]! : Math.floor(n * scale);
		if (!(m >= 0)) call.refuse(`axis ${d} would have ${m} places`);
		axes[d] = {
			n,
			m,
			scale,
			roi: roi && transform === 'tf_crop_and_resize' ? [roi[k]!, roi[k + named.length]!] : [0, 1]
		};
	}
	return resized(call, x, axes, {
		transform,
		mode: call.choice('mode', ['nearest', 'linear', 'cubic'], 'nearest'),
		nearest: call.choice('nearest_mode', NEAREST, old ? 'simple' : 'round_prefer_floor'),
		cubic: call.float('cubic_coeff_a', -0.75),
		excludes: call.flag('exclude_outside'),
		antialias: call.flag('antialias'),
		outside: transform === 'tf_crop_and_resize' ? call.float('extrapolation_value', 0) : null
	});
};

const upsample: Handler = (call) => {
	const x = call.input(0);
	const scales = call.list(1, 'scales') ?? call.floats('scales') ?? call.refuse('it has no scales');
	const axes = x.shape.map((n, d): Along => ({
		n,
		m: Math.floor(n * scales[d]!),
		scale: scales[d]!,
		roi: [0, 1]
	}));
	const mode = call.choice('mode', ['nearest', 'linear', 'bilinear'], 'nearest');
	return resized(call, x, axes, {
		transform: 'asymmetric',
		mode: mode === 'nearest' ? 'nearest' : 'linear',
		nearest: 'floor',
		cubic: -0.75,
		excludes: false,
		antialias: false,
		outside: null
	});
};

export const resizing: Handlers = { Resize: resize, Upsample: upsample };
