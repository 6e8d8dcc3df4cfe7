/** Truncated backpropagation through time: the state goes on from segment to segment, the gradient does not. */
import { fail } from '../errors.ts';
import { detach } from '../ops/detach.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { State } from './cell.ts';

/** Where segments of a sequence begin and end: `[start, stop)`, the last one shorter where it does not come out even. */
export function segments(time: number, length: number): (readonly [start: number, stop: number])[] {
	checkTruncate(length);
	return Array.from(
		{ length: Math.ceil(time / length) },
		(_, k) => [k * length, Math.min(time, (k + 1) * length)] as const
	);
}

export function checkTruncate(length: number): void {
	if (!Number.isInteger(length) || length < 1)
		fail(
			'attribute',
			`A segment of ${length} time steps cannot be: give truncate a whole number from 1 up, such as 5`
		);
}

/** The same state without its past: what comes next starts from its numbers and sends no gradient back to them. */
export function cut(tape: Tape, state: State, name: string): State {
	const without = (x: Tensor) =>
		tape.apply(detach, [x], undefined, {
			name: `${x.name}.cut`,
			label: `${x.label}, cut off`,
			symbol: `{${x.symbol}}^{\\text{cut}}`
		});
	return tape.scope(name, () => ({ h: without(state.h), ...(state.c && { c: without(state.c) }) }), {
		about:
			'The gradient is cut here: the state goes on into the next segment, but no gradient comes back to this one.'
	});
}
