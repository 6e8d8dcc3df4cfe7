/**
 * Numbers as whole numbers of a scale. What is stored has no gradient: it is shown as it is, and the way back ends there.
 * What is made of it again is a difference and a product.
 */
import { size, type Shape } from '#engine';
import { mul } from '#engine/ops/mul.ts';
import { sub } from '#engine/ops/sub.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { eachCell, indexer, reshaped, taken } from '../moves.ts';
import { bitsOf, typeOf } from '../types.ts';
import type { Value } from '../value.ts';

/** A scale or a zero point as it belongs to x: one for all, one for each place of an axis, or one for each block of it. */
function spread(call: Call, x: Value, given: Value): Value {
	if (size(given.shape) === 1) return reshaped(call, given, []);
	const axis = call.axis(call.int('axis', 1), x.shape.length);
	const block = call.int('block_size', 0);
	if (given.shape.length === 1) {
		const shape: Shape = x.shape.map((n, d) => (d === axis ? n : 1));
		return reshaped(call, given, shape);
	}
	const index = indexer(given.shape);
	const from = eachCell(x.shape, (at) =>
		index(at.map((place, d) => (d === axis ? Math.floor(place / block) : place)))
	);
	return taken(call, given, from, x.shape);
}

const dequantized: Handler = (call) => {
	const [x, scale, zero] = [call.input(0), call.input(1), call.optional(2)];
	call.int('axis', 1);
	call.int('block_size', 0);
	call.int('output_dtype', 0);
	const stored = x.as(scale.type);
	const rest = zero ? call.op(sub, [stored, spread(call, x, zero.as(scale.type))]) : stored;
	return call.out(mul, [rest, spread(call, x, scale)], undefined);
};

/** To the nearest whole number, of two as near the even one, within what the type holds. */
const quantized: Handler = (call) => {
	const [x, scale, zero] = [call.input(0), call.input(1), call.optional(2)];
	call.int('axis', 1);
	call.int('block_size', 0);
	call.int('precision', 0);
	const asked = call.int('output_dtype', 0);
	const type = zero?.type ?? (asked ? typeOf(asked, 'What it stores') : 'uint8');
	const bits = bitsOf(type) ?? call.refuse(`it stores ${type}, and Backstep knows whole numbers only`);
	const [least, most] = type.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
	const axis = x.shape.length ? call.axis(call.int('axis', 1), Math.max(2, x.shape.length)) : 0;
	const block = call.int('block_size', 0);
	const of = (given: Value) => {
		if (size(given.shape) === 1) return () => given.data[0]!;
		if (given.shape.length === 1) return (at: readonly number[]) => given.data[at[axis]!]!;
		const index = indexer(given.shape);
		return (at: readonly number[]) =>
			given.data[index(at.map((place, d) => (d === axis ? Math.floor(place / block) : place)))]!;
	};
	const [scaleAt, zeroAt] = [of(scale), zero ? of(zero) : () => 0];
	let cell = 0;
	const stored = (at: readonly number[]) => {
		const value = x.data[cell++]! / scaleAt(at);
		const down = Math.floor(value);
		const even = value - down > 0.5 || (value - down === 0.5 && down % 2 !== 0) ? down + 1 : down;
		return Math.min(Math.max(even + zeroAt(at), least), most);
	};
	return call.known(x.shape, eachCell(x.shape, stored), type);
};

export const quantization: Handlers = { QuantizeLinear: quantized, DequantizeLinear: dequantized };
