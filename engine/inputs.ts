/** The inputs of an op: what they are called, and how many there may be. */
import { fail } from './errors.ts';
import type { Op } from './op.ts';
import type { Tensor } from './tensor.ts';

/** What an op calls its k-th input; those of a variadic op are numbered. */
export const inputName = ({ variadic, inputs }: Pick<Op, 'variadic' | 'inputs'>, k: number): string =>
	variadic ? `${inputs[0]}${k + 1}` : inputs[k]!;

export function checkCount<A>(op: Op<A>, xs: readonly Tensor[]): void {
	const most = op.variadic ? Infinity : op.inputs.length;
	const least = op.variadic ? 1 : op.inputs.length - Number(op.optional ?? 0);
	if (xs.length < least || xs.length > most) {
		fail('shape', `${op.name} takes ${op.inputs.join(', ')}: ${xs.length} tensors were given`);
	}
}
