/** The values that tensors of Python name. */
import type { Shape, Tensor } from '#engine';
import type { MarkedTape } from './markedTape.ts';
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
	tape: MarkedTape | null;
}

/** Numbers in the place of those that a program makes: of a value by its id, which is the same in each run. */
export interface Edit {
	readonly id: number;
	readonly cells: readonly (readonly [cell: number, value: number])[];
}

export class Values {
	/** By their ids, which are only ever added to; 0 is none. */
	readonly #values: (Value | undefined)[] = [undefined];
	readonly #edits: ReadonlyMap<number, Edit>;
	#held = 0;

	constructor(edits: readonly Edit[]) {
		this.#edits = new Map(edits.map((edit) => [edit.id, edit]));
	}

	/** Throws a RangeError where all together are more than a page holds. */
	keep(data: Float64Array, shape: Shape, dtype: Dtype, name: string): Value {
		this.#held = held(this.#held + data.length);
		const id = this.#values.length;
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
		this.#values.push(value);
		return value;
	}

	of(id: number): Value {
		return this.#values[id]!;
	}

	/** Undefined where no tensor names it any more. */
	find(id: number): Value | undefined {
		return this.#values[id];
	}

	free(id: number): void {
		const value = this.#values[id];
		if (!value || --value.names > 0) return;
		this.#held -= value.data.length;
		this.#values[id] = undefined;
	}
}

/** Of whole numbers and others, the others; of the others, the longer. */
export const wider = (values: readonly Value[]): Dtype =>
	DTYPES[Math.max(...values.map(({ dtype }) => DTYPES.indexOf(dtype)))]!;
