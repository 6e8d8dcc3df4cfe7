/** The numbers that a file holds, by the names of its tensors. */
import { fail } from '../errors.ts';
import { shapeName, size } from '../tensor.ts';
import type { TensorFile } from './json.ts';
import { isStored, readNumbers } from './numbers.ts';
import { numbersOf, type Stored } from './safetensors/header.ts';
import type { Source } from './source.ts';
import { isView, readView } from './view.ts';

export class Values {
	readonly #stored: ReadonlyMap<string, TensorFile>;
	readonly #source: Source | undefined;
	readonly #read = new Map<string, Float64Array>();

	/** `source` is where numbers are that were left in the file: they are read again each time. */
	constructor(stored: ReadonlyMap<string, TensorFile>, source?: Source) {
		this.#stored = stored;
		this.#source = source;
	}

	/**
	 * `bytes` are those at `placeOf`, where they were fetched before. Throws a BackstepError where they are not as many as the
	 * tensor has cells, or no numbers.
	 */
	of(name: string, { shape, data }: TensorFile, bytes?: Uint8Array): Float64Array {
		const before = this.#read.get(name);
		if (before) return before;
		if (isStored(data)) return this.#inFile(data, bytes);
		const values = isView(data)
			? readView(name, shape, data, this.#whole(name, data.of, bytes))
			: readNumbers(name, data);
		if (values.length !== size(shape))
			fail(
				'shape',
				`${name} has shape ${shapeName(shape)}, so it takes ${size(shape)} values: the file holds ${values.length}`
			);
		if (!this.#source) this.#read.set(name, values);
		return values;
	}

	/** Where the numbers of a tensor lie in the file, or those of the tensor that it is a view of; null where they are no part of it. */
	placeOf({ data }: TensorFile): Stored | null {
		const whole = isView(data) ? this.#stored.get(data.of)?.data : data;
		return whole !== undefined && isStored(whole as never) ? (whole as Stored) : null;
	}

	/** What a view shows the numbers of. */
	#whole(name: string, of: string, bytes?: Uint8Array): Float64Array {
		const whole = this.#stored.get(of);
		if (!whole || isView(whole.data))
			return fail(
				'name',
				`${name} is a view of ${of}, which ${whole ? 'is a view itself' : 'is not among the tensors of this trace'}`
			);
		return this.of(of, whole, bytes);
	}

	#inFile(data: Stored, bytes = this.#source!.read(data.from, data.to)): Float64Array {
		return numbersOf(bytes, data);
	}
}
