/**
 * The numbers of a trace that is larger than memory: each tensor is read from the file when it is looked at, or computed
 * where the file does not hold it, and held as long as there is room.
 */
import { RecordedTensor, type Elsewhere } from '../recorded.ts';
import { size, type Statistics, type Tensor } from '../tensor.ts';
import type { Leaf } from '../trace.ts';
import type { TensorFile } from './json.ts';
import { lateCall, wayBackOf } from './lateCall.ts';
import { Notes, type Layer, type Noted } from './noted.ts';
import { round } from './rounding.ts';
import { isLeft } from './numbers.ts';
import type { Source } from './source.ts';
import type { Supply } from './supply.ts';
import type { Values } from './values.ts';
import { isView, readView } from './view.ts';

/** Bytes of numbers that are held at once, where nobody says otherwise. */
export const ROOM = 512 * 2 ** 20;

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
	/** What is held by its name, the one that was wanted last at the end. */
	readonly #held = new Map<string, RecordedTensor>();
	#bytes = 0;
	/** What was asked for last stays, however large it is. */
	#wanted: ReadonlySet<string> = new Set();

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
		return this.#fileOf(tensor) !== null;
	}

	numbersOf(tensor: RecordedTensor): Float64Array {
		const file = this.#fileOf(tensor);
		if (file) return this.#hold(tensor, this.#inFile(tensor.name, file));
		// What it is computed from comes first, one after the other: a network is deeper than a recursion may go.
		const todo = [tensor];
		const tried = new Set<Tensor>(todo);
		for (;;) {
			const next = todo.at(-1)!;
			const before = next.writer!.reads.filter((x) => this.#isToCompute(x) && !tried.has(x));
			for (const x of before) {
				tried.add(x);
				todo.push(x as RecordedTensor);
			}
			if (before.length) continue;
			todo.pop();
			const data = this.#held.has(next.name) ? next.data : this.#hold(next, this.#computed(next));
			if (!todo.length) return data;
		}
	}

	#isToCompute = (x: Tensor): boolean =>
		x.writer !== null && x instanceof RecordedTensor && !this.#held.has(x.name) && !this.#fileOf(x);

	/** What the file says of a tensor whose numbers it holds. */
	#fileOf({ name }: Tensor): TensorFile | null {
		const file = this.#stored.get(name);
		return file && !isLeft(file.data) ? file : null;
	}

	readonly keeping = lateCall;
	readonly goingBack = wayBackOf;

	statisticsOf({ name }: Tensor): Statistics | undefined {
		return this.#stored.get(name)?.statistics;
	}

	/** What is worked with together stays until others are asked for, however much it is: else each would make room for the next. */
	want(tensors: readonly Tensor[]): void {
		this.#wanted = new Set(tensors.map(({ name }) => name));
	}

	/**
	 * Reads numbers beside other work; null where all are there, or computed when they are looked at. They stay until others
	 * are asked for.
	 */
	fetch(tensors: readonly Tensor[]): Promise<void> | null {
		this.want(tensors);
		const missing: Promise<void>[] = [];
		for (const x of tensors) {
			if (!(x instanceof RecordedTensor)) continue;
			// The ones that were wanted last are held longest.
			if (this.#held.delete(x.name)) this.#held.set(x.name, x);
			else if (this.#fetchable(x)) missing.push(this.#fetch(x));
		}
		return missing.length ? Promise.all(missing).then(() => {}) : null;
	}

	async #fetch(x: RecordedTensor): Promise<void> {
		const file = this.#stored.get(x.name)!;
		const { from, to } = this.#values.placeOf(file)!;
		const bytes = this.#shownBy(file) ? undefined : await this.#source.fetch!(from, to);
		// Somebody may have looked at it in the meantime.
		if (!this.#held.has(x.name)) this.#hold(x, this.#inFile(x.name, file, bytes));
	}

	#fetchable(x: Tensor) {
		const file = this.#source.fetch && this.#stored.get(x.name);
		return file ? this.#values.placeOf(file) : null;
	}

	/** Of a view, the tensor whose numbers it shows, where that is held. */
	#shownBy({ data }: TensorFile): RecordedTensor | undefined {
		return isView(data) ? this.#held.get(data.of) : undefined;
	}

	#inFile(name: string, file: TensorFile, bytes?: Uint8Array): Float64Array {
		const whole = this.#shownBy(file);
		return whole && isView(file.data)
			? readView(name, file.shape, file.data, whole.data)
			: this.#values.of(name, file, bytes);
	}

	#computed(tensor: RecordedTensor): Float64Array {
		const data = tensor.compute();
		// One contribution to a gradient is nobody's number: their sum is.
		if (tensor.gradientOf && tensor.gradientOf.grad !== tensor) return data;
		round(data, this.noted.get(tensor.writer!)!.dtype);
		return data;
	}

	#hold(tensor: RecordedTensor, data: Float64Array): Float64Array {
		tensor.fill(data);
		this.#held.set(tensor.name, tensor);
		this.#bytes += bytesOf(tensor);
		for (const [name, oldest] of this.#held) {
			if (this.#bytes <= this.#room) break;
			if (oldest === tensor || this.#wanted.has(name)) continue;
			oldest.forget();
			this.#held.delete(name);
			this.#bytes -= bytesOf(oldest);
		}
		return data;
	}
}
