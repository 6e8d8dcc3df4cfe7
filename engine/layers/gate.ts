/** One gate of one time step: its two products, their sum, and the function that squeezes it. */
import type { Op } from '../op.ts';
import { accumulate } from '../ops/accumulate.ts';
import { matmul } from '../ops/matmul.ts';
import type { GateKind } from '../parts.ts';
import type { Naming, Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { GateWeights } from './cell.ts';
import { partOf, type Tag } from './naming.ts';

/** x·W_x + h·W_h + b, step by step: what comes from the input, what from memory, and the bias. */
export function netInput(
	tape: Tape,
	x: Tensor,
	h: Tensor,
	weights: GateWeights,
	letter: string,
	t: number,
	tag: Tag
): Tensor {
	const named = (part: string, what: string) => partOf(tag, letter, t, part, what);
	const fromInput = tape.apply(matmul, [x, weights.x], undefined, named('x', 'input part of'));
	const fromMemory = tape.apply(matmul, [h, weights.h], undefined, named('h', 'memory part of'));
	const parts = weights.b ? [fromInput, fromMemory, weights.b] : [fromInput, fromMemory];
	return tape.apply(accumulate, parts, undefined, named('net', 'net input of'));
}

/** What a gate's scope is called, and what it is. */
export interface GateScope {
	readonly name: string;
	readonly gate: GateKind;
	readonly about: string;
}

/** A gate in a scope of its own. */
export function gate(
	tape: Tape,
	scope: GateScope,
	net: () => Tensor,
	activation: Op<void>,
	naming: Naming
): Tensor {
	return tape.scope(scope.name, () => tape.apply(activation, [net()], undefined, naming), {
		about: scope.about,
		part: { kind: 'gate', gate: scope.gate }
	});
}
