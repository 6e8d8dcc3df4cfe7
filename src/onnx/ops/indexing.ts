/** What takes numbers from places that other numbers name, and puts them there. */
import { size } from '#engine';
import { cumsum } from '#engine/ops/cumsum.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { flip } from '#engine/ops/flip.ts';
import { gather } from '#engine/ops/gather.ts';
import { maximum } from '#engine/ops/maximum.ts';
import { minimum } from '#engine/ops/minimum.ts';
import { mul } from '#engine/ops/mul.ts';
import { scatterAdd } from '#engine/ops/scatterAdd.ts';
import { sub } from '#engine/ops/sub.ts';
import { where } from '#engine/ops/where.ts';
import { shapeName } from '#engine/tensor.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { eachCell, indexer, reshaped, taken, transposed } from '../moves.ts';
import type { Value } from '../value.ts';

/** Indices from 0; negative ones count from the end. */
function placesIn(call: Call, indices: Value, n: number): Float64Array {
	const bad = indices.data.find((k) => !Number.isInteger(k) || k < -n || k >= n);
	if (bad !== undefined)
		call.refuse(`the index ${bad} names no place among ${n}: give whole numbers from ${-n} to ${n - 1}`);
	return indices.data.map((k) => (k < 0 ? k + n : k));
}

/** Rows of a table are an embedding; of another axis, the same with the axis first. */
const gathered: Handler = (call) => {
	const [x, indices] = [call.input(0), call.input(1)];
	const axis = call.axis(call.int('axis', 0), x.shape.length);
	const n = x.shape[axis]!;
	const places = placesIn(call, indices, n);
	const ids = indices.data.some((k) => k < 0)
		? call.constant('places', indices.shape, places, 'int64')
		: indices;
	const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
	// A few known places are cut out of a list of sizes without a look at an embedding.
	if (axis === 0 && x.shape.length === 2) return call.out(embedding, [x, ids], {});
	const first = [axis, ...x.shape.map((_, d) => d).filter((d) => d !== axis)];
	const table = reshaped(call, transposed(call, x, first), [n, size(x.shape) / Math.max(1, n)]);
	const rows = call.op(embedding, [table, ids], {});
	const apart = reshaped(call, rows, [...indices.shape, ...first.slice(1).map((d) => x.shape[d]!)]);
	const rank = indices.shape.length;
	// The axes of the indices go to where the axis was.
	const order = shape.map((_, d) => (d < axis ? rank + d : d < axis + rank ? d - axis : d));
	return transposed(call, apart, order, 0);
};

const gatherElements: Handler = (call) => {
	const [x, indices] = [call.input(0), call.input(1)];
	const axis = call.axis(call.int('axis', 0), x.shape.length);
	const ids = call.constant('places', indices.shape, placesIn(call, indices, x.shape[axis]!), 'int64');
	return call.out(gather, [x, ids], { axis });
};

/** Flat cells of x that tuples of indices name, along the last axis of the indices. */
function cellsNamed(
	call: Call,
	x: Value,
	indices: Value,
	batch: number
): { cells: number[]; block: number; lead: readonly number[] } {
	const depth = indices.shape.at(-1)!;
	const named = x.shape.slice(batch, batch + depth);
	const block = size(x.shape.slice(batch + depth));
	const lead = indices.shape.slice(0, -1);
	const each = size(lead.slice(batch));
	const cells = Array.from({ length: size(lead) }, (_, k) => {
		let at = Math.floor(k / Math.max(1, each)) * (batch ? 1 : 0);
		for (const [d, n] of named.entries()) {
			const index = indices.data[k * depth + d]!;
			if (!Number.isInteger(index) || index < -n || index >= n)
				call.refuse(`the index ${index} names no place among ${n}`);
			at = at * n + (index < 0 ? index + n : index);
		}
		return at;
	});
	return { cells, block, lead };
}

const gatherND: Handler = (call) => {
	const [x, indices] = [call.input(0), call.input(1)];
	const batch = call.int('batch_dims', 0);
	const { cells, block, lead } = cellsNamed(call, x, indices, batch);
	const shape = [...lead, ...x.shape.slice(batch + indices.shape.at(-1)!)];
	return taken(
		call,
		x,
		cells.flatMap((cell) => Array.from({ length: block }, (_, k) => cell * block + k)),
		shape,
		0
	);
};

const COMBINE = { add: null, mul, max: maximum, min: minimum } as const;

/**
 * Puts updates where flat cells say, one after the other: the last one that names a cell stands there. Cells that several
 * name are combined where the node says how.
 */
