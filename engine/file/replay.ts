/**
 * Reads a trace file by running its program again. Every op is applied to the values that the file holds and compared
 * with what the file says came out; the file's values then stay, so that one wrong op does not make all later ones look
 * wrong. Ways back are recorded anew from the ops of forward. The result is a trace like any other: it has steps,
 * equations and gradients, wherever the file came from.
 */
import type { Check } from './checks.ts';
import { BackstepError, fail } from '../errors.ts';
import { listed } from '../lists.ts';
import { expansionNamed } from './expansions/all.ts';
import type { Expansion } from './expansions/expansion.ts';
import { Held, type Layer } from './held.ts';
import { namesOf, type OpFile, type ScopeFile, type TensorFile, type TraceFile } from './json.ts';
import { readNumbers } from './numbers.ts';
import { isView, readView } from './view.ts';
import { withParts } from './older.ts';
import { opaque } from './opaque.ts';
import type { Op } from '../op.ts';
import { readPart } from '../parts.ts';
import { fill } from '../recorded.ts';
import { SLICE, wholly, type Slices } from '../slices.ts';
import { Tape } from '../tape.ts';
import { idsUnder, refuseWayBackIn } from './scopes.ts';
import { stepsOf } from './steps.ts';
import { readTraining } from './training.ts';
import { shapeName, size, type Tensor } from '../tensor.ts';
import type { Trace } from '../trace.ts';

export interface Replay {
	readonly trace: Trace;
	readonly checks: readonly Check[];
	/** The ops that Backstep does not know, by name. */
	readonly unknown: readonly string[];
	/** Tensors of the file that no op of the trace writes or reads. */
	readonly unused: readonly string[];
	/** What goes to another thread, where the trace itself cannot go: `refill` makes one of it. */
	readonly kept: Kept;
}

/** The numbers of a replay. */
export interface Kept {
	readonly arrays: readonly Float64Array[];
	/** Contributions to a gradient that the file holds, by name. */
	readonly contributions: ReadonlyMap<string, Float64Array>;
}

/** Elementary steps of a trace: a file that asks for more would take minutes to read. */
export const MOST_STEPS = 1e10;

/** Numbers that its arrays hold, gradients included: four times what a file may hold. */
const MOST_NUMBERS = 128e6;

/** Each way back goes through all of forward again. */
const MOST_WAYS_BACK = 100;

export type FindOp = (name: string) => Op | undefined;

/** Throws a BackstepError where the file contradicts itself; `ops` finds the ops that can be recomputed. */
export const replay = (file: TraceFile, ops: FindOp): Replay =>
	new Replayer(file, new Map(Object.entries(file.tensors)), ops).read();

/**
 * The trace of a file that was replayed elsewhere, in slices: nothing is decoded, computed or compared again. Its tensors
 * come by name, their numbers in `kept`.
 */
export const refill = (
	file: Program,
	tensors: ReadonlyMap<string, TensorFile>,
	ops: FindOp,
	kept: Kept
): Slices<Trace> => new Replayer(file, tensors, ops, kept).record();

/** What a file says was run. */
export type Program = Pick<TraceFile, 'version' | 'training' | 'ops' | 'scopes'>;

class Replayer {
	readonly #file: Program;
	readonly #find: FindOp;
	readonly #kept: Kept | undefined;
	readonly #tape: Tape;
	readonly #stored: ReadonlyMap<string, TensorFile>;
	readonly #values = new Map<string, Float64Array>();
	readonly #tensors = new Map<string, Tensor>();
	readonly #used = new Set<string>();
	readonly #held: Held;
	readonly #unknown = new Set<string>();
	#next = 0;
	/** The layer that is being run in the place of one op, and what it is computed in; and how many were before. */
	#layer: Layer | null = null;
	#layers = 0;
	#waysBack = 0;
	#numbers = 0;
	#reading = true;

