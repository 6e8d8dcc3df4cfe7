/**
 * A tape runs ops and remembers each one in the scope in which it was run. `backward` walks the scopes in reverse and
 * mirrors them, one leaf for each gradient; where a tensor was used more than once, its contributions are kept apart
 * and added in a leaf of their own. The same program replayed with `filled` arrays gives the same trace without
 * computing anything, which is how a worker hands one over.
 */
import { fail } from './errors.ts';
import type { Call, Op, Rule } from './op.ts';
import { accumulate } from './ops/accumulate.ts';
import { onesLike } from './ops/onesLike.ts';
import { shapeName, size, type Role, type Shape, type Tensor } from './tensor.ts';
import { symbolOf } from './tex.ts';
import type { Leaf, Node, Phase, Scope, Trace } from './trace.ts';
import { the, where } from './words.ts';

/** Names that a student types and a link carries: the values of given tensors, or some of their cells. */
export type Edits = Readonly<Record<string, readonly (readonly [cell: number, value: number])[]>>;

export interface TapeOptions {
	/** Cells of given tensors to change: what a student typed over the lesson's own values. */
	edits?: Edits;
	/** Where arrays come from: `new Buffers().take` reuses those of earlier runs. */
	take?(n: number): Float64Array;
	/** Arrays of an earlier run of the same program, in order: nothing is computed again. */
	filled?: readonly Float64Array[];
	/** Called after each leaf with the elementary steps so far. */
	progress?(steps: number): void;
}

export interface Naming {
	name?: string;
	label?: string;
	symbol?: string;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type OpenScope = Writable<Scope> & { children: Node[] };

const NONE = new Float64Array(0);
const NAME = /^[A-Za-z][\w.]*$/;

export class Tape {
	readonly #options: TapeOptions;
	readonly #root: OpenScope;
	readonly #leaves: Leaf[] = [];
	readonly #tensors = new Map<string, Tensor>();
	readonly #arrays: Float64Array[] = [];
	/** Edits that fitted no given tensor, as sentences. */
	readonly unused: string[] = [];
	#scope: OpenScope;
	#steps = 0;

	constructor(options: TapeOptions = {}) {
		this.#options = options;
		this.#root = this.#scope = newScope('trace', 'forward', '', null, 0);
	}

	/** The arrays behind the trace, in the order in which a replay asks for them. */
	get arrays(): readonly Float64Array[] {
		return this.#arrays;
	}

	/** A tensor that is given. Values must be finite and as many as the shape has cells. */
	input(name: string, shape: Shape, values: ArrayLike<number>, naming: Naming = {}): Tensor {
		return this.#given('input', true, name, shape, values, naming);
	}

	/** A given tensor that has no gradient: class indices, masks. */
	constant(name: string, shape: Shape, values: ArrayLike<number>, naming: Naming = {}): Tensor {
		return this.#given('input', false, name, shape, values, naming);
	}

	/** A tensor that training changes. */
	parameter(name: string, shape: Shape, values: ArrayLike<number>, naming: Naming = {}): Tensor {
		return this.#given('parameter', true, name, shape, values, naming);
	}

