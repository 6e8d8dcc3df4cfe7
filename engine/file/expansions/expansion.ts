/**
 * A layer that a file holds as one op, with all that came out of it, and that Backstep runs as scopes of ops: an LSTM
 * becomes time steps and gates. What comes out is held against what the file says, as for any other op.
 */
import type { Tape } from '../../tape.ts';
import type { Tensor } from '../../tensor.ts';

export interface Expansion {
	/** The op that it stands for. */
	readonly name: string;
	/**
	 * Runs the layer, its results under the names `writes`. `tag` is appended to the names of all other tensors; empty
	 * where they need none. Throws a BackstepError where inputs or attributes do not fit, before anything large is made.
	 */
	run(tape: Tape, xs: readonly Tensor[], attrs: unknown, writes: readonly string[], tag: string): void;
}
