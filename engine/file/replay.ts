/**
 * Reads a trace file by running its program again. Every op is applied to the values that the file holds and compared
 * with what the file says came out; the file's values then stay, so that one wrong op does not make all later ones look
 * wrong. Ways back are recorded anew from the ops of forward. The result is a trace like any other: it has steps,
 * equations and gradients, wherever the file came from.
 */
import { axesAfter } from '../axes.ts';
import type { Check } from './checks.ts';
import { BackstepError, fail } from '../errors.ts';
import { listed } from '../lists.ts';
import { expansionNamed } from './expansions/all.ts';
import type { Expansion } from './expansions/expansion.ts';
import type { Layer } from './noted.ts';
import { OnDemand } from './onDemand.ts';
import type { Source } from './source.ts';
import { Computing, filled, type Kept, type Supply } from './supply.ts';
import { Values } from './values.ts';
import { isLeft } from './numbers.ts';
import { namesOf, type OpFile, type ScopeFile, type TensorFile, type TraceFile } from './json.ts';
import { withParts } from './older.ts';
import { opaque } from './opaque.ts';
import type { Op } from '../op.ts';
import { readPart } from '../parts.ts';
import { SLICE, wholly, type Slices } from '../slices.ts';
import { Tape, type Naming } from '../tape.ts';
import { idsUnder, refuseWayBackIn } from './scopes.ts';
import { stepsOf } from './steps.ts';
import { readTraining } from './training.ts';
import { size, type Tensor } from '../tensor.ts';
import type { Trace } from '../trace.ts';

/** What a file has that its trace does not. */
export interface Strange {
	/** The ops that Backstep does not know, by name. */
	readonly unknown: readonly string[];
	/** Tensors of the file that no op of the trace writes or reads. */
	readonly unused: readonly string[];
}

export interface Replay extends Strange {
	readonly trace: Trace;
	readonly checks: readonly Check[];
	/** What goes to another thread, where the trace itself cannot go: `refill` makes one of it. */
	readonly kept: Kept;
}

/** Each way back goes through all of forward again. */
const MOST_WAYS_BACK = 100;

export type FindOp = (name: string) => Op | undefined;

/** Throws a BackstepError where the file contradicts itself; `ops` finds the ops that can be recomputed. */
export function replay(file: TraceFile, ops: FindOp): Replay {
	const stored = new Map(Object.entries(file.tensors));
	const values = new Values(stored);
	const computing = new Computing(stored, values);
	const replayer = new Replayer(file, stored, ops, values, computing);
	const trace = wholly(replayer.record());
	computing.end();
	return {
		trace,
		checks: computing.held.checks.list,
		...replayer.strange,
		kept: { arrays: replayer.arrays, contributions: computing.held.contributions }
	};
}

/**
 * The trace of a file that was replayed elsewhere, in slices: nothing is decoded, computed or compared again. Its tensors
 * come by name, their numbers in `kept`.
 */
export const refill = (
	file: Program,
	tensors: ReadonlyMap<string, TensorFile>,
	ops: FindOp,
	kept: Kept
): Slices<Trace> => new Replayer(file, tensors, ops, new Values(tensors), filled(kept)).record();

/** A trace whose numbers stay in the file until one looks at them. */
export interface Late extends Strange {
	readonly trace: Trace;
	readonly numbers: OnDemand;
}

/** The trace of a large file, in slices: no number of it is read, computed or compared. `source` is the file itself. */
export function* leaveInFile(
	file: Program,
	tensors: ReadonlyMap<string, TensorFile>,
	ops: FindOp,
	{ source, room }: { source: Source; room?: number }
): Slices<Late> {
	const values = new Values(tensors, source);
	const numbers = new OnDemand(tensors, values, source, room);
	const replayer = new Replayer(file, tensors, ops, values, numbers);
	const trace = yield* replayer.record();
	return { trace, numbers, ...replayer.strange };
}

/** What a file says was run. */
export type Program = Pick<TraceFile, 'version' | 'training' | 'ops' | 'scopes'>;

