/**
 * Tensors and leaves as a tape keeps them. What follows from the rest of the trace is not stored but found when it is
 * looked at: which leaves read a tensor, what a leaf reads, and the values of a contribution to a gradient, which are
 * wanted one by one only when somebody looks, since backward needs no more than their sum.
 */
import type { Call, Rule } from './op.ts';
import { size, type Axis, type Role, type Shape, type Statistics, type Tensor } from './tensor.ts';
import type { Leaf, Phase, Scope } from './trace.ts';

export type Reader = Tensor['readers'][number];

/** What is known of a tensor before its values. */
export interface Description extends Pick<
	Tensor,
	'name' | 'label' | 'symbol' | 'shape' | 'role' | 'differentiable' | 'gradientOf'
> {
	/** Given, or found from each value. */
	readonly names: readonly string[] | ((value: number) => string) | null;
	readonly axes?: readonly Axis[] | null | undefined;
}

/** What a tensor asks its tape for. */
export interface Recording {
	readersOf(tensor: Tensor): readonly Reader[];
	/** An array of n numbers. */
	take(n: number): Float64Array;
	/** Where numbers come from that the tape does not hold. */
	readonly elsewhere?: Elsewhere | undefined;
}

/** Numbers of a trace that is larger than memory: they come when they are looked at, and may be let go afterwards. */
export interface Elsewhere {
	/** Whether it has the numbers of a tensor; those of others are computed. */
	has(tensor: Tensor): boolean;
	/** The numbers of a tensor that holds none: it may be given them to hold, by `fill`, until `forget`. */
	numbersOf(tensor: RecordedTensor): Float64Array;
	/** What is said of the numbers of a tensor, where something is. */
	statisticsOf(tensor: Tensor): Statistics | undefined;
	/** A call of forward whose op keeps so many numbers beside its output. */
	keeping<A>(call: Omit<Call<A>, 'saved'>, saves: number): Call<A>;
	/** The same call on the way back, which fills `out`. */
	goingBack<A>(call: Call<A>, dy: Tensor, out: Tensor): Call<A>;
}

export class RecordedTensor implements Tensor {
	readonly name: string;
	readonly label: string;
	readonly symbol: string;
	readonly shape: Shape;
	readonly #names: Description['names'];
	readonly axes: readonly Axis[] | null | undefined;
	readonly role: Role;
	readonly differentiable: boolean;
	readonly gradientOf: Tensor | null;
	writer: Leaf | null = null;
	grad: Tensor | null = null;
	/** Null in a contribution that nobody has looked at, and where numbers are elsewhere. */
	#data: Float64Array | null;
	readonly #recording: Recording;

	constructor(description: Description, data: Float64Array | null, recording: Recording) {
		this.name = description.name;
		this.label = description.label;
		this.symbol = description.symbol;
		this.shape = description.shape;
		this.#names = description.names;
		this.axes = description.axes;
		this.role = description.role;
		this.differentiable = description.differentiable;
		this.gradientOf = description.gradientOf;
		this.#data = data;
		this.#recording = recording;
	}

	get data(): Float64Array {
		return this.#data ?? this.#recording.elsewhere?.numbersOf(this) ?? (this.#data = this.compute());
	}

	get statistics(): Statistics | undefined {
		return this.#recording.elsewhere?.statisticsOf(this);
	}

	get names(): readonly string[] | null {
		return typeof this.#names === 'function' ? Array.from(this.data, this.#names) : this.#names;
	}

	get readers(): readonly Reader[] {
		return this.#recording.readersOf(this);
	}

	get unseen(): boolean {
		return this.#data === null && !this.#recording.elsewhere?.has(this);
	}

	/** Takes what another run found where nobody has looked in this one. */
	fill(data: Float64Array): void {
		this.#data = data;
	}

	/** Lets go of numbers that can be had again. */
	forget(): void {
		this.#data = null;
	}

	/** What its op gives. */
	compute(): Float64Array {
		const { rule, call } = this.writer!;
		const data = this.#recording.take(size(this.shape));
		rule.run(call, data);
		return data;
	}
}

export class RecordedLeaf implements Leaf {
	readonly kind = 'leaf';
	readonly id: number;
	readonly name: string;
	readonly phase: Phase;
	readonly parent: Scope;
	readonly mirrors: Leaf | null;
	readonly call: Call;
	readonly rule: Rule;
	readonly perCell: number;
	readonly start: number;
	readonly steps: number;

	constructor(id: number, name: string, parent: Scope, call: Call, rule: Rule, start: number) {
		this.id = id;
		this.name = name;
		this.phase = parent.phase;
		this.parent = parent;
		this.mirrors = call.dy && call.y.writer;
		this.call = call;
		this.rule = rule;
		const cells = size(call.out.shape);
		// A tensor of no cells takes no steps, and is passed by: whatever looks for a step finds the leaf after it.
		this.perCell = cells ? rule.steps(call) : 1;
		this.start = start;
		this.steps = this.perCell * cells;
	}

	get out(): Tensor {
		return this.call.out;
	}

	get reads(): readonly Tensor[] {
		return this.rule.reads(this.call);
	}
}

/** Whether a tensor is a contribution whose values are still to be computed. */
export const unseen = (x: Tensor): x is RecordedTensor => x instanceof RecordedTensor && x.unseen;

/** Gives a contribution the values that another run computed for it. */
export function fill(x: Tensor, data: Float64Array | undefined): void {
	if (data && unseen(x)) x.fill(data);
}

/** Adds tensors of one size, in order, beginning with the first as it is. A contribution that nobody has looked at is added and not kept. */
export function addUp(xs: readonly Tensor[], out: Float64Array): void {
	const anyUnseen = xs.some(unseen);
	if (anyUnseen && sumAtOnce(xs, out)) return;
	const scratch = anyUnseen ? new Float64Array(out.length) : out;
	out.fill(-0);
	for (const x of xs) {
		const kept = !unseen(x);
		if (!kept) x.writer!.rule.run(x.writer!.call, scratch);
		const data = kept ? x.data : scratch;
		for (let i = 0; i < out.length; i++) out[i]! += data[i]!;
	}
}

/** Gradients of one weight, one for each time step, come from one rule, which may know their sum. */
function sumAtOnce(xs: readonly Tensor[], out: Float64Array): boolean {
	const rule = xs[0]!.writer?.rule;
	if (!rule?.sum || xs.some(({ writer }) => writer?.rule !== rule)) return false;
	return rule.sum(
		xs.map(({ writer }) => writer!.call),
		out
	);
}
