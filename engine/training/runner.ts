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
	readonly state: readonly (State | null)[];
	/** What differs from update to update: the parameters, then the tensors and numbers of the state. */
	readonly given: readonly (Tensor | number)[];
}

export class Runner<Name extends string, State> {
	readonly #of: Definition<Name, State>;
	readonly #batches: Batches;
	readonly #programs = new Map<string, Prepared<Name, State>>();
	readonly #validate: Prepared<Name, State> | null;
	/** What the optimizer keeps after the first update: of its form are all later states. */
	readonly form: readonly (State | null)[];
	/** All parameters, then what the optimizer keeps. */
	readonly now: Float64Array;
	/** Where each of them lies in `now`. */
	readonly #slots: readonly (readonly [from: number, length: number])[];
	/** What the run is: the ops of its first two updates. */
	readonly signature: string;

	constructor(of: Definition<Name, State>, batches: Batches) {
		this.#of = of;
		this.#batches = batches;
		const starts = Object.values<Start>(of.parameters);
		const first = this.#prepare([]);
		const { state } = this.#run(first, [], 0);
		this.form = state;
		const lengths = [
			...starts.map(({ shape }) => size(shape)),
			...entriesOf(state).map((entry) => (typeof entry === 'number' ? 1 : size(entry.shape)))
		];
		let length = 0;
		this.#slots = lengths.map((n) => [(length += n) - n, n]);
		this.now = new Float64Array(length);
		this.#programs.set(`first ${batches.size(0)}`, first);
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
			this.now.set(values, this.#slots[k]![0])
		);
	}

	/** Does update u, whose start `now` must be. */
	update(u: number): Measured {
		const program = this.#programOf(u);
		const { loss, output, data, parameters, state } = this.#run(program, this.#set(program), u);
		[...parameters, ...entriesOf(state)].forEach((entry, k) => {
			const [from] = this.#slots[k]!;
			if (typeof entry === 'number') this.now[from] = entry;
			else this.now.set(entry.data, from);
		});
		let squares = 0;
		for (const w of Object.values<Tensor>(program.parameters))
			for (const g of w.grad?.data ?? []) squares += g * g;
		return { loss: loss.data[0]!, norm: Math.sqrt(squares), ...this.#metrics(output, data) };
	}

	/** The loss and the metrics of the samples that are held out, with the parameters of `now`. */
	validate(u: number): Measured {
		const program = this.#validate!;
		this.#set(program);
		const { loss, output } = program.tape.run(() => this.#forward(program, u));
		return { loss: loss.data[0]!, ...this.#metrics(output, program.data) };
	}

	/** A parameter or a part of the state, as it is in `now`; of the state a number where it is one. */
	slot(k: number): Float64Array {
		const [from, length] = this.#slots[k]!;
		return this.now.subarray(from, from + length);
	}

	#forward({ tape, data, parameters }: Prepared<Name, State>, u: number): Passed {
		return this.#of.network(tape, { ...data, parameters, training: false, update: u });
	}

	#metrics(output: Tensor, { targets }: Data): Measured {
		return Object.fromEntries(
			Object.entries(this.#of.metrics).map(([name, f]) => [name, f(output, targets)])
		);
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
		const key = `${u === 0 ? 'first' : 'later'} ${this.#batches.size(u)}`;
		let program = this.#programs.get(key);
		if (!program) {
			program = this.#prepare(u === 0 ? [] : this.form);
			this.#programs.set(key, program);
		}
		return program;
	}

	#prepare(form: readonly (State | null)[], data = this.#of.data): Prepared<Name, State> {
		const tape = new Rerun();
		const copy = (x: Tensor) => tape.constant(x.name, x.shape, x.data, { label: x.label, symbol: x.symbol });
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
		return {
			tape,
			data: { inputs: copy(data.inputs), targets: copy(data.targets) },
			parameters,
			state,
			given: [...Object.values<Tensor>(parameters), ...entriesOf(state)]
		};
	}

	/** Puts the numbers of `now` into a program; what comes back is the state that its optimizer goes on from. */
	#set({ given, state }: Prepared<Name, State>): readonly (State | null)[] {
		given.forEach((entry, k) => {
			if (typeof entry !== 'number') entry.data.set(this.slot(k));
		});
		let k = Object.keys(this.#of.parameters).length;
		return withEntries(state, (entry) => (typeof entry === 'number' ? this.slot(k++)[0]! : (k++, entry)));
	}
}

const written = ({ call: { op, attrs, xs, out } }: Rerun['leaves'][number]) => [
	op.name,
	attrs ?? null,
	xs.map(({ name }) => name),
	out.name
];
