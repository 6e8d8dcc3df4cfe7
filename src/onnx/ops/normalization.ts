/** Mean 0 and variance 1 over some axes, then a learned scale and shift. */
import { size, type Shape } from '#engine';
import { abs } from '#engine/ops/abs.ts';
import { add } from '#engine/ops/add.ts';
import { batchNorm } from '#engine/ops/batchNorm.ts';
import { div } from '#engine/ops/div.ts';
import { layerNorm } from '#engine/ops/layerNorm.ts';
import { mean } from '#engine/ops/mean.ts';
import { mul } from '#engine/ops/mul.ts';
import { rsqrt } from '#engine/ops/rsqrt.ts';
import { sqrt } from '#engine/ops/sqrt.ts';
import { sub } from '#engine/ops/sub.ts';
import { sum } from '#engine/ops/sum.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { reshaped } from '../moves.ts';
import type { Value } from '../value.ts';

/** The mean over axes, and that of the squares of what is left. */
function moments(call: Call, x: Value, axes: readonly number[]) {
	const center = call.op(mean, [x], { axes: [...axes], keepdim: true });
	const rest = call.op(sub, [x, center]);
	return {
		center,
		rest,
		variance: call.op(mean, [call.op(mul, [rest, rest])], { axes: [...axes], keepdim: true })
	};
}

const batch: Handler = (call) => {
	const [x, ...learned] = [0, 1, 2, 3, 4].map((k) => call.input(k)) as [Value, Value, Value, Value, Value];
	const epsilon = call.float('epsilon', 1e-5);
	const keeps = call.float('momentum', 0.9);
	if (!call.flag('training_mode')) return call.out(batchNorm, [x, ...learned], { epsilon });
	const [weight, bias, oldMean, oldVariance] = learned;
	const y = call.out(batchNorm, [x, weight, bias], { epsilon });
	if (!call.wants(1)) return y;
	const axes = x.shape.map((_, d) => d).filter((d) => d !== 1);
	const { center, variance } = moments(call, x, axes);
	const blend = (before: Value, now: Value, k: number) => {
		const kept = call.op(mul, [before, call.number('keeps', keeps)]);
		const rest = call.op(mul, [reshaped(call, now, before.shape), call.number('rest', 1 - keeps)]);
		return call.out(add, [kept, rest], undefined, k);
	};
	return [y, blend(oldMean, center, 1), blend(oldVariance, variance, 2)];
};

const layer: Handler = (call) => {
	const [x, weight, bias] = [call.input(0), call.input(1), call.optional(2)];
	const rank = x.shape.length;
	const axis = call.axis(call.int('axis', -1), rank);
	const epsilon = call.float('epsilon', 1e-5);
	const row = x.shape.slice(axis);
	const n = size(row);
	const fits = (value: Value) => size(value.shape) === n;
	const whole = fits(weight) && (!bias || fits(bias));
	const lines = axis === rank - 1 ? x : reshaped(call, x, [...x.shape.slice(0, axis), n]);
	const flat = (value: Value) => reshaped(call, value, [n]);
	const learned = whole ? [flat(weight), ...(bias ? [flat(bias)] : [])] : [];
	let y: Value;
	if (whole && lines === x) y = call.out(layerNorm, [x, ...learned], { epsilon });
	else {
		const normal = reshaped(
			call,
			call.op(layerNorm, [lines, ...learned], { epsilon }),
			x.shape,
			whole ? 0 : undefined
		);
		y = whole ? normal : scaledBy(call, normal, weight, bias);
	}
	if (!call.wants(1) && !call.wants(2)) return y;
	const axes = x.shape.map((_, d) => d).slice(axis);
	const { center, variance } = moments(call, x, axes);
	return [y, center, call.op(rsqrt, [call.op(add, [variance, call.number('epsilon', epsilon)])])];
};

/** The last ops of a norm: times the weight, plus the bias. */
function scaledBy(call: Call, x: Value, weight: Value, bias: Value | null): Value {
	if (!bias) return call.out(mul, [x, weight], undefined);
	return call.out(add, [call.op(mul, [x, weight]), bias], undefined);
}

/** Groups of channels as rows; scale and shift belong to channels, before version 21 to groups. */
function grouped(call: Call, groups: number): Value {
	const [x, weight, bias] = [call.input(0), call.input(1), call.input(2)];
	const [images, channels, ...rest] = x.shape as [number, number, ...number[]];
	if (channels % groups)
		call.refuse(`it makes ${groups} groups of ${channels} channels, which do not share evenly`);
	const rows = reshaped(call, x, [images, groups, size(x.shape) / images / groups]);
	const normal = call.op(layerNorm, [rows], { epsilon: call.float('epsilon', 1e-5) });
	const perGroup = size(weight.shape) === groups && groups !== channels;
	const shape: Shape = perGroup ? [images, groups, channels / groups, ...rest] : x.shape;
	const ones = new Array<number>(shape.length - 2).fill(1);
	const learned = (value: Value) => reshaped(call, value, [size(value.shape), ...ones]);
	const apart = reshaped(call, normal, shape);
	if (!perGroup) return scaledBy(call, apart, learned(weight), learned(bias));
	const moved = call.op(add, [call.op(mul, [apart, learned(weight)]), learned(bias)]);
	return reshaped(call, moved, x.shape, 0);
}

const rms: Handler = (call) => {
	const [x, weight] = [call.input(0), call.input(1)];
	const axis = call.axis(call.int('axis', -1), x.shape.length);
	const axes = x.shape.map((_, d) => d).slice(axis);
	const squares = call.op(mean, [call.op(mul, [x, x])], { axes, keepdim: true });
	const scale = call.op(rsqrt, [
		call.op(add, [squares, call.number('epsilon', call.float('epsilon', 1e-5))])
	]);
	return call.out(mul, [call.op(mul, [x, scale]), weight], undefined);
};

const meanVariance: Handler = (call) => {
	const x = call.input(0);
	const axes = call.axes(call.ints('axes') ?? [0, 2, 3], x.shape.length);
	const { rest, variance } = moments(call, x, axes);
	const spread = call.op(sqrt, [variance]);
	return call.out(div, [rest, call.op(add, [spread, call.number('epsilon', 1e-9)])], undefined);
};

/** Divided by the sum of the sizes along an axis, or the root of that of the squares. */
const lp: Handler = (call) => {
	const x = call.input(0);
	const axes = [call.axis(call.int('axis', -1), x.shape.length)];
	const p = call.int('p', 2);
	if (p !== 1 && p !== 2) call.refuse(`its p is ${p}: ONNX has 1 and 2`);
	const total = call.op(sum, [p === 1 ? call.op(abs, [x]) : call.op(mul, [x, x])], { axes, keepdim: true });
	const length = p === 1 ? total : call.op(sqrt, [total]);
	// Where all are 0, they stay so.
	const zero = length.data.map((value) => Number(value === 0));
	const safe = zero.some(Boolean)
		? call.op(add, [length, call.constant('ones', length.shape, zero)])
		: length;
	return call.out(div, [x, safe], undefined);
};

export const norms: Handlers = {
	BatchNormalization: batch,
	LayerNormalization: layer,
	GroupNormalization: (call) => grouped(call, call.int('num_groups', 1)),
	InstanceNormalization: (call) => grouped(call, call.input(0).shape[1]!),
	RMSNormalization: rms,
	MeanVarianceNormalization: meanVariance,
	LpNormalization: lp
};
