/** One number at a time: activations and functions, put together from the engine's ops where it has none of that name. */
import { size, type Op } from '#engine';
import { abs } from '#engine/ops/abs.ts';
import { add } from '#engine/ops/add.ts';
import { clip } from '#engine/ops/clip.ts';
import { cos } from '#engine/ops/cos.ts';
import { div } from '#engine/ops/div.ts';
import { elu } from '#engine/ops/elu.ts';
import { erf } from '#engine/ops/erf.ts';
import { exp } from '#engine/ops/exp.ts';
import { floor } from '#engine/ops/floor.ts';
import { gelu } from '#engine/ops/gelu.ts';
import { leakyRelu } from '#engine/ops/leakyRelu.ts';
import { log } from '#engine/ops/log.ts';
import { maximum } from '#engine/ops/maximum.ts';
import { minimum } from '#engine/ops/minimum.ts';
import { mul } from '#engine/ops/mul.ts';
import { neg } from '#engine/ops/neg.ts';
import { pow } from '#engine/ops/pow.ts';
import { relu } from '#engine/ops/relu.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { sign } from '#engine/ops/sign.ts';
import { silu } from '#engine/ops/silu.ts';
import { sin } from '#engine/ops/sin.ts';
import { softplus } from '#engine/ops/softplus.ts';
import { sqrt } from '#engine/ops/sqrt.ts';
import { sub } from '#engine/ops/sub.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { where } from '#engine/ops/where.ts';
import { broadcastShape, repetition } from '#engine/rules/broadcast.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { reshaped as reshapedTo } from '../moves.ts';
import { castTo } from '../types.ts';
import type { Value } from '../value.ts';
import { wholeNumbers } from './wholeNumbers.ts';

/** An op of the engine that is the node. */
const is =
	(op: Op<void>): Handler =>
	(call) =>
		call.out(op, [call.input(0)], undefined);

/** The same of whole numbers, which have no gradient: worked out number by number. */
const orWhole =
	(op: Op<void>, f: (x: number) => number): Handler =>
	(call) => {
		const x = call.input(0);
		return x.isFloat
			? call.out(op, [x], undefined)
			: call.known(x.shape, x.data.map(f).map(castTo(x.type)), x.type);
	};

/** A mask: 1 where a condition holds. */
const mask = (call: Call, x: Value, holds: (x: number) => boolean): Value =>
	call.known(
		x.shape,
		x.data.map((value) => Number(holds(value))),
		'bool',
		0,
		'mask'
	);

const one = (call: Call) => call.number('one', 1);

/** Numbers of a node: its own, or what the specification says where it is silent. */
const scaled = (call: Call, x: Value, by: number, called = 'factor'): Value =>
	by === 1 ? x : call.op(mul, [x, call.number(called, by)]);

const moved = (call: Call, x: Value, by: number, called = 'shift'): Value =>
	by === 0 ? x : call.op(add, [x, call.number(called, by)]);

/** γ times an ELU whose lower bound is −α. */
const selu: Handler = (call) => {
	const alpha = call.float('alpha', 1.6732632423543772);
	const gamma = call.float('gamma', 1.0507009873554805);
	return call.out(mul, [call.op(elu, [call.input(0)], { alpha }), call.number('gamma', gamma)], undefined);
};

/** α times the ELU of x / α, which is max(0, x) + min(0, α(exp(x / α) − 1)). */
const celu: Handler = (call) => {
	const alpha = call.float('alpha', 1);
	if (alpha === 1) return call.out(elu, [call.input(0)], { alpha: 1 });
	const inner = call.op(elu, [call.op(div, [call.input(0), call.number('alpha', alpha)])], { alpha: 1 });
	return call.out(mul, [inner, call.number('alpha', alpha)], undefined);
};

const hardSigmoid: Handler = (call) => {
	const line = moved(
		call,
		scaled(call, call.input(0), call.float('alpha', 0.2), 'alpha'),
		call.float('beta', 0.5),
		'beta'
	);
	return call.out(clip, [line], { min: 0, max: 1 });
};

/** x · min(max(x / 6 + 1/2, 0), 1). */
const hardSwish: Handler = (call) => {
	const x = call.input(0);
	const gate = call.op(clip, [moved(call, scaled(call, x, 1 / 6), 0.5)], { min: 0, max: 1 });
	return call.out(mul, [x, gate], undefined);
};

/** Slopes of the negative side that are learned: relu(x) − slope · relu(−x). */
const prelu: Handler = (call) => {
	const [x, given] = [call.input(0), call.input(1)];
	// Early versions give one slope for each channel.
	const perChannel =
		given.shape.length === 1 && x.shape.length > 2 && given.shape[0] === x.shape[1] && call.opset < 7;
	const slope = perChannel ? reshapedTo(call, given, [x.shape[1]!, ...x.shape.slice(2).map(() => 1)]) : given;
	const below = call.op(relu, [call.op(neg, [x])]);
	return call.out(sub, [call.op(relu, [x]), call.op(mul, [below, slope])], undefined);
};