function scattered(
	call: Call,
	x: Value,
	cells: readonly number[],
	updates: Value,
	how: 'none' | keyof typeof COMBINE
): Value {
	const n = size(x.shape);
	const row = reshaped(call, x, [n]);
	const more = reshaped(call, updates, [cells.length]);
	const place = (called: string, at: ArrayLike<number>) => call.constant(called, [at.length], at, 'int64');
	if (how === 'none' || how === 'add') {
		let [base, added] = [row, more];
		if (how === 'none') {
			const last = new Map(cells.map((cell, k) => [cell, k]));
			const kept = cells.map((cell, k) => Number(last.get(cell) === k));
			base = call.op(mul, [
				row,
				call.constant(
					'kept',
					[n],
					Float64Array.from({ length: n }, (_, cell) => Number(!last.has(cell)))
				)
			]);
			added = call.op(mul, [more, call.constant('last', [cells.length], kept)]);
		}
		const ids = place('places', cells);
		return reshaped(call, call.op(scatterAdd, [base, ids, added], { axis: 0 }), x.shape, 0);
	}
	// In rounds, each of which names a cell once.
	let y = row;
	const rounds: number[][] = [];
	const seen = new Map<number, number>();
	for (const [k, cell] of cells.entries()) {
		const round = seen.get(cell) ?? 0;
		seen.set(cell, round + 1);
		(rounds[round] ??= []).push(k);
	}
	for (const round of rounds) {
		const from = new Float64Array(n);
		const named = new Float64Array(n);
		for (const k of round) [from[cells[k]!], named[cells[k]!]] = [k, 1];
		const there = call.op(gather, [more, place('updates', from)], { axis: 0 });
		const both = call.op(COMBINE[how]!, [y, there]);
		y = call.op(where, [call.constant('named', [n], named, 'bool'), both, y]);
	}
	return reshaped(call, y, x.shape, 0);
}

const REDUCTIONS = ['none', 'add', 'mul', 'max', 'min'] as const;

const scatterElements: Handler = (call) => {
	const [x, indices, updates] = [call.input(0), call.input(1), call.input(2)];
	const axis = call.axis(call.int('axis', 0), x.shape.length);
	const places = placesIn(call, indices, x.shape[axis]!);
	const index = indexer(x.shape);
	let k = 0;
	const cells = eachCell(indices.shape, (at) =>
		index(at.map((place, d) => (d === axis ? places[k++]! : place)))
	);
	return scattered(call, x, [...cells], updates, call.choice('reduction', REDUCTIONS, 'none'));
};

const scatterND: Handler = (call) => {
	const [x, indices, updates] = [call.input(0), call.input(1), call.input(2)];
	const { cells, block } = cellsNamed(call, x, indices, 0);
	const all = cells.flatMap((cell) => Array.from({ length: block }, (_, k) => cell * block + k));
	return scattered(call, x, all, updates, call.choice('reduction', REDUCTIONS, 'none'));
};

/** The k largest or smallest of a line: where they stand has no gradient, the numbers themselves have. */
const topK: Handler = (call) => {
	const x = call.input(0);
	const axis = call.axis(call.int('axis', -1), x.shape.length);
	const k = call.optional(1)?.data[0] ?? call.int('k', 0);
	const n = x.shape[axis]!;
	if (!Number.isInteger(k) || k < 0 || k > n)
		call.refuse(`it takes ${k} numbers of ${n}: give a whole number from 0 to ${n}`);
	const sign = call.flag('largest', true) ? -1 : 1;
	const shape = x.shape.map((d, e) => (e === axis ? k : d));
	const index = indexer(x.shape);
	const orders = new Map<number, number[]>();
	const placeOf = (at: readonly number[]) => {
		const start = index(at.map((place, d) => (d === axis ? 0 : place)));
		let order = orders.get(start);
		if (!order) {
			const number = (place: number) => x.data[index(at.map((p, d) => (d === axis ? place : p)))]!;
			order = Array.from({ length: n }, (_, place) => place).sort(
				(a, b) => sign * (number(a) - number(b)) || a - b
			);
			orders.set(start, order);
		}
		return order[at[axis]!]!;
	};
	const places = eachCell(shape, placeOf);
	const indices = call.known(shape, places, 'int64', 1);
	return [call.out(gather, [x, indices], { axis }, 0), indices];
};

const extreme =
	(sign: 1 | -1): Handler =>
	(call) => {
		const x = call.input(0);
		const axis = call.axis(call.int('axis', 0), x.shape.length);
		const last = call.flag('select_last_index');
		const shape = x.shape.map((d, e) => (e === axis ? 1 : d));
		const index = indexer(x.shape);
		const best = (at: readonly number[]) => {
			let [found, value] = [0, NaN];
			for (let place = 0; place < x.shape[axis]!; place++) {
				const next = x.data[index(at.map((p, d) => (d === axis ? place : p)))]!;
				if (place === 0 || sign * (next - value) > 0 || (last && next === value))
					[found, value] = [place, next];
			}
			return found;
		};
		const places = eachCell(shape, best);
		return call.known(
			call.flag('keepdims', true) ? shape : shape.filter((_, d) => d !== axis),
			places,
			'int64'
		);
	};

/** Of each line the sum of all numbers up to each; `exclusive` leaves the number itself out. */
const cumulative: Handler = (call) => {
	const x = call.input(0);
	const axis = call.axis(call.input(1, 'axis').data[0]!, x.shape.length);
	const reverse = call.flag('reverse');
	const exclusive = call.flag('exclusive');
	const turned = reverse ? call.op(flip, [x], { axis }) : x;
	const sums = call.op(cumsum, [turned], { axis });
	const own = exclusive ? call.op(sub, [sums, turned]) : sums;
	const y = reverse ? call.op(flip, [own], { axis }) : own;
	return reshaped(call, y, y.shape, 0);
};

