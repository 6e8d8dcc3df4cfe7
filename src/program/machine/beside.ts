/** What is computed and is no step: whole numbers, and data before it is given to a network. */
import { Tape, type Op, type Shape } from '#engine';
import type { Value } from './values.ts';

/** What an op gives for these values, on a tape that nobody sees. */
export function beside(
	op: Op,
	values: readonly Value[],
	attrs: object
): { data: Float64Array; shape: Shape } {
	const tape = new Tape();
	const xs = values.map(({ name, shape, data }) => tape.constant(name, shape, data));
	return tape.apply(op as never, xs, attrs as never);
}
