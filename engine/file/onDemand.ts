/**
 * The numbers of a trace that is larger than memory: each tensor is read from the file when it is looked at, or computed
 * where the file does not hold it, and held as long as there is room.
 */
import { RecordedTensor, type Elsewhere } from '../recorded.ts';
import type { Statistics } from '../statistics.ts';
import { size, type Tensor } from '../tensor.ts';
import type { Leaf } from '../trace.ts';
import type { TensorFile } from './json.ts';
import { Notes, type Layer, type Noted } from './noted.ts';
import { round } from './rounding.ts';
import type { Source } from './source.ts';
import type { Supply } from './supply.ts';
import type { Values } from './values.ts';

/** Bytes of numbers that are held at once, where nobody says otherwise. */
export const ROOM = 512 * 2 ** 20;

/** So many tensors stay, however large they are: what an op reads and writes. */
const FEWEST = 6;

const bytesOf = ({ shape }: Tensor): number => 8 * size(shape);

export class OnDemand implements Supply, Elsewhere {
	readonly mostSteps = Number.MAX_SAFE_INTEGER;
	readonly options: Supply['options'] = { elsewhere: this };
	/** What is known of what each leaf writes. */
	readonly noted = new Map<Leaf, Noted>();
	readonly #notes: Notes;
	readonly #stored: ReadonlyMap<string, TensorFile>;
	readonly #values: Values;
	readonly #source: Source;
	readonly #room: number;
	/** What is held, the one that was wanted last at the end. */
	readonly #held = new Set<RecordedTensor>();
	#bytes = 0;

	constructor(stored: ReadonlyMap<string, TensorFile>, values: Values, source: Source, room = ROOM) {
		this.#notes = new Notes(stored);
		this.#stored = stored;
		this.#values = values;
		this.#source = source;
		this.#room = room;
	}

	/** Bytes of the numbers that are held. */
	get bytes(): number {
		return this.#bytes;
	}

	given = (): null => null;

	wrote(leaf: Leaf, layer: Layer | null): void {
		this.noted.set(leaf, this.#notes.of(leaf, layer));
	}

	has(tensor: Tensor): boolean {
		return this.#stored.has(tensor.name);
	}

	numbersOf(tensor: RecordedTensor): Float64Array {
		const file = this.#stored.get(tensor.name);
		return this.#hold(tensor, file ? this.#values.of(tensor.name, file) : this.#computed(tensor));
	}

	statisticsOf({ name }: Tensor): Statistics | undefined {
		return this.#stored.get(name)?.statistics;
	}

	/** Whether all of these are held, or computed when they are looked at. */
	holds(tensors: readonly Tensor[]): boolean {
		return tensors.every((x) => this.#held.has(x as RecordedTensor) || !this.#fetchable(x));
	}

	/** Reads numbers beside other work; those that are held already are held longer. */
	async fetch(tensors: readonly Tensor[]): Promise<void> {
		await Promise.all(
			tensors.map(async (x) => {
				if (!(x instanceof RecordedTensor)) return;
				if (this.#held.delete(x)) return void this.#held.add(x);
				const place = this.#fetchable(x);
				if (!place) return;
				const bytes = await this.#source.fetch!(place.from, place.to);
				// Somebody may have looked at it in the meantime.
				if (!this.#held.has(x)) this.#hold(x, this.#values.of(x.name, this.#stored.get(x.name)!, bytes));
			})
		);
	}

	#fetchable(x: Tensor) {
		const file = this.#source.fetch && this.#stored.get(x.name);
		return file ? this.#values.placeOf(file) : null;
	}

	#computed(tensor: RecordedTensor): Float64Array {
		const data = tensor.compute();
		round(data, this.noted.get(tensor.writer!)!.dtype);
		return data;
	}

	#hold(tensor: RecordedTensor, data: Float64Array): Float64Array {
		tensor.fill(data);
		this.#held.add(tensor);
		this.#bytes += bytesOf(tensor);
		for (const oldest of this.#held) {
			if (this.#bytes <= this.#room || this.#held.size <= FEWEST) break;
			oldest.forget();
			this.#held.delete(oldest);
			this.#bytes -= bytesOf(oldest);
		}
		return data;
	}
}
