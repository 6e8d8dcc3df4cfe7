/** The values of a program, and what is done with them beside its trace: where nothing has a gradient. */
import { num, plain, size, type Shape } from '#engine';
import { elementwise } from './elementwise.ts';
import { ordered, reduced, type Reduction } from './along.ts';
import { roundTo, type Dtype } from './dtype.ts';
import { Generators, type Drawing } from './generators.ts';
import { Lines } from './lines.ts';
import { held } from './window.ts';
import { Values, type Edit } from './values.ts';

export class Store {
	readonly #generators = new Generators();
	/** Sentences about what is no error and often not meant, by their kinds. */
	readonly remarks = new Map<string, string>();
	protected readonly values: Values;
	protected readonly program = new Lines();
	/** Whether the tape that is being written may be shown: what is not needs no names and no scopes. */
	protected recorded = true;

	/** Whether data is being prepared: what nothing trained is in is then no part of the trace. */
	protected prepares = false;
	protected preparesAll = false;
	protected wants = true;

	constructor(edits: readonly Edit[]) {
		this.values = new Values(edits);
	}

	/**
	 * A line of the program is running, for the so-many-eth time. `told`: what the names on it stand for, and the lines that
	 * called its function; empty where that is not asked for. Says whether it is asked for, now and of the next line. With it
	 * come values that tensors name no more.
	 */
	at(file: string, line: number, inside: string, turn: number, told: string, ...gone: number[]): boolean {
		this.free(...gone);
		this.program.at(file, line, inside, turn);
		if (told) this.sees(told);
		return this.recorded;
	}

	sees(told: string): void {
		if (this.recorded) this.program.sees(told, (id) => this.values.find(id));
	}

	assigns(line: number, name: string, makes: boolean): void {
		this.program.assigns(line, name, makes);
	}

	/** A value that no op computes. `trained` says that training changes it. */
	give(
		data: ArrayLike<number>,
		shape: Shape,
		dtype: Dtype,
		name: string,
		trained = false,
		wanted = false
	): number {
		const held = roundTo(Float64Array.from(data), dtype);
		const value = this.values.keep(held, [...shape], dtype, this.program.made(name));
		[value.trained, value.wanted] = [trained, wanted];
		return value.id;
	}

	/** The same number everywhere. */
	fill(number: number, shape: Shape, dtype: Dtype, name: string): number {
		return this.give(new Float64Array(held(size(shape))).fill(number), shape, dtype, name);
	}

	call(id: number, name: string, label?: string, symbol?: string): void {
		const value = this.values.of(id);
		value.name = name;
		if (label) value.label = label;
		if (symbol) value.symbol = symbol;
	}

	/** The sizes of its axes, with commas: text crosses into Python faster than an array. */
	shape(id: number): string {
		return this.values.of(id).shape.join();
	}

	dtype(id: number): Dtype {
		return this.values.of(id).dtype;
	}

	data(id: number): Float64Array {
		return this.values.of(id).data;
	}

	/** One more tensor names it. */
	share(id: number): number {
		this.values.of(id).names++;
		return id;
	}

	/** Of each, one tensor fewer names it. */
	free(...ids: number[]): void {
		for (const id of ids) this.values.free(id);
	}

	/** Random numbers of one's own. */
	generator(): number {
		return this.#generators.make();
	}

	seed(which: number, seed: number): void {
		this.#generators.seed(which, seed);
	}

	draw(which: number, kind: Drawing, shape: Shape, dtype: Dtype, name: string, a = 0, b = 1): number {
		return this.give(this.#generators.draw(which, kind, shape, dtype, a, b), shape, dtype, name);
	}

	/** A seed for another generator: 63 random bits, of which 32 count. */
	long(which: number): number {
		return this.#generators.long(which);
	}

	/** Along an axis, of what has no gradient: largest, smallest, their places, whether all or any hold. */
	reduce(kind: Reduction, id: number, axis: number, keep: boolean, dtype: Dtype): number {
		const { data, shape } = reduced(kind, this.values.of(id), axis, keep);
		return this.values.keep(data, shape, dtype, kind).id;
	}

	/** The places along an axis, in the order of their numbers; of equal ones, the first comes first. */
	order(id: number, axis: number, descending: boolean): number {
		const { data, shape } = ordered(this.values.of(id), axis, descending);
		return this.values.keep(data, shape, 'int64', 'order').id;
	}

	called(id: number): string {
		return this.values.of(id).name;
	}

	/** A number of the program, by which something is multiplied or to which it is added. */
	number(value: number, dtype: Dtype): number {
		const id = this.give([value], [], dtype, 'number');
		this.call(id, 'number', plain(value), num(value));
		return id;
	}

	/** What has no gradient and is no step: comparisons, whole numbers, logic. */
	plain(kind: string, dtype: Dtype, ...ids: number[]): number {
		const { data, shape } = elementwise(
			kind,
			ids.map((id) => this.values.of(id))
		);
		return this.values.keep(roundTo(data, dtype), shape, dtype, kind).id;
	}

	/** Whether an op computed it. */
	computed(id: number): boolean {
		return Boolean(this.values.of(id).tensor?.writer);
	}

	/** Whether gradients reach it. */
	differentiable(id: number): boolean {
		const { tensor, wanted } = this.values.of(id);
		return tensor ? tensor.differentiable : wanted;
	}

	/** The same of all that is computed: only its shape is wanted. */
	prepareAll(prepares: boolean): void {
		this.prepares = this.preparesAll = prepares;
	}

	/** A loss that takes scores was given a value: shares of a softmax are no scores. */
	softened(id: number): void {
		const op = this.values.of(id).tensor?.writer?.call.op.name;
		if (op === 'softmax')
			this.remark(
				'softmax',
				'cross_entropy takes scores and applies a softmax itself: here it is given the shares of one, so it is applied twice, and the loss cannot come near 0. Leave the softmax out while training.'
			);
	}

	/** Whether a gradient is wanted of what is computed from now on: not of what is done to the data of a parameter. */
	wanting(wants: boolean): void {
		this.wants = wants;
	}

	/** Until this is taken back, examples are read and put together. */
	prepare(prepares: boolean): void {
		this.prepares = prepares;
	}

	/** Something that is no error and often none that is wanted; said once. */
	remark(kind: string, sentence: string): void {
		if (!this.remarks.has(kind)) this.remarks.set(kind, sentence);
	}
}
