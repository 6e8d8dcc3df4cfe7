/** The inputs of an op: what they are called, and how many there may be. */
import { fail } from './errors.ts';
import type { Op } from './op.ts';
import type { Tensor } from './tensor.ts';

/** What an op calls its k-th input; those of a variadic op are numbered. */
export const inputName = ({ variadic, inputs }: Pick<Op, 'variadic' | 'inputs'>, k: number): string =>
	variadic ? `${inputs[0]}${k + 1}` : inputs[k]!;

/** Whether an op may have so many inputs. */
export function takes(
	{ variadic, optional, inputs }: Pick<Op, 'variadic' | 'optional' | 'inputs'>,
	count: number
): boolean {
	const most = variadic ? Infinity : inputs.length;
	const least = variadic ? 1 : inputs.length - Number(optional ?? 0);
	return count >= least && count <= most;
}

export function checkCount<A>(op: Op<A>, xs: readonly Tensor[]): void {
	if (!takes(op, xs.length)) {
		fail('shape', `${op.name} takes ${op.inputs.join(', ')}: ${xs.length} tensors were given`);
	}
}
