/** Runs updates on kernels alone: one program for each size of a batch, recorded once and run again with other numbers. */
import { size, type Tensor } from '../tensor.ts';
import type { Batches } from './batches.ts';
import { Rerun } from './rerun.ts';
import { entriesOf, withEntries } from './state.ts';
import {
	update,
	type Data,
	type Metric,
	type Passed,
	type Program,
	type Start,
	type Updated
} from './update.ts';

export interface Definition<Name extends string, State> extends Program<Name, State> {
	readonly data: Data;
	readonly validation: Data | null;
	readonly parameters: Readonly<Record<Name, Start>>;
	readonly metrics: Readonly<Record<string, Metric>>;
}

/** What is told of an update, or of the samples that are held out: the loss, the norm of all gradients, the metrics. */
export type Measured = Readonly<Record<string, number>>;

interface Prepared<Name extends string, State> {
	readonly tape: Rerun;
	readonly data: Data;
	readonly parameters: Readonly<Record<Name, Tensor>>;
	readonly weights: readonly Tensor[];
	readonly state: readonly (State | null)[];
	/** What differs from update to update: the parameters, then the tensors and numbers of the state. */
	readonly given: readonly (Tensor | number)[];
}

export class Runner<Name extends string, State> {
	readonly #of: Definition<Name, State>;
	readonly #batches: Batches;
	readonly #first: Prepared<Name, State>;
	/** The programs of later updates, by how many samples they learn from. */
	readonly #later = new Map<number, Prepared<Name, State>>();
	readonly #validate: Prepared<Name, State> | null;
	/** What the optimizer keeps after the first update: of its form are all later states. */
	readonly form: readonly (State | null)[];
	/** All parameters, then what the optimizer keeps. */
	readonly now: Float64Array;
	/** Where each of them lies in `now`. */
	readonly #slots: readonly { readonly from: number; readonly length: number }[];
	/** Whether the optimizer keeps numbers beside its tensors: then each update is given a state of its own. */
	readonly #counts: boolean;
	readonly #metrics: readonly (readonly [name: string, metric: Metric])[];
	/** What the run is: the ops of its first two updates. */
	readonly signature: string;

