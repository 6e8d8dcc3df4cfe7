/** The values that tensors of Python name. */
import type { Shape, Tape, Tensor } from '#engine';
import { held } from './window.ts';
import { DTYPES, storedIn, type Dtype } from './dtype.ts';

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
	/** Whether an op computed it, on this tape or an earlier one. */
	computed: boolean;
	/** Whether gradients are wanted, where it is not computed from others. */
	wanted: boolean;
	/** As it stands on the tape that is being written. */
	tensor: Tensor | null;
	tape: Tape | null;
}

/** Numbers in the place of those that a program makes: of a value by its id, which is the same in each run. */
export interface Edit {
	readonly id: number;
	readonly cells: readonly (readonly [cell: number, value: number])[];
}

export class Values {
	readonly #values = new Map<number, Value>();
	readonly #edits: ReadonlyMap<number, Edit>;
	#next = 1;
	#held = 0;

	constructor(edits: readonly Edit[]) {
		this.#edits = new Map(edits.map((edit) => [edit.id, edit]));
	}

	/** Throws a RangeError where all together are more than a page holds. */
	keep(data: Float64Array, shape: Shape, dtype: Dtype, name: string): Value {
		this.#held = held(this.#held + data.length);
		const id = this.#next++;
		for (const [cell, value] of this.#edits.get(id)?.cells ?? [])
			if (cell < data.length) data[cell] = storedIn(dtype, value);
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
			computed: false,
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
		if (!value || --value.names > 0) return;
		this.#held -= value.data.length;
		this.#values.delete(id);
	}
}

/** Of whole numbers and others, the others; of the others, the longer. */
export const wider = (values: readonly Value[]): Dtype =>
	DTYPES[Math.max(...values.map(({ dtype }) => DTYPES.indexOf(dtype)))]!;
