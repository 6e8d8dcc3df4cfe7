/**
 * What a name of an ONNX graph stands for while the graph is run: a tensor of the trace, or numbers that are known
 * without it, such as a shape. Numbers become a tensor of the trace where an op of it reads them.
 */
import type { Shape, Tape, Tensor } from '#engine';
import { isFloat, type ElementType } from './types.ts';

/** A given tensor, as it is once an op reads it. */
export interface Origin {
	readonly role: 'input' | 'parameter';
	readonly differentiable: boolean;
}

export class Value {
	readonly name: string;
	readonly type: ElementType;
	readonly shape: Shape;
	readonly #data: Float64Array;
	/** Where it is known as a tensor: on the tape of the trace, or on another. */
	readonly #tensors = new Map<Tape, Tensor>();
	readonly #origin: Origin;
	/** Whether it depends on what is given or learned, and so belongs into the trace. */
	readonly live: boolean;

	constructor(
		name: string,
		type: ElementType,
		shape: Shape,
		data: Float64Array,
		{
			live = false,
			origin = { role: 'input', differentiable: false }
		}: { live?: boolean; origin?: Origin } = {}
	) {
		this.name = name;
		this.type = type;
		this.shape = shape;
		this.#data = data;
		this.live = live;
		this.#origin = origin;
	}

	static of(tape: Tape, tensor: Tensor, type: ElementType, live: boolean): Value {
		const value = new Value(tensor.name, type, tensor.shape, tensor.data, { live });
		value.#tensors.set(tape, tensor);
		return value;
	}

	/** The same numbers under another type. */
	as(type: ElementType): Value {
		if (type === this.type) return this;
		const value = new Value(this.name, type, this.shape, this.#data, {
			live: this.live,
			origin: this.#origin
		});
		for (const [tape, tensor] of this.#tensors) value.#tensors.set(tape, tensor);
		return value;
	}

	get data(): Float64Array {
		return this.#data;
	}

	/** Whether it is a weight of the model. */
	get learned(): boolean {
		return this.#origin.role === 'parameter';
	}

	get isFloat(): boolean {
		return isFloat(this.type);
	}

	/** The tensor on a tape: one of it, or what is given to it now. */
	on(tape: Tape): Tensor {
		let tensor = this.#tensors.get(tape);
		if (!tensor) {
			const { role, differentiable } = this.#origin;
			tensor = tape.carried(this.name, this.shape, this.#data, {}, role, differentiable);
			this.#tensors.set(tape, tensor);
		}
		return tensor;
	}
}
