/** The inputs of an op: what they are called, and how many there may be. */
import { fail } from './errors.ts';
import type { Op } from './op.ts';
import type { Scope } from './trace.ts';
import { shapeName, type Tensor, size } from './tensor.ts';

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

/** The first number that is neither finite nor `allowed`. A plain loop: on a large image it costs a tenth of `findIndex`. */
export function firstRefused(data: Float64Array, allowed: number): number {
	for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i]) && data[i] !== allowed) return i;
	return -1;
}

/** Refuses to go back from more than one number. */
export function expectLoss(loss: Tensor): void {
	if (size(loss.shape) !== 1) {
		fail(
			'shape',
			`Backward starts from a single number, but ${loss.name} has shape ${shapeName(loss.shape)}: reduce it with sum, mean or a loss first`
		);
	}
}

/** Refuses to go back from inside of a scope that does not hold the way to the loss. */
export function expectWithin({ name, writer }: Tensor, scope: Scope): void {
	for (let at = writer?.parent ?? null; at; at = at.parent) if (at === scope) return;
	if (scope.parent)
		fail(
			'value',
			`${name} was not computed in "${scope.name}": call backward in the scope that holds the way to it, or outside of all`
		);
}