const thresholdedRelu: Handler = (call) => {
	const alpha = call.float('alpha', 1);
	const x = call.input(0);
	return call.out(where, [mask(call, x, (value) => value > alpha), x, call.number('zero', 0)], undefined);
};

const shrink: Handler = (call) => {
	const [x, lambd, bias] = [call.input(0), call.float('lambd', 0.5), call.float('bias', 0)];
	const low = mask(call, x, (value) => value < -lambd);
	const high = mask(call, x, (value) => value > lambd);
	const upper = call.op(where, [high, moved(call, x, -bias), call.number('zero', 0)]);
	return call.out(where, [low, moved(call, x, bias), upper], undefined);
};

const hyperbolic =
	(op: Op<void>): Handler =>
	(call) => {
		const x = call.input(0);
		const both = call.op(op, [call.op(exp, [x]), call.op(exp, [call.op(neg, [x])])]);
		return call.out(mul, [both, call.number('half', 0.5)], undefined);
	};

/** log(x + √(x² ± 1)). */
const areaOf =
	(plus: number): Handler =>
	(call) => {
		const x = call.input(0);
		const root = call.op(sqrt, [moved(call, call.op(mul, [x, x]), plus)]);
		return call.out(log, [call.op(add, [x, root])], undefined);
	};

const atanh: Handler = (call) => {
	const x = call.input(0);
	const ratio = call.op(div, [call.op(add, [one(call), x]), call.op(sub, [one(call), x])]);
	return call.out(mul, [call.op(log, [ratio]), call.number('half', 0.5)], undefined);
};

/** x · sigmoid(αx). */
const swish: Handler = (call) => {
	const [x, alpha] = [call.input(0), call.float('alpha', 1)];
	if (alpha === 1) return call.out(silu, [x], undefined);
	return call.out(mul, [x, call.op(sigmoid, [scaled(call, x, alpha, 'alpha')])], undefined);
};

/** Bounds are attributes in versions before 11, then inputs, which may be left out. */
const clipped: Handler = (call) => {
	const x = call.input(0);
	const bound = (k: number, name: string) => call.optional(k)?.data[0] ?? call.float(name, undefined);
	const [min, max] = [bound(1, 'min'), bound(2, 'max')];
	if (!x.isFloat) {
		const inside = (value: number) => Math.min(Math.max(value, min ?? -Infinity), max ?? Infinity);
		return call.known(x.shape, x.data.map(inside), x.type);
	}
	if (min === undefined && max === undefined) return x;
	return call.out(clip, [x], { ...(min !== undefined && { min }), ...(max !== undefined && { max }) });
};

/** Whole numbers have no gradient, and wrap around. */
export const two =
	(op: Op<void>, whole: (a: number, b: number) => number): Handler =>
	(call) => {
		const [a, b] = aligned(call);
		return a.isFloat ? call.out(op, [a, b], undefined) : wholeNumbers(call, [a, b], whole);
	};

/** In versions before 7, b stands at an axis of a that the node names. */
function aligned(call: Call): [Value, Value] {
	const [a, b] = [call.input(0), call.input(1)];
	const axis = call.opset < 7 && call.flag('broadcast') ? call.int('axis', null) : null;
	if (axis === null) return [a, b];
	const first = call.axis(axis, a.shape.length);
	const shape = [
		...b.shape,
		...new Array<number>(Math.max(0, a.shape.length - first - b.shape.length)).fill(1)
	];
	return [a, reshapedTo(call, b, shape)];
}

/** Of several tensors, one after the other. */
const folded =
	(op: Op<void>, whole: (a: number, b: number) => number): Handler =>
	(call) => {
		const xs = call.inputs.map((_, k) => call.input(k));
		if (!xs[0]!.isFloat) return wholeNumbers(call, xs, whole);
		if (xs.length === 1) return xs[0]!;
		return xs
			.slice(1)
			.reduce(
				(y, x, k) => (k === xs.length - 2 ? call.out(op, [y, x], undefined) : call.op(op, [y, x])),
				xs[0]!
			);
	};

const average: Handler = (call) => {
	const xs = call.inputs.map((_, k) => call.input(k));
	if (xs.length === 1) return xs[0]!;
	const total = xs.slice(1).reduce((y, x) => call.op(add, [y, x]), xs[0]!);
	return call.out(div, [total, call.number('count', xs.length)], undefined);
};

/** A power that is the same for all is one op; another is exp(b · log a), of numbers above 0. */
const power: Handler = (call) => {
	const [a, b] = aligned(call);
	if (!a.isFloat) return wholeNumbers(call, [a, b], (x, p) => x ** p);
	const same = b.data.every((p) => p === b.data[0]);
	if (!b.learned && same && b.data.length && size(b.shape) <= Math.max(1, size(a.shape))) {
		const exponent = b.data[0]!;
		if (exponent === 2 && b.shape.length <= a.shape.length) return call.out(mul, [a, a], undefined);
		if (b.shape.length <= a.shape.length) return call.out(pow, [a], { exponent });
	}
	// A whole power of a negative number exists, and its logarithm does not; any other power is NaN in both ways.
	const powers = repetition(broadcastShape('Pow', a.shape, b.shape), b.shape);
	const bases = repetition(broadcastShape('Pow', a.shape, b.shape), a.shape);
	for (let k = 0; k < size(a.shape) * bases.times; k++)
		if (a.data[bases.source(k)]! < 0 && Number.isInteger(b.data[powers.source(k)]))
			call.refuse(
				'it raises a negative number to one of several powers, which Backstep computes as exp(b · log a): a logarithm of it does not exist'
			);
	return call.out(exp, [call.op(mul, [b, call.op(log, [a])])], undefined);
};

