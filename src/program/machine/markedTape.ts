/** A tape with what is known of its tensors, so that this goes when the tape goes. */
import { Tape, type Tensor } from '#engine';

export class MarkedTape extends Tape {
	/** Tensors of float64. */
	readonly double = new Set<Tensor>();
	/** Leaves of the network whose value something in place has changed since. */
	readonly changed = new Set<Tensor>();
	/** Outputs of ops whose values a way back has let go of. */
	readonly gone = new Set<Tensor>();

	/** What holds of a tensor of an earlier tape holds of its like on this one. */
	carryMarks(from: MarkedTape, before: Tensor, now: Tensor): void {
		for (const kind of ['double', 'changed', 'gone'] as const)
			if (from[kind].has(before)) this[kind].add(now);
	}
}
