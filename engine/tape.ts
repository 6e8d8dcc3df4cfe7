/**
 * A tape runs ops and remembers each one in the scope in which it was run. `backward` walks the scopes in reverse and
 * mirrors them, one leaf for each gradient; where a tensor was used more than once, its contributions are kept apart,
 * their values computed when looked at, and added in a leaf of their own. The same program replayed with `filled`
 * arrays gives the same trace without computing anything, which is how a worker hands one over.
 */
import { appliedTo, type Applied } from './applied.ts';
import { fail } from './errors.ts';
import type { Call, Op, Rule } from './op.ts';
import { editInto, expectAsMany, expectFinite, unfitted, type Edits } from './given.ts';
import { checkCount, expectLoss, expectWithin, inputName } from './inputs.ts';
import { accumulate } from './ops/accumulate.ts';
import { onesLike } from './ops/onesLike.ts';
import {
	RecordedLeaf,
	RecordedTensor,
	unseen,
	type Description,
	type Elsewhere,
	type Recording
} from './recorded.ts';
import { Readers } from './readers.ts';
import { contributions } from './contributions.ts';
import { expectNamed, freeNames, type Naming } from './naming.ts';
import { SLICE, wholly, type Slices } from './slices.ts';
import { newScope, type OpenScope, type ScopeOptions } from './scope.ts';
import { size, type Role, type Shape, type Tensor } from './tensor.ts';
import { symbolOf } from './tex.ts';
import type { History } from './training/history.ts';
import { isPart, type Leaf, type Node, type Scope, type Trace } from './trace.ts';
import { the } from './words.ts';

export type { Edits, Naming };

export interface TapeOptions {
	/** Cells of given tensors to change: what a student typed over the lesson's own values. */
	edits?: Edits;
	/**
	 * Where arrays come from, also later, when contributions to a gradient are looked at: `new Buffers().take` reuses
	 * those of earlier runs.
	 */
	take?(n: number): Float64Array;
	/** Arrays of an earlier run of the same program, in order: nothing is computed again. */
	filled?: readonly Float64Array[];
	/** Numbers of an earlier run that come when they are looked at: nothing is computed before that, and no array is made. */
	elsewhere?: Elsewhere;
	/** Called after each leaf that was recorded, in order. */
	wrote?(leaf: Leaf): void;
}

/** How many gradients each tensor will receive, and those that have come. */
type Pending = Map<Tensor, number>;
type Arrived = Map<Tensor, Tensor[]>;

const NONE = new Float64Array(0);

export class Tape {
	readonly #options: TapeOptions;
	readonly #root: OpenScope;
	readonly #leaves: Leaf[] = [];
	readonly #tensors = new Map<string, Tensor>();
	readonly #free = freeNames(this.#tensors);
	readonly #arrays: Float64Array[] = [];
	/** Edits that fitted no given tensor, as sentences. */
	readonly unused: string[] = [];
	/** The run of updates of which some are recorded here. */
	training: History | null = null;
	readonly #recording: Recording;
	/** Whether numbers are not those of an earlier run. */
	readonly #computes: boolean;
	#scope: OpenScope;
	#steps = 0;

	constructor(options: TapeOptions = {}) {
		this.#options = options;
		this.#computes = !options.filled && !options.elsewhere;
		const readers = new Readers(this.#leaves);
		this.#recording = {
			readersOf: (tensor) => readers.of(tensor),
			take: (n) => this.#lend(n),
			elsewhere: options.elsewhere
		};
		this.#root = this.#scope = newScope('trace', {}, null, null, 0);
	}

	/** The arrays behind the trace, in the order in which a replay asks for them. */
	get arrays(): readonly Float64Array[] {
		return this.#arrays;
	}

	/** The elementary steps so far. */
	get steps(): number {
		return this.#steps;
	}

	/** A tensor that is given. Values must be finite and as many as the shape has cells. */
	input(name: string, shape: Shape, values: ArrayLike<number>, naming: Naming = {}): Tensor {
		return this.#given('input', true, name, shape, values, naming);
	}

	/** A given tensor that has no gradient: class indices, masks; −∞ too, which a mask puts in the place of a score. */
	constant(name: string, shape: Shape, values: ArrayLike<number>, naming: Naming = {}): Tensor {
		return this.#given('input', false, name, shape, values, naming);
	}

	/** A tensor that training changes. */
	parameter(name: string, shape: Shape, values: ArrayLike<number>, naming: Naming = {}): Tensor {
		return this.#given('parameter', true, name, shape, values, naming);
	}