	constructor(of: Definition<Name, State>, batches: Batches) {
		this.#of = of;
		this.#batches = batches;
		const starts = Object.values<Start>(of.parameters);
		this.#metrics = Object.entries(of.metrics);
		const first = (this.#first = this.#prepare([]));
		const { state } = this.#run(first, [], 0);
		this.form = state;
		const kept = entriesOf(state);
		this.#counts = kept.some((entry) => typeof entry === 'number');
		const lengths = [
			...starts.map(({ shape }) => size(shape)),
			...kept.map((entry) => (typeof entry === 'number' ? 1 : size(entry.shape)))
		];
		let length = 0;
		this.#slots = lengths.map((n) => ({ from: (length += n) - n, length: n }));
		this.now = new Float64Array(length);
		const later = this.#programOf(1);
		this.#run(later, later.state, 1);
		this.signature = JSON.stringify([first, later].map(({ tape }) => tape.leaves.map(written)));
		this.#validate = of.validation && this.#prepare([], of.validation);
		this.begin();
	}

	/** Back to the start. */
	begin(): void {
		this.now.fill(0);
		Object.values<Start>(this.#of.parameters).forEach(({ values }, k) =>
			this.now.set(values, this.#slots[k]!.from)
		);
	}

	/** Does update u, whose start `now` must be. */
	update(u: number): Measured {
		const program = this.#programOf(u);
		const { loss, output, data, parameters, state } = this.#run(program, this.#set(program), u);
		const left = entriesOf(state, parameters.slice());
		for (let k = 0; k < left.length; k++) {
			const entry = left[k]!;
			const { from, length } = this.#slots[k]!;
			if (typeof entry === 'number') this.now[from] = entry;
			else copy(entry.data, 0, this.now, from, length);
		}
		return this.#measured({ loss: loss.data[0]!, norm: norm(program.weights) }, output, data);
	}

	/** The loss and the metrics of the samples that are held out, with the parameters of `now`. */
	validate(u: number): Measured {
		const program = this.#validate!;
		this.#set(program);
		const { loss, output } = program.tape.run(() => this.#forward(program, u));
		return this.#measured({ loss: loss.data[0]! }, output, program.data);
	}

	/** A parameter or a part of the state, as it is in `now`; of the state a number where it is one. */
	slot(k: number): Float64Array {
		const { from, length } = this.#slots[k]!;
		return this.now.subarray(from, from + length);
	}

	#forward({ tape, data, parameters }: Prepared<Name, State>, u: number): Passed {
		return this.#of.network(tape, { ...data, parameters, training: false, update: u });
	}

	#measured(measured: Record<string, number>, output: Tensor, { targets }: Data): Measured {
		for (const [name, metric] of this.#metrics) measured[name] = metric(output, targets);
		return measured;
	}

	#run(
		{ tape, data, parameters }: Prepared<Name, State>,
		state: readonly (State | null)[],
		u: number
	): Updated<State> {
		return tape.run(() => update(tape, this.#of, data, this.#batches.rows(u), parameters, state, u));
	}

	/** The program for update u; the first update differs, since the optimizer has kept nothing yet. */
	#programOf(u: number): Prepared<Name, State> {
		if (u === 0) return this.#first;
		const samples = this.#batches.size(u);
		let program = this.#later.get(samples);
		if (!program) this.#later.set(samples, (program = this.#prepare(this.form)));
		return program;
	}

	#prepare(form: readonly (State | null)[], data = this.#of.data): Prepared<Name, State> {
		const tape = new Rerun();
		const again = (x: Tensor) => tape.constant(x.name, x.shape, x.data, { label: x.label, symbol: x.symbol });
		const parameters = Object.fromEntries(
			Object.entries<Start>(this.#of.parameters).map(([name, { shape, values, ...naming }]) => [
				name,
				tape.parameter(name, shape, values, naming)
			])
		) as Readonly<Record<Name, Tensor>>;
		const state = withEntries(form, (entry) =>
			typeof entry === 'number'
				? entry
				: tape.constant(entry.name, entry.shape, new Float64Array(size(entry.shape)))
		);
		const weights = Object.values<Tensor>(parameters);
		return {
			tape,
			data: { inputs: again(data.inputs), targets: again(data.targets) },
			parameters,
			weights,
			state,
			given: entriesOf(state, [...weights])
		};
	}

	/** Puts the numbers of `now` into a program; what comes back is the state that its optimizer goes on from. */
	#set({ given, state, weights }: Prepared<Name, State>): readonly (State | null)[] {
		for (let k = 0; k < given.length; k++) {
			const entry = given[k]!;
			const { from, length } = this.#slots[k]!;
			if (typeof entry !== 'number') copy(this.now, from, entry.data, 0, length);
		}
		if (!this.#counts) return state;
		let k = weights.length;
		return withEntries(state, (entry) => (typeof entry === 'number' ? this.slot(k++)[0]! : (k++, entry)));
	}
}

/** Of a few numbers, faster than what typed arrays have for it. */
function copy(from: Float64Array, at: number, to: Float64Array, toAt: number, length: number): void {
	for (let i = 0; i < length; i++) to[toAt + i] = from[at + i]!;
}

/** The length of all gradients as one vector. */
function norm(weights: readonly Tensor[]): number {
	let squares = 0;
	for (const { grad } of weights) {
		const g = grad?.data;
		if (g) for (let i = 0; i < g.length; i++) squares += g[i]! * g[i]!;
	}
	return Math.sqrt(squares);
}

const written = ({ call: { op, attrs, xs, out } }: Rerun['leaves'][number]) => [
	op.name,
	attrs ?? null,
	xs.map(({ name }) => name),
	out.name
];
