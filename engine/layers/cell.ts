/**
 * A recurrent cell is what happens in one time step: it reads an input and a state, and writes the next state. Cells
 * say which gates they have and run ops on a tape; reading a sequence, masks, directions and layers are the same for
 * all of them, and live in recurrence.ts, bidirectional.ts and stacked.ts.
 */
import type { CellKind } from '../parts.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { Tag } from './naming.ts';

/** What is carried from step to step: the hidden state and, in an LSTM, the cell state; batch × hidden each. */
export interface State {
	readonly h: Tensor;
	readonly c?: Tensor;
}

/** The weights of one gate, so that its net input is x·W_x + h·W_h + b. */
export interface GateWeights {
	/** Input × hidden. */
	readonly x: Tensor;
	/** Hidden × hidden. */
	readonly h: Tensor;
	/** One bias for both parts. */
	readonly b?: Tensor;
	/** The bias of the hidden part alone, where a cell needs it apart from `b`: a GRU that resets after the product. */
	readonly bh?: Tensor;
}

/** By the letter of the gate. */
export type Gates = Readonly<Record<string, GateWeights>>;

export interface RecurrentCell {
	readonly name: CellKind;
	/** One letter for each gate, in the order in which PyTorch stacks their weights. */
	readonly gates: readonly string[];
	/** Gates whose two biases are not added up front. */
	readonly apart: readonly string[];
	/** What is carried on: 'h', or 'h' and 'c'. */
	readonly carries: readonly ('h' | 'c')[];
	/** Makes ready for a sequence; the function it returns runs step t, inside the scope of that step. */
	begin(tape: Tape, gates: Gates, tag: Tag): (x: Tensor, state: State, t: number) => State;
}