	/** Values of a given tensor with what a student typed over them: where a run of many updates begins. */
	edited(name: string, values: ArrayLike<number>): Float64Array {
		const data = Float64Array.from(values);
		editInto(name, data, this.#options.edits?.[name]);
		return data;
	}

	/**
	 * A tensor as an earlier update left it: the numbers may be anything, NaN too, and what a student typed over the tensor
	 * that the run began with is in them already.
	 */
	carried(
		name: string,
		shape: Shape,
		values: ArrayLike<number>,
		naming: Naming = {},
		role: 'input' | 'parameter' = 'parameter',
		differentiable = true
	): Tensor {
		const tensor = this.#named(name, naming, shape, role, differentiable);
		if (this.#computes) tensor.data.set(values);
		return tensor;
	}

	/**
	 * Arrays that are computed beside the tape, such as the losses of updates that are not recorded, whatever their sizes:
	 * a replay takes those of the earlier run.
	 */
	beside(count: number, compute: () => readonly Float64Array[]): readonly Float64Array[] {
		const { filled } = this.#options;
		const from = this.#arrays.length;
		this.#arrays.push(...(filled ? filled.slice(from, from + count) : compute()));
		return this.#arrays.slice(from);
	}

	/** Runs `body` inside a named scope. A scope in which nothing happens leaves no trace. */
	scope<T>(name: string, body: () => T, options: ScopeOptions = {}): T {
		const leave = this.enter(name, options);
		try {
			return body();
		} finally {
			leave();
		}
	}

	/** The same for a body that is done in slices; on the way back, of the scope that it mirrors. */
	*scopeInSlices(
		name: string,
		body: () => Slices,
		options: ScopeOptions,
		mirrors: Scope | null = null
	): Slices {
		const leave = this.enter(name, options, mirrors);
		try {
			yield* body();
		} finally {
			leave();
		}
	}

	/** Opens a scope in the current one; what comes back closes it. For whoever has no body to give: a program that runs by itself. */
	enter(name: string, options: ScopeOptions = {}, mirrors: Scope | null = null): () => void {
		const outer = this.#scope;
		const inner = newScope(name, options, mirrors, outer, this.#steps);
		this.#scope = inner;
		return () => {
			inner.steps = this.#steps - inner.start;
			if (inner.children.length) outer.children.push(inner);
			this.#scope = outer;
		};
	}

	/** Runs an op. Its output is named after the op unless told otherwise; a name in use gets `_2`, `_3` … */
	apply<A>(op: Op<A>, xs: readonly Tensor[], ...applied: Applied<A>): Tensor {
		const [attrs, naming] = appliedTo(op, applied);
		const role = this.#scope.phase === 'update' ? 'update' : 'intermediate';
		checkCount(op, xs);
		const shapes = xs.map((x) => x.shape);
		const shape = op.shape(shapes, attrs);
		op.check?.(xs, attrs);
		// What an update writes is a new parameter: the next forward may start from it, and backward stops at it.
		const differentiable =
			role === 'update' || xs.some((x, k) => x.differentiable && op.backward(k, { xs, attrs }) !== null);
		const y = this.#named(naming.name ?? op.name, naming, shape, role, differentiable);
		const saves = op.saves?.(shapes, attrs) ?? 0;
		const call = { op, attrs, xs, y, dy: null, out: y };
		const late = saves ? this.#options.elsewhere?.keeping(call, saves) : undefined;
		this.#record(late ?? { ...call, saved: saves ? this.#take(saves) : NONE }, op.forward, op.name);
		return y;
	}

	/**
	 * Records the gradient of `loss`, a single number, with respect to everything differentiable that it was computed
	 * from. Scopes are those of forward, in reverse.
	 */
	backward(loss: Tensor, name = 'backward'): void {
		wholly(this.backwardInSlices(loss, name));
	}

	/** The same, in slices. */
	*backwardInSlices(loss: Tensor, name: string): Slices {
		expectLoss(loss);
		expectWithin(loss, this.#scope);
		// "backward/conv1", not "backward/forward/conv1": the parts of a network stand in the way back itself.
		const forward = this.#scope.children
			.filter((node) => node.phase === 'forward')
			.flatMap((node) => (isPart(node, 'network') ? node.children : [node]));
		const { pending, from } = contributions(this.#leaves, this.#steps, loss);
		const arrived = new Map<Tensor, Tensor[]>();
		yield* this.scopeInSlices(
			name,
			() => {
				loss.grad = this.#gradient(onesLike, [loss], loss, 'seed');
				return this.#mirrorAll(
					forward.filter(({ start, steps }) => start + steps > from),
					pending,
					arrived
				);
			},
			{
				phase: 'backward',
				about: 'The gradient of the loss travels back through every step of forward.',
				part: { kind: 'backward' }
			}
		);
	}

	trace(): Trace {
		this.#root.steps = this.#steps;
		this.unused.push(...unfitted(this.#options.edits, this.#tensors));
		const [root, steps, leaves, tensors] = [this.#root, this.#steps, this.#leaves, this.#tensors];
		return { root, steps, leaves, tensors, training: this.training };
	}

	*#mirrorAll(nodes: readonly Node[], pending: Pending, arrived: Arrived): Slices {
		for (let n = nodes.length - 1; n >= 0; n--) {
			const node = nodes[n]!;
			if (node.kind === 'leaf') this.#mirror(node, pending, arrived);
			else {
				const about = `The way back through ${node.name}: every number it was computed from gets its share of the gradient.`;
				const body = () => this.#mirrorAll(node.children, pending, arrived);
				yield* this.scopeInSlices(node.name, body, { about }, node);
			}
			if (n % SLICE === 0) yield;
		}
	}

	#mirror(node: Leaf, pending: Pending, arrived: Arrived): void {
		const { op, xs, y } = node.call;
		const dy = y.grad;
		if (!pending.has(y) || !dy) return;
		for (let k = 0; k < xs.length; k++) {
			const x = xs[k]!;
			const rule = x.differentiable ? op.backward(k, node.call) : null;
			if (!rule) continue;
			const leaf = `${op.name}.${inputName(op, k)}`;
			const expected = pending.get(x)!;
			if (expected === 1) {
				x.grad = this.#gradientOf(x);
				this.#record(this.#goingBack(node.call, dy, x.grad), rule, leaf);
				continue;
			}
			const parts = arrived.get(x) ?? [];
			if (!parts.length) arrived.set(x, parts);
			const out = this.#gradientOf(x, parts.length + 1);
			this.#record(this.#goingBack(node.call, dy, out), rule, leaf);
			if (parts.push(out) === expected)
				x.grad = this.#gradient(accumulate, parts, x, `sum of ${x.name} gradients`);
		}
	}

	#goingBack(call: Call, dy: Tensor, out: Tensor): Call {
		return this.#options.elsewhere?.goingBack(call, dy, out) ?? { ...call, dy, out };
	}

	/** A gradient that an op computes from whole tensors: the 1 that backward starts from, a sum of contributions. */
	#gradient(op: Op<void>, xs: readonly Tensor[], of: Tensor, name: string): Tensor {
		const out = this.#gradientOf(of);
		this.#record({ op, attrs: undefined, xs, y: out, saved: NONE, dy: null, out }, op.forward, name);
		return out;
	}

	#record<A>(call: Call<A>, rule: Rule<A>, name: string): void {
		const leaf = new RecordedLeaf(
			this.#leaves.length,
			name,
			this.#scope,
			call as Call,
			rule as Rule,
			this.#steps
		);
		if (this.#computes && !unseen(call.out)) rule.run(call, call.out.data);
		call.out.writer = leaf;
		this.#leaves.push(leaf);
		this.#scope.children.push(leaf);
		this.#steps += leaf.steps;
		this.#options.wrote?.(leaf);
	}

	#given(
		role: Role,
		differentiable: boolean,
		name: string,
		shape: Shape,
		values: ArrayLike<number>,
		naming: Naming
	) {
		expectAsMany(name, shape, values);
		const tensor = this.#named(name, naming, shape, role, differentiable);
		const { elsewhere, edits } = this.#options;
		if (elsewhere?.has(tensor)) return tensor;
		if (elsewhere) tensor.fill(Float64Array.from(values));
		else if (this.#computes) tensor.data.set(values);
		this.unused.push(...editInto(name, tensor.data, edits?.[tensor.name]));
		// What fills a tape was accepted when it was recorded.
		if (this.#computes) expectFinite(tensor);
		return tensor;
	}

	#named(wanted: string, naming: Naming, shape: Shape, role: Role, differentiable: boolean): RecordedTensor {
		expectNamed(wanted, shape, naming.names);
		const name = this.#free(wanted);
		const { label = name, symbol = symbolOf(name), names = null, axes, nameOf } = naming;
		return this.#keep({
			name,
			label,
			symbol,
			shape: [...shape],
			names: names ?? nameOf ?? null,
			axes,
			role,
			differentiable,
			gradientOf: null
		});
	}

	/** The gradient of a tensor; or a contribution to it, which is given no array. */
	#gradientOf(of: Tensor, contribution?: number): Tensor {
		const { name, symbol, shape, names, axes } = of;
		const wanted = contribution ? `${name}.grad:${contribution}` : `${name}.grad`;
		const description: Description = {
			name: this.#free(wanted),
			label: `gradient of ${the(of)}`,
			symbol,
			shape,
			names,
			axes,
			role: 'gradient',
			differentiable: false,
			gradientOf: of
		};
		return this.#keep(description, contribution === undefined);
	}

	#keep(description: Description, holds = true): RecordedTensor {
		const data = holds && !this.#options.elsewhere ? this.#take(size(description.shape)) : null;
		const tensor = new RecordedTensor(description, data, this.#recording);
		this.#tensors.set(tensor.name, tensor);
		return tensor;
	}

	/** An array of the trace: the next one of an earlier run where there was one. */
	#take(n: number): Float64Array {
		const { filled } = this.#options;
		const array = filled ? filled[this.#arrays.length] : this.#lend(n);
		if (!array || array.length !== n)
			fail('value', 'These arrays come from another program: they do not fit this one');
		this.#arrays.push(array);
		return array;
	}

	#lend(n: number): Float64Array {
		const { take } = this.#options;
		return take ? take(n) : new Float64Array(n);
	}
}