const oneHot: Handler = (call) => {
	const [indices, depth, values] = [call.input(0), call.input(1, 'depth').data[0]!, call.input(2, 'values')];
	const rank = indices.shape.length + 1;
	const axis = call.axis(call.int('axis', -1), rank);
	const shape = [...indices.shape];
	shape.splice(axis, 0, depth);
	const index = indexer(indices.shape);
	const hot = (at: readonly number[]) => {
		const named = indices.data[index(at.filter((_, d) => d !== axis))]!;
		return values.data[Number((named < 0 ? named + depth : named) === at[axis])]!;
	};
	return call.known(shape, eachCell(shape, hot), values.type);
};

const nonZero: Handler = (call) => {
	const x = call.input(0);
	const found: number[][] = [];
	let cell = 0;
	eachCell(x.shape, (at) => (x.data[cell++] !== 0 ? found.push([...at]) : 0));
	const rank = x.shape.length;
	return call.known(
		[rank, found.length],
		Float64Array.from(
			{ length: rank * found.length },
			(_, k) => found[k % found.length]![Math.floor(k / found.length)]!
		),
		'int64'
	);
};

const compress: Handler = (call) => {
	const [x, mask] = [call.input(0), call.input(1)];
	const given = call.int('axis', null);
	const kept = [...mask.data].flatMap((value, k) => (value ? [k] : []));
	if (given === null) return taken(call, x, kept, [kept.length], 0);
	const axis = call.axis(given, x.shape.length);
	const shape = x.shape.map((d, e) => (e === axis ? kept.length : d));
	const index = indexer(x.shape);
	return taken(
		call,
		x,
		eachCell(shape, (at) => index(at.map((place, d) => (d === axis ? kept[place]! : place)))),
		shape,
		0
	);
};

/** Windows that were laid side by side are added where they came from. */
const col2Im: Handler = (call) => {
	const [x, image, kernel] = [call.input(0), [...call.input(1).data], [...call.input(2).data]];
	const rank = image.length;
	const strides = call.ints('strides') ?? image.map(() => 1);
	const dilations = call.ints('dilations') ?? image.map(() => 1);
	const pads = call.ints('pads') ?? [...image, ...image].map(() => 0);
	const windows = image.map(
		(n, d) =>
			Math.floor((n + pads[d]! + pads[d + rank]! - dilations[d]! * (kernel[d]! - 1) - 1) / strides[d]!) + 1
	);
	const [batch, rows, columns] = x.shape as [number, number, number];
	const channels = rows / size(kernel);
	if (columns !== size(windows) || !Number.isInteger(channels))
		call.refuse(
			`blocks of ${shapeName(kernel)} in an image of ${shapeName(image)} do not make ${shapeName(x.shape)}`
		);
	const [shape, sizes] = [
		[batch, channels, ...image],
		[batch, channels, ...kernel, ...windows]
	];
	const [index, from] = [indexer(shape), [] as number[]];
	const cells: number[] = [];
	let k = 0;
	eachCell(sizes, (at) => {
		const place = image.map(
			(_, d) => at[2 + rank + d]! * strides[d]! + at[2 + d]! * dilations[d]! - pads[d]!
		);
		if (place.every((p, d) => p >= 0 && p < image[d]!)) {
			from.push(k);
			cells.push(index([at[0]!, at[1]!, ...place]));
		}
		return k++;
	});
	const parts = taken(call, x, from, [from.length]);
	const zeros = call.constant('zeros', [size(shape)], new Float64Array(size(shape)));
	const sums = call.op(scatterAdd, [zeros, call.constant('places', [cells.length], cells, 'int64'), parts], {
		axis: 0
	});
	return reshaped(call, sums, shape, 0);
};

/** Rows of a cache are written over at the places where each sequence goes on. */
const tensorScatter: Handler = (call) => {
	const [x, update] = [call.input(0), call.input(1)];
	const axis = call.axis(call.int('axis', -2), x.shape.length);
	const circular = call.choice('mode', ['linear', 'circular'], 'linear') === 'circular';
	const starts = call.optional(2);
	const index = indexer(x.shape);
	const n = x.shape[axis]!;
	const cells = eachCell(update.shape, (at) =>
		index(
			at.map((place, d) => {
				if (d !== axis) return place;
				const to = place + (starts ? starts.data[at[0]!]! : 0);
				return circular ? to % n : to;
			})
		)
	);
	return scattered(call, x, [...cells], update, 'none');
};

export const indexing: Handlers = {
	Gather: gathered,
	GatherElements: gatherElements,
	GatherND: gatherND,
	Scatter: scatterElements,
	ScatterElements: scatterElements,
	ScatterND: scatterND,
	TensorScatter: tensorScatter,
	TopK: topK,
	ArgMax: extreme(1),
	ArgMin: extreme(-1),
	CumSum: cumulative,
	OneHot: oneHot,
	NonZero: nonZero,
	Compress: compress,
	Col2Im: col2Im
};