class Replayer {
	readonly #file: Program;
	readonly #find: FindOp;
	readonly #supply: Supply;
	readonly #tape: Tape;
	readonly #stored: ReadonlyMap<string, TensorFile>;
	readonly #values: Values;
	readonly #tensors = new Map<string, Tensor>();
	readonly #unknown = new Set<string>();
	#next = 0;
	/** The layer that is being run in the place of one op, and what it is computed in; and how many were before. */
	#layer: Layer | null = null;
	#layers = 0;
	#waysBack = 0;

	constructor(
		file: Program,
		stored: ReadonlyMap<string, TensorFile>,
		find: FindOp,
		values: Values,
		supply: Supply
	) {
		this.#file = withParts(file);
		this.#stored = stored;
		this.#find = find;
		this.#values = values;
		this.#supply = supply;
		this.#tape = new Tape({
			...supply.options,
			wrote: (leaf) => {
				this.#expectSteps(this.#tape.steps, `Op ${leaf.id} (${leaf.name})`);
				supply.wrote(leaf, this.#layer);
			}
		});
	}

	get arrays(): readonly Float64Array[] {
		return this.#tape.arrays;
	}

	/** What was not known, once the trace is recorded. */
	get strange(): Strange {
		const { tensors } = this.#tape.trace();
		const sent = new Set(this.#file.ops.flatMap(({ gradients }) => gradients ?? []));
		return {
			unknown: [...this.#unknown],
			unused: [...this.#stored.keys()].filter((name) => !tensors.has(name) && !sent.has(name))
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
		const { mostSteps } = this.#supply;
		if (!(steps <= mostSteps))
			fail(
				'value',
				`With ${what} this trace takes ${grouped(steps)} steps, and ${grouped(mostSteps)} are the most that can be stepped through: record a smaller batch, smaller images or shorter sequences`
			);
	}

	#give(name: string, file: TensorFile): void {
		const { shape, role, differentiable } = file;
		// Where numbers are left in a file, nobody would look for them now.
		if (isLeft(file.data)) this.#values.of(name, file);
		const naming = namingOf(name, file);
		const values = this.#supply.given(name, file);
		// A diverged run is what somebody may be looking for, so what is given may hold NaN here.
		const zeros = values ? new Float64Array(values.length) : { length: size(shape) };
		const trains = differentiable !== false;
		const kind = role === 'parameter' ? 'parameter' : trains ? 'input' : 'constant';
		const frozen = kind === 'parameter' && !trains;
		const tensor = frozen
			? this.#tape.carried(name, shape, zeros, naming, kind, false)
			: this.#tape[kind](name, shape, zeros, naming);
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
		const steps = stepsOf(op, xs, attrs, stored, what);
		this.#expectSteps(this.#tape.steps + steps, what);
		const axes = stored.axes ?? axesAfter(op, xs, attrs, stored.shape);
		const y = this.#tape.apply(op, xs, attrs, namingOf(name, { ...stored, ...(axes && { axes }) }));
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
		if (isLeft(stored.data)) this.#values.of(name, stored);
		const gradients = (file.gradients ?? []).map((name) => {
			const gradient = name === null ? null : this.#stored.get(name);
			return gradient ? () => this.#values.of(name!, gradient) : null;
		});
		const y = () => this.#values.of(name, stored);
		return opaque({ name: file.op, shape: stored.shape, y, gradients }) as Op;
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
		return tensor;
	}

	/** Gradients come from ways back, and may be read afterwards: an update does. */
	#gradientNamed = (name: string): Tensor | undefined => {
		const tensor = this.#tape.trace().tensors.get(name);
		return tensor?.gradientOf ? tensor : undefined;
	};
}

function namingOf(name: string, { label, symbol, axes, names = axes?.[0]?.places }: TensorFile): Naming {
	return {
		name,
		...(label && { label }),
		...(symbol && { symbol }),
		...(names && { names }),
		...(axes && { axes })
	};
}

const grouped = (n: number) => n.toLocaleString('en');

/** Names such as those of the time steps, gates and weights of a layer that is taken apart. */
const isStep = (name: string) => /^([a-z]\d+|[Wb]_\w+)([._]|$)/.test(name);
