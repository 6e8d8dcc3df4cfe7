/** The values that tensors of Python name. */
import type { Shape, Tape, Tensor } from '#engine';
import { DTYPES, type Dtype } from './dtype.ts';

/** A value of the program: an array that is written once. */
export interface Value {
	readonly id: number;
	/** How many tensors of Python name it. */
	names: number;
	readonly data: Float64Array;
	readonly shape: Shape;
	readonly dtype: Dtype;
	/** What it is called where it is given to a tape. */
	name: string;
	label: string;
	symbol: string;
	trained: boolean;
	/** Whether gradients are wanted, where it is not computed from others. */
	wanted: boolean;
	/** As it stands on the tape that is being written. */
	tensor: Tensor | null;
	tape: Tape | null;
}

export class Values {
	readonly #values = new Map<number, Value>();
	#next = 1;

	keep(data: Float64Array, shape: Shape, dtype: Dtype, name: string): Value {
		const id = this.#next++;
		const value: Value = {
			id,
			names: 1,
			data,
			shape,
			dtype,
			name,
			label: '',
			symbol: '',
			trained: false,
			wanted: false,
			tensor: null,
			tape: null
		};
		this.#values.set(id, value);
		return value;
	}

	of(id: number): Value {
		return this.#values.get(id)!;
	}

	/** Undefined where no tensor names it any more. */
	find(id: number): Value | undefined {
		return this.#values.get(id);
	}

	free(id: number): void {
		const value = this.#values.get(id);
		if (value && --value.names === 0) this.#values.delete(id);
	}
}

/** Of whole numbers and others, the others; of the others, the longer. */
export const wider = (values: readonly Value[]): Dtype =>
	DTYPES[Math.max(...values.map(({ dtype }) => DTYPES.indexOf(dtype)))]!;
