/** Whole numbers and conditions: they have no gradient, so each is worked out and shown as it is. */
import { repetition, broadcastShape } from '#engine/rules/broadcast.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { bitsOf, castTo, type ElementType } from '../types.ts';
import type { Value } from '../value.ts';

/** Tensors that broadcast, combined number by number from left to right. */
export function wholeNumbers(
	call: Call,
	xs: readonly Value[],
	f: (a: number, b: number) => number,
	type: ElementType = xs[0]!.type,
	called?: string
): Value {
	const cast = castTo(type);
	let [shape, data] = [xs[0]!.shape, xs[0]!.data];
	for (const x of xs.slice(1)) {
		const whole = broadcastShape(call.node.opType, shape, x.shape);
		const [a, b] = [repetition(whole, shape), repetition(whole, x.shape)];
		const before = data;
		data = Float64Array.from({ length: whole.reduce((n, d) => n * d, 1) }, (_, k) =>
			cast(f(before[a.source(k)]!, x.data[b.source(k)]!))
		);
		shape = whole;
	}
	return call.known(shape, xs.length > 1 ? data : data.map(cast), type, 0, called);
}

const compare =
	(holds: (a: number, b: number) => boolean): Handler =>
	(call) =>
		wholeNumbers(call, [call.input(0), call.input(1)], (a, b) => Number(holds(a, b)), 'bool');

const each =
	(f: (x: number, bits: number) => number, type?: ElementType): Handler =>
	(call) => {
		const x = call.input(0);
		const cast = castTo(type ?? x.type);
		return call.known(
			x.shape,
			x.data.map((value) => cast(f(value, bitsOf(x.type) ?? 0))),
			type ?? x.type
		);
	};

/** Bits of whole numbers up to 64: BigInt holds them all. */
const bitwise =
	(f: (a: bigint, b: bigint) => bigint): Handler =>
	(call) => {
		const [a, b] = [call.input(0), call.input(1)];
		const bits = bitsOf(a.type) ?? call.refuse('it takes whole numbers');
		const signed = a.type.startsWith('int');
		const fit = (x: bigint) => Number(signed ? BigInt.asIntN(bits, x) : BigInt.asUintN(bits, x));
		return wholeNumbers(call, [a, b], (x, y) => fit(f(BigInt(Math.trunc(x)), BigInt(Math.trunc(y)))));
	};

/** Shifted by fewer than no bits or by more than there are, nothing is left but the sign. */
const shift: Handler = (call) => {
	const left = call.choice('direction', ['LEFT', 'RIGHT'], 'LEFT') === 'LEFT';
	const far = (b: bigint) => (b < 0n || b > 64n ? 64n : b);
	return bitwise((a, b) => (left ? a << far(b) : a >> far(b)))(call);
};

const infinite: Handler = (call) => {
	const [negative, positive] = [call.flag('detect_negative', true), call.flag('detect_positive', true)];
	return each((x) => Number((negative && x === -Infinity) || (positive && x === Infinity)), 'bool')(call);
};

export const logic: Handlers = {
	Equal: compare((a, b) => a === b),
	Greater: compare((a, b) => a > b),
	GreaterOrEqual: compare((a, b) => a >= b),
	Less: compare((a, b) => a < b),
	LessOrEqual: compare((a, b) => a <= b),
	And: compare((a, b) => a !== 0 && b !== 0),
	Or: compare((a, b) => a !== 0 || b !== 0),
	Xor: compare((a, b) => (a !== 0) !== (b !== 0)),
	Not: each((x) => Number(x === 0), 'bool'),
	IsNaN: each((x) => Number(Number.isNaN(x)), 'bool'),
	IsInf: infinite,
	BitShift: shift,
	BitwiseAnd: bitwise((a, b) => a & b),
	BitwiseOr: bitwise((a, b) => a | b),
	BitwiseXor: bitwise((a, b) => a ^ b),
	BitwiseNot: each((x) => -x - 1)
};
