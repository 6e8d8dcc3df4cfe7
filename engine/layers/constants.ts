/** Single numbers that many parts of a network use, such as −∞ in masks and √d_k: given once on a tape. */
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';

const given = new WeakMap<Tape, Map<string, Tensor>>();

export function numberNamed(tape: Tape, name: string, value: number, label: string, symbol: string): Tensor {
	const numbers = given.get(tape) ?? new Map<string, Tensor>();
	given.set(tape, numbers);
	const found = numbers.get(name) ?? tape.constant(name, [], [value], { label, symbol });
	numbers.set(name, found);
	return found;
}
