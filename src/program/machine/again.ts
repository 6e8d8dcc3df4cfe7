/**
 * What was computed on an earlier tape, computed on a new one again from the same numbers, so that gradients find their way
 * through it: an update may lie between what is computed and the loss that is computed of it.
 */
import type { Tape, Tensor } from '#engine';

/** `given` tells each tensor that no op of forward wrote, and its like on the new tape; `computed`, each that one wrote. */
export function again(
	tensor: Tensor,
	tape: Tape,
	known: Map<Tensor, Tensor>,
	given: (before: Tensor, now: Tensor) => void,
	computed: (before: Tensor, now: Tensor) => void
): Tensor {
	const found = known.get(tensor);
	if (found) return found;
	const { name, shape, data, role, differentiable, writer } = tensor;
	let now: Tensor;
	if (writer?.phase === 'forward') {
		const { op, xs, attrs } = writer.call;
		now = tape.apply(
			op,
			xs.map((x) => again(x, tape, known, given, computed)),
			attrs,
			name
		);
		computed(tensor, now);
	} else {
		now = tape.carried(name, shape, data, {}, role === 'input' ? role : 'parameter', differentiable);
		given(tensor, now);
	}
	known.set(tensor, now);
	return now;
}