	/** Runs `body` inside a named scope. A scope in which nothing happens leaves no trace. */
	scope<T>(name: string, body: () => T, options: { phase?: Phase; about?: string } = {}): T {
		const outer = this.#scope;
		const inner = newScope(name, options.phase ?? outer.phase, options.about ?? '', outer, this.#steps);
		this.#scope = inner;
		try {
			return body();
		} finally {
			inner.steps = this.#steps - inner.start;
			if (inner.children.length) outer.children.push(inner);
			this.#scope = outer;
		}
	}

	/** Runs an op. Its output is named after the op unless told otherwise; a name in use gets `_2`, `_3` … */
	apply<A>(op: Op<A>, xs: readonly Tensor[], attrs: A, naming: Naming | string = {}): Tensor {
		const named = typeof naming === 'string' ? { name: naming } : naming;
		const role = this.#scope.phase === 'update' ? 'update' : 'intermediate';
		checkCount(op, xs);
		const shapes = xs.map((x) => x.shape);
		const shape = op.shape(shapes, attrs);
		op.check?.(xs, attrs);
		// What an update writes is a new parameter: the next forward may start from it, and backward stops at it.
		const differentiable =
			role === 'update' || xs.some((x, k) => x.differentiable && op.backward(k, { xs, attrs }) !== null);
		const y = this.#tensor({ name: op.name, ...named }, shape, role, differentiable, null);
		const saves = op.saves?.(shapes, attrs) ?? 0;
		const call: Call<A> = { op, attrs, xs, y, saved: saves ? this.#take(saves) : NONE, dy: null, out: y };
		this.#record(call, op.forward, op.name);
		return y;
	}

	/**
	 * Records the gradient of `loss`, a single number, with respect to everything differentiable that it was computed
	 * from. Scopes are those of forward, in reverse.
	 */
	backward(loss: Tensor, name = 'backward'): void {
		if (loss.data.length !== 1) {
			fail(
				'shape',
				`Backward starts from a single number, but ${loss.name} has shape ${shapeName(loss.shape)}: reduce it with sum, mean or a loss first`
			);
		}
		if (this.#scope !== this.#root) {
			fail('value', `Backward begins when "${this.#scope.name}" has ended: call it outside of that scope`);
		}
		// "backward/conv1", not "backward/forward/conv1"; other phases, such as a loss, are mirrored as they are.
		const forward = this.#root.children
			.filter((node) => node.phase === 'forward')
			.flatMap((node) => (node.kind === 'scope' && node.name === 'forward' ? node.children : [node]));
		const pending = this.#contributions(loss);
		const arrived = new Map<Tensor, Tensor[]>();
		this.scope(
			name,
			() => {
				loss.grad = this.#gradient(onesLike, [loss], loss, 'seed');
				for (const node of forward.toReversed()) this.#mirror(node, pending, arrived);
			},
			{ phase: 'backward', about: 'The gradient of the loss travels back through every step of forward.' }
		);
	}

	trace(): Trace {
		this.#root.steps = this.#steps;
		for (const name of Object.keys(this.#options.edits ?? {})) {
			const tensor = this.#tensors.get(name);
			if (!tensor) this.unused.push(`There is no tensor "${name}" to edit.`);
			else if (tensor.writer)
				this.unused.push(
					`${name} is computed by ${tensor.writer.name}, so it cannot be edited: change what it is computed from.`
				);
		}
		return { root: this.#root, steps: this.#steps, leaves: this.#leaves, tensors: this.#tensors };
	}

	/** How many gradients each tensor will receive: its uses on a way to the loss. */
	#contributions(loss: Tensor): Map<Tensor, number> {
		const pending = new Map<Tensor, number>([[loss, 0]]);
		for (let n = this.#leaves.length - 1; n >= 0; n--) {
			const { call, phase } = this.#leaves[n]!;
			if (phase !== 'forward' || !pending.has(call.y)) continue;
			for (let k = 0; k < call.xs.length; k++) {
				const x = call.xs[k]!;
				if (x.differentiable && call.op.backward(k, call)) pending.set(x, (pending.get(x) ?? 0) + 1);
			}
		}
		return pending;
	}

	#mirror(node: Node, pending: Map<Tensor, number>, arrived: Map<Tensor, Tensor[]>): void {
		if (node.kind === 'scope') {
			this.scope(
				node.name,
				() => {
					for (let n = node.children.length - 1; n >= 0; n--)
						this.#mirror(node.children[n]!, pending, arrived);
				},
				{
					about: `The way back through ${node.name}: every number it was computed from gets its share of the gradient.`
				}
			);
			return;
		}
		const { op, xs, attrs, y, saved } = node.call;
		const dy = y.grad;
		if (!pending.has(y) || !dy) return;
		for (let k = 0; k < xs.length; k++) {
			const x = xs[k]!;
			const rule = x.differentiable ? op.backward(k, node.call) : null;
			if (!rule) continue;
			const expected = pending.get(x)!;
			const parts = arrived.get(x) ?? [];
			if (!parts.length) arrived.set(x, parts);
			const name = expected === 1 ? `${x.name}.grad` : `${x.name}.grad:${parts.length + 1}`;
			const out = this.#tensor({ name }, x.shape, 'gradient', false, x);
			this.#record({ op, attrs, xs, y, saved, dy, out }, rule, `${op.name}.${inputName(op, k)}`);
			parts.push(out);
			if (parts.length < expected) continue;
			x.grad = expected === 1 ? out : this.#gradient(accumulate, parts, x, 'sum of gradients');
		}
	}

	/** A gradient that an op computes from whole tensors: the 1 that backward starts from, a sum of contributions. */
	#gradient(op: Op<void>, xs: readonly Tensor[], of: Tensor, name: string): Tensor {
		const out = this.#tensor({ name: `${of.name}.grad` }, of.shape, 'gradient', false, of);
		this.#record({ op, attrs: undefined, xs, y: out, saved: NONE, dy: null, out }, op.forward, name);
		return out;
	}

	#record<A>(call: Call<A>, rule: Rule<A>, name: string): void {
		const perCell = rule.steps(call);
		const leaf = {
			kind: 'leaf',
			id: this.#leaves.length,
			name,
			phase: this.#scope.phase,
			parent: this.#scope,
			call,
			rule,
			out: call.out,
			reads: rule.reads(call),
			perCell,
			start: this.#steps,
			steps: perCell * call.out.data.length
		} as unknown as Leaf;
		if (!this.#options.filled) rule.run(call, call.out.data);
		call.out.writer = leaf;
		for (let slot = 0; slot < leaf.reads.length; slot++) leaf.reads[slot]!.readers.push({ leaf, slot });
		this.#leaves.push(leaf);
		this.#scope.children.push(leaf);
		this.#steps += leaf.steps;
		this.#options.progress?.(this.#steps);
	}

	#given(
		role: Role,
		differentiable: boolean,
		name: string,
		shape: Shape,
		values: ArrayLike<number>,
		naming: Naming
	) {
		if (values.length !== size(shape)) {
			fail(
				'shape',
				`${name} has shape ${shapeName(shape)}, so it takes ${size(shape)} values: ${values.length} were given`
			);
		}
		const tensor = this.#tensor({ ...naming, name }, shape, role, differentiable, null);
		if (!this.#options.filled) tensor.data.set(values);
		for (const [cell, value] of this.#options.edits?.[tensor.name] ?? []) {
			if (cell < tensor.data.length) tensor.data[cell] = value;
			else this.unused.push(`${name} has no cell ${cell} any more: it has ${tensor.data.length} cells now.`);
		}
		const bad = firstNotFinite(tensor.data);
		if (bad >= 0) {
			const place = where({ shape }, bad);
			fail(
				'value',
				`${tensor.label} holds ${tensor.data[bad]}${place && ` at ${place}`}: give a finite number`
			);
		}
		return tensor;
	}

	#tensor(naming: Naming, shape: Shape, role: Role, differentiable: boolean, of: Tensor | null): Tensor {
		if (!of && !shape.every((d) => Number.isInteger(d) && d >= 1)) {
			fail(
				'shape',
				`${naming.name} would have shape ${shapeName(shape)}: every size must be a whole number from 1 up`
			);
		}
		const wanted = naming.name!;
		if (!of && !NAME.test(wanted)) {
			fail('name', `"${wanted}" cannot name a tensor: use a letter, then letters, digits, "_" and "."`);
		}
		let name = wanted;
		for (let n = 2; this.#tensors.has(name); n++) name = `${wanted}_${n}`;
		const tensor: Tensor = {
			name,
			label: naming.label ?? (of ? `gradient of ${the(of)}` : name),
			symbol: naming.symbol ?? of?.symbol ?? symbolOf(name),
			shape: of ? of.shape : [...shape],
			data: this.#take(size(shape)),
			role,
			differentiable,
			gradientOf: of,
			writer: null,
			readers: [],
			grad: null
		};
		this.#tensors.set(name, tensor);
		return tensor;
	}

	#take(n: number): Float64Array {
		const { filled, take } = this.#options;
		const array = filled ? filled[this.#arrays.length] : take ? take(n) : new Float64Array(n);
		if (!array || array.length !== n)
			fail('value', 'These arrays come from another program: they do not fit this one');
		this.#arrays.push(array);
		return array;
	}
}

function newScope(name: string, phase: Phase, about: string, parent: Scope | null, start: number): OpenScope {
	return { kind: 'scope', name, phase, about, parent, children: [], start, steps: 0 };
}

/** A plain loop: on a large image it costs a tenth of `findIndex`. */
function firstNotFinite(data: Float64Array): number {
	for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
	return -1;
}

/** What an op calls its k-th input; those of a variadic op are numbered. */
const inputName = ({ variadic, inputs }: Pick<Op, 'variadic' | 'inputs'>, k: number): string =>
	variadic ? `${inputs[0]}${k + 1}` : inputs[k]!;

function checkCount<A>(op: Op<A>, xs: readonly Tensor[]): void {
	const most = op.variadic ? Infinity : op.inputs.length;
	const least = op.variadic ? 1 : op.inputs.length - (op.optional ? 1 : 0);
	if (xs.length < least || xs.length > most) {
		fail('shape', `${op.name} takes ${op.inputs.join(', ')}: ${xs.length} tensors were given`);
	}
}