/** a − b·⌊a / b⌋; of a divisor without end a itself where both have one sign, else the divisor. */
function floored(call: Call, a: Value, b: Value): Value {
	const endless = b.data.some((y) => y === Infinity || y === -Infinity);
	const finite = call.known(
		b.shape,
		b.data.map((y) => Number(Math.abs(y) !== Infinity)),
		'bool',
		0,
		'finite'
	);
	const safe = endless ? call.op(where, [finite, b, one(call)]) : b;
	const times = call.op(mul, [safe, call.op(floor, [call.op(div, [a, safe])])]);
	if (!endless) return call.out(sub, [a, times], undefined);
	const alike = wholeNumbers(call, [a, b], (x, y) => Number(x === 0 || x > 0 === y > 0), 'bool', 'alike');
	const far = call.op(where, [alike, a, b]);
	return call.out(where, [finite, call.op(sub, [a, times]), far], undefined);
}

/** The remainder has the sign of the divisor; with fmod, that of the dividend. */
const remainder: Handler = (call) => {
	const [a, b] = [call.input(0), call.input(1)];
	if (!a.isFloat || !a.live)
		return wholeNumbers(
			call,
			[a, b],
			call.flag('fmod') ? (x, y) => x % y : (x, y) => (y ? x - y * Math.floor(x / y) : NaN)
		);
	if (!call.flag('fmod')) return floored(call, a, b);
	const quotient = call.op(div, [a, b]);
	const whole = call.op(mul, [call.op(sign, [quotient]), call.op(floor, [call.op(abs, [quotient])])]);
	return call.out(sub, [a, call.op(mul, [b, whole])], undefined);
};

/** To the nearest whole number, of two as near the even one; its slope is 0 everywhere. */
const rounded: Handler = (call) => {
	const x = call.input(0);
	const even = (value: number) => {
		const down = Math.floor(value);
		const rest = value - down;
		return rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down;
	};
	return call.known(
		x.shape,
		x.data.map((value) => (Number.isFinite(value) ? even(value) : value)),
		x.type
	);
};

export const elementwise: Handlers = {
	Abs: orWhole(abs, Math.abs),
	Neg: orWhole(neg, (x) => -x),
	Sign: orWhole(sign, Math.sign),
	Exp: is(exp),
	Log: is(log),
	Sqrt: is(sqrt),
	Sin: is(sin),
	Cos: is(cos),
	Erf: is(erf),
	Tanh: is(tanh),
	Sigmoid: is(sigmoid),
	Relu: orWhole(relu, (x) => Math.max(x, 0)),
	Floor: is(floor),
	Ceil: (call) => call.out(neg, [call.op(floor, [call.op(neg, [call.input(0)])])], undefined),
	Round: rounded,
	Softplus: (call) => call.out(softplus, [call.input(0)], {}),
	Softsign: (call) =>
		call.out(div, [call.input(0), moved(call, call.op(abs, [call.input(0)]), 1, 'one')], undefined),
	Reciprocal: (call) => call.out(div, [one(call), call.input(0)], undefined),
	Elu: (call) => call.out(elu, [call.input(0)], { alpha: call.float('alpha', 1) }),
	Selu: selu,
	Celu: celu,
	LeakyRelu: (call) => call.out(leakyRelu, [call.input(0)], { negativeSlope: call.float('alpha', 0.01) }),
	ThresholdedRelu: thresholdedRelu,
	PRelu: prelu,
	HardSigmoid: hardSigmoid,
	HardSwish: hardSwish,
	Shrink: shrink,
	Swish: swish,
	Mish: (call) =>
		call.out(mul, [call.input(0), call.op(tanh, [call.op(softplus, [call.input(0)], {})])], undefined),
	Gelu: (call) =>
		call.out(gelu, [call.input(0)], { approximate: call.choice('approximate', ['none', 'tanh'], 'none') }),
	Tan: (call) => call.out(div, [call.op(sin, [call.input(0)]), call.op(cos, [call.input(0)])], undefined),
	Sinh: hyperbolic(sub),
	Cosh: hyperbolic(add),
	Asinh: areaOf(1),
	Acosh: areaOf(-1),
	Atanh: atanh,
	Clip: clipped,
	Add: two(add, (a, b) => a + b),
	Sub: two(sub, (a, b) => a - b),
	Mul: two(mul, (a, b) => a * b),
	// Whole numbers are divided without a rest.
	Div: two(div, (a, b) => Math.trunc(a / b)),
	Pow: power,
	Mod: remainder,
	Max: folded(maximum, Math.max),
	Min: folded(minimum, Math.min),
	Sum: folded(add, (a, b) => a + b),
	Mean: average
};
