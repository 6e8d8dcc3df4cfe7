/** Functions of one number as points of a curve, drawn by the ops themselves; so are their slopes, by the way back. */
import { BackstepError, Tape, type Op } from '#engine';
import { sum } from '#engine/ops/sum.ts';

export type Points = readonly (readonly [x: number, y: number])[];

/** So many numbers from one end to the other, both included. */
export const between = (low: number, high: number, pieces = 200): number[] =>
	Array.from({ length: pieces + 1 }, (_, k) => low + ((high - low) * k) / pieces);

/** What an op that takes one tensor makes of each number. */
export function pointsOf(op: Op, attrs: unknown, xs: readonly number[]): Points {
	const tape = new Tape();
	const y = tape.apply(op, [tape.input('x', [xs.length], xs)], attrs);
	return xs.map((x, k) => [x, y.data[k]!]);
}

/** How steep it is at each number. */
export function slopesOf(op: Op, attrs: unknown, xs: readonly number[]): Points {
	const tape = new Tape();
	const x = tape.input('x', [xs.length], xs);
	tape.backward(tape.apply(sum, [tape.apply(op, [x], attrs)], {}));
	return xs.map((at, k) => [at, x.grad!.data[k]!]);
}

/** What each prediction costs against one target; predictions that the loss refuses are left out. */
export const costsOf = (op: Op, attrs: object, xs: readonly number[], target: number): Points =>
	xs.flatMap((x): Points => {
		try {
			const tape = new Tape();
			const given = [tape.input('x', [1], [x]), tape.constant('t', [1], [target])];
			return [[x, tape.apply(op, given, { ...attrs, reduction: 'sum' }).data[0]!]];
		} catch (problem) {
			if (problem instanceof BackstepError) return [];
			throw problem;
		}
	});

/** Whether an op is a function that can be drawn over another: of one number, or of a prediction and a target. */
export const isLike = (op: Op, other: Op): boolean =>
	op !== other &&
	op.name !== other.name &&
	op.family === other.family &&
	!op.variadic &&
	op.inputs.length === other.inputs.length &&
	!op.optional &&
	!op.ids;

/** The names at the ends of lines, moved apart so that none stands on another; as many places as were given. */
export function apart(places: readonly number[], least: number): number[] {
	const order = places.map((_, k) => k).sort((a, b) => places[a]! - places[b]!);
	const moved = [...places];
	let last = -Infinity;
	for (const k of order) last = moved[k] = Math.max(places[k]!, last + least);
	return moved;
}