	constructor(file: Program, stored: ReadonlyMap<string, TensorFile>, find: FindOp, kept?: Kept) {
		this.#file = withParts(file);
		this.#stored = stored;
		this.#find = find;
		this.#kept = kept;
		this.#held = new Held(this.#stored, (name, tensor) => this.#valuesOf(name, tensor));
		this.#tape = new Tape(
			kept
				? { filled: kept.arrays, wrote: ({ out }) => fill(out, kept.contributions.get(out.name)) }
				: {
						take: (n) => this.#take(n),
						wrote: (leaf) => {
							this.#expectSteps(this.#tape.steps, `Op ${leaf.id} (${leaf.name})`);
							this.#held.compare(leaf, this.#layer);
						}
					}
		);
	}

	read(): Replay {
		const trace = wholly(this.record());
		return {
			trace,
			checks: this.#held.checks.list,
			unknown: [...this.#unknown],
			unused: [...this.#stored.keys()].filter((name) => !this.#used.has(name)),
			kept: { arrays: this.#tape.arrays, contributions: this.#held.contributions }
		};
	}

	*record(): Slices<Trace> {
		const written = yield* this.#written();
		if (this.#file.scopes.loss !== undefined)
			fail(
				'value',
				`The outermost scope of this trace has a "loss": give it to the scope of the way back, which stands inside`
			);
		let given = 0;
		for (const [name, tensor] of this.#stored) {
			if (!written.has(name) && tensor.role !== 'gradient') this.#give(name, tensor);
			if (++given % SLICE === 0) yield;
		}
		yield* this.#all(this.#file.scopes.children);
		if (this.#next !== this.#file.ops.length)
			fail(
				'value',
				`The scopes of this trace name ${this.#next} of its ${this.#file.ops.length} ops: each op belongs into one scope`
			);
		this.#reading = false;
		const { training } = this.#file;
		if (training) this.#tape.training = readTraining(training);
		return this.#tape.trace();
	}

	*#all(nodes: readonly (number | ScopeFile)[]): Slices {
		let done = 0;
		for (const node of nodes) {
			if (typeof node === 'number') this.#op(node);
			else yield* this.#scope(node);
			if (++done % SLICE === 0) yield;
		}
	}

	/** The names of what ops write. Each is written once, and is not said to be given. */
	*#written(): Slices<Set<string>> {
		const written = new Set<string>();
		for (const [k, op] of this.#file.ops.entries()) {
			if (k % SLICE === 0) yield;
			const what = `Op ${op.id} (${op.op})`;
			for (const name of namesOf(op)) {
				if (written.has(name))
					fail(
						'name',
						`${what} writes ${name}, which has been written before: give every result its own name`
					);
				written.add(name);
				const role = this.#stored.get(name)?.role;
				if (role === 'input' || role === 'parameter')
					fail(
						'value',
						`${what} writes ${name}, whose role is "${role}": what is computed is "intermediate", or "update" where training changes it`
					);
			}
		}
		return written;
	}

	#expectSteps(steps: number, what: string): void {
		if (!(steps <= MOST_STEPS))
			fail(
				'value',
				`With ${what} this trace takes ${grouped(steps)} steps, and ${grouped(MOST_STEPS)} are the most that can be stepped through: record a smaller batch, smaller images or shorter sequences`
			);
	}

	/** What is looked at later, such as one contribution to a gradient, is the reader's own wish. */
	#take(n: number): Float64Array {
		if (this.#reading && (this.#numbers += n) > MOST_NUMBERS)
			fail(
				'value',
				`This trace and its gradients hold more than ${MOST_NUMBERS} numbers: record fewer steps or smaller tensors`
			);
		return new Float64Array(n);
	}

	#give(name: string, file: TensorFile): void {
		const { shape, label, symbol, names, role, differentiable } = file;
		const naming = { name, ...(label && { label }), ...(symbol && { symbol }), ...(names && { names }) };
		const values = this.#kept ? null : this.#valuesOf(name, file);
		// A diverged run is what somebody may be looking for, so what is given may hold NaN here.
		const zeros = new Float64Array(size(shape));
		const kind = role === 'parameter' ? 'parameter' : differentiable === false ? 'constant' : 'input';
		const tensor = this.#tape[kind](name, shape, zeros, naming);
		if (values) tensor.data.set(values);
		this.#tensors.set(name, tensor);
	}

	#op(node: number): void {
		const op = this.#file.ops[node];
		if (!op || node !== this.#next)
			fail(
				'value',
				`The scopes of this trace name op ${node} where op ${this.#next} comes next: list the ops in the order in which they ran`
			);
		this.#next++;
		if (op.inputs) this.#apply(op, op.inputs);
		else
			fail(
				'value',
				`Op ${node} (${op.op}) has no "inputs": only the ops of a way back, a scope with a "loss", go without`
			);
	}

	*#scope(scope: ScopeFile): Slices {
		const { name, phase, about, loss, part, children } = scope;
		if (loss !== undefined) {
			refuseWayBackIn(scope);
			return yield* this.#wayBack(scope, loss);
		}
		yield* this.#tape.scopeInSlices(name, () => this.#all(children), {
			...(phase && { phase }),
			...(about && { about }),
			...(part && { part: readPart({ ...part }, name) })
		});
	}

	/** The tape finds the ops of a way back itself; those that the file lists must be the same. */
	*#wayBack(scope: ScopeFile, loss: string): Slices {
		if (++this.#waysBack > MOST_WAYS_BACK)
			fail('value', `This trace goes back more than ${MOST_WAYS_BACK} times: split it into several`);
		const before = this.#leaves();
		yield* this.#tape.backwardInSlices(this.#tensorNamed(loss, `The scope "${scope.name}"`), scope.name);
		const ids = idsUnder(scope);
		if (!ids.length) return;
		const leaves = this.#tape.trace().leaves.slice(before);
		for (const [k, id] of ids.entries()) {
			if (k % SLICE === 0) yield;
			const [op, leaf] = [this.#file.ops[id], leaves[k]];
			if (id !== this.#next++ || !op)
				fail('value', `The scopes of this trace name op ${id} where op ${this.#next - 1} comes next`);
			if (leaf && op.mirrors !== undefined && op.mirrors !== leaf.mirrors?.id)
				fail(
					'value',
					`Op ${id} of the way back "${scope.name}" mirrors op ${op.mirrors}, but it is ${leaf.mirrors ? `the gradient of op ${leaf.mirrors.id}` : 'a sum of gradients, which mirrors none'}`
				);
			if (leaf?.out.name !== op.writes || leaf.call.op.name !== op.op)
				fail(
					'value',
					`Op ${id} of the way back "${scope.name}" is ${op.op}, which writes ${listed(namesOf(op))}, but by the ops of forward ${leaf ? `${leaf.call.op.name} writes ${leaf.out.name} there` : 'nothing more follows'}: leave its children out, and they are found`
				);
		}
		if (ids.length !== leaves.length)
			fail(
				'value',
				`The way back "${scope.name}" lists ${ids.length} ops, but by the ops of forward it has ${leaves.length}: leave its children out, and they are found`
			);
	}

	#leaves = () => this.#tape.trace().leaves.length;

	#apply(file: OpFile, inputs: readonly string[]): void {
		const what = `Op ${file.id} (${file.op})`;
		const xs = inputs.map((name) => this.#tensorNamed(name, what));
		const writes = namesOf(file);
		const stored = writes.map((name) => this.#about(name, what));
		const expansion = file.gradients || this.#find(file.op) ? undefined : expansionNamed(file.op);
		if (!expansion && writes.length !== 1)
			fail('value', `${what} writes ${writes.length} tensors: only a layer such as lstm writes several`);
		const attrs = (file.attrs ?? {}) as never;
		try {
			if (expansion) this.#expand(expansion, xs, attrs, writes);
			else this.#applyOne(this.#opOf(file, writes[0]!, stored[0]!), xs, attrs, writes[0]!, stored[0]!, what);
		} catch (problem) {
			if (problem instanceof BackstepError) {
				const { message } = problem;
				throw message.includes(what)
					? problem
					: new BackstepError(problem.problem, `${what}: ${message.replace(`${file.op}: `, '')}`);
			}
			// An op expects its attributes to be of their kind, which those of a file need not be.
			fail('attribute', `${what} has attributes that it cannot take: ${JSON.stringify(attrs).slice(0, 200)}`);
		}
	}

	#applyOne(op: Op, xs: readonly Tensor[], attrs: never, name: string, stored: TensorFile, what: string) {
		const { label, symbol, names } = stored;
		const steps = stepsOf(op, xs, attrs, stored, what);
		this.#expectSteps(this.#tape.steps + steps, what);
		const y = this.#tape.apply(op, xs, attrs, {
			name,
			...(label && { label }),
			...(symbol && { symbol }),
			...(names && { names })
		});
		this.#tensors.set(y.name, y);
	}

	/** Runs a layer in the place of one op; its results are held against the file like those of any op. */
	#expand(expansion: Expansion, xs: readonly Tensor[], attrs: unknown, writes: readonly string[]) {
		const { dtype } = this.#stored.get(writes[0]!)!;
		this.#layer = { name: expansion.name, dtype };
		const alone = this.#layers++ === 0 && !this.#file.ops.some((op) => namesOf(op).some(isStep));
		expansion.run(this.#tape, xs, attrs, writes, alone ? '' : writes[0]!.replaceAll('.', '_'));
		this.#layer = null;
		for (const name of writes) this.#tensors.set(name, this.#tape.trace().tensors.get(name)!);
	}

	/** What the file says of a tensor that an op is about to write. */
	#about(name: string, what: string): TensorFile {
		const stored = this.#stored.get(name);
		if (!stored) fail('name', `${what} writes ${name}, which is not among the tensors of this trace`);
		if (this.#tape.trace().tensors.has(name)) fail('name', `${what} writes ${name}, which is there already`);
		return stored;
	}

	#opOf(file: OpFile, name: string, stored: TensorFile): Op {
		const known = file.gradients ? undefined : this.#find(file.op);
		if (known) return known;
		this.#unknown.add(file.op);
		const gradients = (file.gradients ?? []).map((name) => {
			const gradient = name === null ? null : this.#stored.get(name);
			return gradient ? this.#valuesOf(name!, gradient) : null;
		});
		return opaque({
			name: file.op,
			shape: stored.shape,
			y: this.#valuesOf(name, stored),
			gradients
		}) as Op;
	}

	#tensorNamed(name: string, who: string): Tensor {
		const tensor = this.#tensors.get(name) ?? this.#gradientNamed(name);
		if (!tensor)
			fail(
				'name',
				this.#stored.has(name)
					? `${who} reads ${name} before an op has written it`
					: `${who} reads ${name}, which is not among the tensors of this trace`
			);
		this.#used.add(name);
		return tensor;
	}

	/** Gradients come from ways back, and may be read afterwards: an update does. */
	#gradientNamed = (name: string): Tensor | undefined => {
		const tensor = this.#tape.trace().tensors.get(name);
		return tensor?.gradientOf ? tensor : undefined;
	};

	#valuesOf(name: string, { shape, data }: TensorFile): Float64Array {
		const cached = this.#values.get(name);
		if (cached) return cached;
		this.#used.add(name);
		const values = isView(data)
			? readView(name, shape, data, this.#whole(name, data.of))
			: readNumbers(name, data);
		if (values.length !== size(shape))
			fail(
				'shape',
				`${name} has shape ${shapeName(shape)}, so it takes ${size(shape)} values: the file holds ${values.length}`
			);
		this.#values.set(name, values);
		return values;
	}

	/** What a view shows the numbers of. */
	#whole(name: string, of: string): Float64Array {
		const whole = this.#stored.get(of);
		if (!whole || isView(whole.data))
			return fail(
				'name',
				`${name} is a view of ${of}, which ${whole ? 'is a view itself' : 'is not among the tensors of this trace'}`
			);
		return this.#valuesOf(of, whole);
	}
}

const grouped = (n: number) => n.toLocaleString('en');

/** Names such as those of the time steps, gates and weights of a layer that is taken apart. */
const isStep = (name: string) => /^([a-z]\d+|[Wb]_\w+)([._]|$)/.test(name);
