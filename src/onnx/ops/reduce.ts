/** Some axes become one number each. */
import { size } from '#engine';
import { exp, log as lnOf } from '#engine/math.ts';
import { abs } from '#engine/ops/abs.ts';
import { amax } from '#engine/ops/amax.ts';
import { amin } from '#engine/ops/amin.ts';
import { concat } from '#engine/ops/concat.ts';
import { log } from '#engine/ops/log.ts';
import { logsumexp } from '#engine/ops/logsumexp.ts';
import { mean } from '#engine/ops/mean.ts';
import { mul } from '#engine/ops/mul.ts';
import { sqrt } from '#engine/ops/sqrt.ts';
import { sum } from '#engine/ops/sum.ts';
import type { Reduction } from '#engine/rules/axes.ts';
import type { Op } from '#engine';
import type { Call, Handler, Handlers } from '../call.ts';
import { cut, eachCell, indexer, reshaped, transposed } from '../moves.ts';
import { castTo } from '../types.ts';
import type { Value } from '../value.ts';

interface Reduced {
	readonly x: Value;
	/** Empty where the node does nothing. */
	readonly axes: readonly number[];
	readonly keepdim: boolean;
	/** The axes that are left. */
	readonly shape: readonly number[];
}

/** All axes where none are named, unless the node says that it then does nothing. */
function reducedOf(call: Call): Reduced {
	const x = call.input(0);
	const given = call.list(1, 'axes');
	const none = !given?.length;
	const idle = call.flag('noop_with_empty_axes');
	const all = x.shape.map((_, d) => d);
	const axes = none ? (idle ? [] : all) : call.axes(given, x.shape.length);
	const keepdim = call.flag('keepdims', true);
	const shape = x.shape.flatMap((d, k) => (axes.includes(k) ? (keepdim ? [1] : []) : [d]));
	return { x, axes, keepdim, shape };
}

/** Before and after the op that adds up, compares or averages; `f` and `start` do the same of whole numbers. */
interface Way {
	readonly before?: (call: Call, x: Value) => Value;
	readonly op: Op<Reduction>;
	readonly after?: (call: Call, y: Value) => Value;
	readonly f: (a: number, b: number) => number;
	readonly start: number;
	readonly end?: (total: number, count: number) => number;
}

/** What is worked out number by number: of whole numbers, and of nothing at all. */
function worked(call: Call, { x, axes, shape }: Reduced, { f, start, end }: Way): Value {
	const kept = x.shape.map((d, k) => (axes.includes(k) ? 1 : d));
	const totals = new Float64Array(size(kept)).fill(
		x.type === 'bool' ? Math.max(0, Math.min(1, start)) : start
	);
	const index = indexer(kept);
	let cell = 0;
	eachCell(x.shape, (at) => {
		const to = index(at.map((place, d) => (axes.includes(d) ? 0 : place)));
		totals[to] = f(totals[to]!, x.data[cell++]!);
		return 0;
	});
	const count = size(x.shape) / Math.max(1, totals.length);
	return call.known(
		shape,
		totals.map((total) => castTo(x.type)(end ? end(total, count) : total)),
		x.type
	);
}

const reduced =
	(way: Way): Handler =>
	(call) => {
		const what = reducedOf(call);
		const { x, axes, keepdim } = what;
		if (!x.isFloat || !size(x.shape)) return worked(call, what, way);
		const before = way.before?.(call, x) ?? x;
		if (!way.after)
			return axes.length ? call.out(way.op, [before], { axes, keepdim }) : reshaped(call, before, x.shape, 0);
		return way.after(call, axes.length ? call.op(way.op, [before], { axes, keepdim }) : before);
	};

const plus = (a: number, b: number) => a + b;
const squared = (call: Call, x: Value) => call.op(mul, [x, x]);

/** Halves are multiplied until one number is left. */
const product: Handler = (call) => {
	const what = reducedOf(call);
	const { x, axes, shape } = what;
	if (!x.isFloat || !size(x.shape)) return worked(call, what, { op: sum, f: (a, b) => a * b, start: 1 });
	const kept = x.shape.map((_, d) => d).filter((d) => !axes.includes(d));
	const n = size(axes.map((d) => x.shape[d]!));
	let y = reshaped(call, transposed(call, x, [...axes, ...kept]), [n, size(kept.map((d) => x.shape[d]!))]);
	while (y.shape[0]! > 1) {
		const [all, half] = [y.shape[0]!, y.shape[0]! >> 1];
		const rest = all % 2 ? cut(call, y, 0, all - 1, all) : null;
		const pairs = call.op(mul, [cut(call, y, 0, 0, half), cut(call, y, 0, half, 2 * half)]);
		if (!rest) y = pairs;
		else if (half === 1) y = call.op(mul, [pairs, rest]);
		else y = call.op(mul, [pairs, padOnes(call, rest, half)]);
	}
	return reshaped(call, y, shape, 0);
};

/** One row, and rows of ones under it. */
function padOnes(call: Call, row: Value, rows: number): Value {
	const ones = new Float64Array((rows - 1) * row.shape[1]!).fill(1);
	return call.op(concat, [row, call.constant('ones', [rows - 1, row.shape[1]!], ones)], { axis: 0 });
}

/** The engine's op takes one axis: the others are put together first. */
const logSumExp: Handler = (call) => {
	const what = reducedOf(call);
	const { x, axes, shape } = what;
	if (!axes.length) return reshaped(call, x, x.shape, 0);
	if (!x.isFloat || !size(x.shape)) {
		const way = {
			op: sum,
			f: (a: number, b: number) => a + exp(b),
			start: 0,
			end: (total: number) => (total ? lnOf(total) : -Infinity)
		};
		return worked(call, what, way);
	}
	const kept = x.shape.map((_, d) => d).filter((d) => !axes.includes(d));
	const [rows, n] = [size(kept.map((d) => x.shape[d]!)), size(axes.map((d) => x.shape[d]!))];
	const lines = reshaped(call, transposed(call, x, [...kept, ...axes]), [rows, n]);
	return reshaped(call, call.op(logsumexp, [lines], { axis: 1 }), shape, 0);
};

const global =
	(op: Op<Reduction>): Handler =>
	(call) => {
		const x = call.input(0);
		return call.out(op, [x], { axes: x.shape.map((_, d) => d).slice(2), keepdim: true });
	};

const finish =
	(op: Op<void>) =>
	(call: Call, y: Value): Value =>
		call.out(op, [y], undefined);

export const reductions: Handlers = {
	ReduceSum: reduced({ op: sum, f: plus, start: 0 }),
	ReduceMean: reduced({ op: mean, f: plus, start: 0, end: (total, count) => total / count }),
	ReduceMax: reduced({ op: amax, f: Math.max, start: -Infinity }),
	ReduceMin: reduced({ op: amin, f: Math.min, start: Infinity }),
	ReduceProd: product,
	ReduceL1: reduced({
		before: (call, x) => call.op(abs, [x]),
		op: sum,
		f: (a, b) => a + Math.abs(b),
		start: 0
	}),
	ReduceL2: reduced({
		before: squared,
		op: sum,
		after: finish(sqrt),
		f: (a, b) => a + b * b,
		start: 0,
		end: Math.sqrt
	}),
	ReduceSumSquare: reduced({ before: squared, op: sum, f: (a, b) => a + b * b, start: 0 }),
	ReduceLogSum: reduced({ op: sum, after: finish(log), f: plus, start: 0, end: lnOf }),
	ReduceLogSumExp: logSumExp,
	GlobalAveragePool: global(mean),
	GlobalMaxPool: global(amax)
};
