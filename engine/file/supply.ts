/** Where the numbers of a trace that is replayed come from. */
import { fail } from '../errors.ts';
import { fill } from '../recorded.ts';
import type { TapeOptions } from '../tape.ts';
import type { Leaf } from '../trace.ts';
import { Held } from './held.ts';
import type { TensorFile } from './json.ts';
import type { Layer } from './noted.ts';
import type { Values } from './values.ts';

export interface Supply {
	/** What the tape takes them from. */
	readonly options: Pick<TapeOptions, 'take' | 'filled' | 'elsewhere'>;
	/** Elementary steps that the trace may take: those of a file that asks for more could not be counted, or take minutes to read. */
	readonly mostSteps: number;
	/** Those of a tensor that is given; null where the tape has them. */
	given(name: string, file: TensorFile): Float64Array | null;
	/** A leaf was recorded; `layer` is what it is of where a layer is run in the place of one op. */
	wrote(leaf: Leaf, layer: Layer | null): void;
}

/** The numbers of a replay. */
export interface Kept {
	readonly arrays: readonly Float64Array[];
	/** Contributions to a gradient that the file holds, by name. */
	readonly contributions: ReadonlyMap<string, Float64Array>;
}

/** Elementary steps of a trace that is read whole. */
export const MOST_STEPS = 1e10;

/** Numbers that its arrays hold, gradients included: four times what a file may hold. */
const MOST_NUMBERS = 128e6;

/** Every number is computed, compared with that of the file, and replaced by it. */
export class Computing implements Supply {
	readonly mostSteps = MOST_STEPS;
	readonly held: Held;
	readonly #values: Values;
	#numbers = 0;
	/** What is looked at later, such as one contribution to a gradient, is the reader's own wish. */
	#reading = true;

	constructor(stored: ReadonlyMap<string, TensorFile>, values: Values) {
		this.#values = values;
		this.held = new Held(stored, (name, file) => values.of(name, file));
	}

	readonly options = {
		take: (n: number) => {
			if (this.#reading && (this.#numbers += n) > MOST_NUMBERS)
				fail(
					'value',
					`This trace and its gradients hold more than ${MOST_NUMBERS} numbers: record fewer steps or smaller tensors`
				);
			return new Float64Array(n);
		}
	};

	/** The trace is read. */
	end(): void {
		this.#reading = false;
	}

	given = (name: string, file: TensorFile): Float64Array => this.#values.of(name, file);

	wrote = (leaf: Leaf, layer: Layer | null): void => this.held.compare(leaf, layer);
}

/** They were computed elsewhere: nothing is decoded, computed or compared again. */
export const filled = ({ arrays, contributions }: Kept): Supply => ({
	mostSteps: MOST_STEPS,
	options: { filled: arrays },
	given: () => null,
	wrote: ({ out }) => fill(out, contributions.get(out.name))
});
