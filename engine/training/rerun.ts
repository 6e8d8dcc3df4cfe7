/**
 * A tape that is recorded once and run again and again: the same program, called anew, fills the same arrays through the
 * same kernels, so its numbers are those of a trace, bit for bit. Nothing is recorded the second time; what the program
 * passes along that may differ from run to run (attributes such as the step of Adam, the rows of a batch) is taken anew.
 */
import { appliedTo, type Applied } from '../applied.ts';
import { fail } from '../errors.ts';
import type { Call, Op, Rule } from '../op.ts';
import { unseen } from '../recorded.ts';
import type { ScopeOptions } from '../scope.ts';
import { Tape, type Naming } from '../tape.ts';
import type { Shape, Tensor } from '../tensor.ts';
import type { Leaf } from '../trace.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What is done again of a leaf. */
interface Again {
	readonly call: Writable<Call>;
	readonly rule: Rule;
	/** Null where nothing is filled: contributions to a sum have no array, since the sum computes them. */
	readonly out: Float64Array | null;
	/** On the way back, the call that it mirrors. */
	readonly mirrors: Call | null;
	readonly isBackward: boolean;
}

const againOf = ({ call, rule, mirrors, phase }: Leaf): Again => ({
	call,
	rule,
	out: unseen(call.out) ? null : call.out.data,
	mirrors: mirrors && mirrors.call,
	isBackward: phase === 'backward'
});

/** Loops are plain here: of an update of one sample, this is most of the work. */
function areSame(xs: readonly Tensor[], others: readonly Tensor[]): boolean {
	for (let k = 0; k < xs.length; k++) if (xs[k] !== others[k]) return false;
	return true;
}

export class Rerun extends Tape {
	readonly #leaves: Leaf[];
	/** Tensors that the program gives, in order. */
	readonly #given: Tensor[] = [];
	#again: readonly Again[] = [];
	#recorded = false;
	#leaf = 0;
	#next = 0;
	#first = 0;

	constructor() {
		const leaves: Leaf[] = [];
		super({ wrote: (leaf) => leaves.push(leaf) });
		this.#leaves = leaves;
	}

	/** The ops that were recorded, in order: what the program is. */
	get leaves(): readonly Leaf[] {
		return this.#leaves;
	}

	/** Runs the program: the first time it is recorded. What was given before is not given again. */
	run<T>(program: () => T): T {
		if (!this.#recorded) this.#first = this.#given.length;
		[this.#leaf, this.#next] = [0, this.#first];
		const result = program();
		if (!this.#recorded) this.#again = this.#leaves.map(againOf);
		this.#recorded = true;
		return result;
	}

	override input(name: string, shape: Shape, values: ArrayLike<number>, naming?: Naming): Tensor {
		return this.#give(values, () => super.input(name, shape, values, naming));
	}

	override constant(name: string, shape: Shape, values: ArrayLike<number>, naming?: Naming): Tensor {
		return this.#give(values, () => super.constant(name, shape, values, naming));
	}

	override parameter(name: string, shape: Shape, values: ArrayLike<number>, naming?: Naming): Tensor {
		return this.#give(values, () => super.parameter(name, shape, values, naming));
	}

	override scope<T>(name: string, body: () => T, options?: ScopeOptions): T {
		return this.#recorded ? body() : super.scope(name, body, options);
	}

	override apply<A>(op: Op<A>, xs: readonly Tensor[], ...applied: Applied<A>): Tensor {
		if (!this.#recorded) return super.apply(op, xs, ...applied);
		const leaf = this.#again[this.#leaf++];
		if (leaf?.call.op !== (op as Op) || !areSame(xs, leaf.call.xs))
			fail(
				'value',
				`training: "${op.name}" does not come where it came in the first update: let every update do the same ops`
			);
		leaf.call.attrs = appliedTo(op, applied)[0];
		leaf.rule.run(leaf.call, leaf.out!);
		return leaf.call.out;
	}

	override backward(loss: Tensor, name?: string): void {
		if (!this.#recorded) return super.backward(loss, name);
		const again = this.#again;
		let k = this.#leaf;
		for (; k < again.length; k++) {
			const { call, rule, out, mirrors, isBackward } = again[k]!;
			if (!isBackward) break;
			if (mirrors) call.attrs = mirrors.attrs;
			if (out) rule.run(call, out);
		}
		this.#leaf = k;
	}

	#give(values: ArrayLike<number>, record: () => Tensor): Tensor {
		if (!this.#recorded) {
			const tensor = record();
			this.#given.push(tensor);
			return tensor;
		}
		const tensor = this.#given[this.#next++]!;
		tensor.data.set(values);
		return tensor;
	}
}
