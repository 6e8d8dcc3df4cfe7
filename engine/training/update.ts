/** One update: a batch is taken, it goes forward, its loss goes back, and the optimizer takes a step. */
import { embedding } from '../ops/embedding.ts';
import { gather } from '../ops/gather.ts';
import type { Optimized } from '../optimizers/optimizer.ts';
import type { ScopeOptions } from '../scope.ts';
import type { Naming, Tape } from '../tape.ts';
import type { Shape, Tensor } from '../tensor.ts';

/** Samples: a row of `inputs` for each, and as many targets. */
export interface Data {
	readonly inputs: Tensor;
	readonly targets: Tensor;
}

/** What goes through the network at once. */
export interface Pass<Name extends string = string> extends Data {
	readonly parameters: Readonly<Record<Name, Tensor>>;
	/** False where nothing is learned from it: no number is dropped, and running statistics stay. */
	readonly training: boolean;
	/** Updates that came before it. */
	readonly update: number;
}

export interface Passed {
	readonly output: Tensor;
	/** A single number. */
	readonly loss: Tensor;
}

/** A parameter as training begins with it. */
export interface Start extends Naming {
	readonly shape: Shape;
	readonly values: ArrayLike<number>;
}

export type Metric = (output: Tensor, targets: Tensor) => number;

export interface Program<Name extends string = string, State = unknown> {
	/** Records the way forward, in scopes of its own, and the loss. */
	network(tape: Tape, pass: Pass<Name>): Passed;
	/** One step of an optimizer: `(tape, parameters, state) => adam(tape, parameters, { learningRate }, state)`. */
	optimizer(
		tape: Tape,
		parameters: readonly Tensor[],
		state: readonly (State | null)[],
		update: number
	): Optimized<State>;
}

export interface Updated<State> extends Passed, Optimized<State> {
	/** What the loss was computed from. */
	readonly data: Data;
}

/** The samples at these places, as a step that can be looked at; all of them where no places are given. */
export function take(tape: Tape, { inputs, targets }: Data, rows: Int32Array | null): Data {
	if (!rows) return { inputs, targets };
	const places = tape.constant('rows', [rows.length], rows, { label: 'places of the samples', symbol: 'r' });
	const of = (all: Tensor): Tensor => {
		const named = { name: `${all.name}.batch`, label: `${all.label} of the batch`, symbol: all.symbol };
		return all.shape.length === 1
			? tape.apply(gather, [all, places], { axis: 0 }, named)
			: tape.apply(embedding, [all, places], {}, named);
	};
	return tape.scope('batch', () => ({ inputs: of(inputs), targets: of(targets) }), {
		about: rows.length === 1 ? 'One sample is taken.' : `${rows.length} samples are taken.`
	});
}

const UPDATE: ScopeOptions = {
	phase: 'update',
	about: 'Every parameter takes one step against its gradient.',
	part: { kind: 'update' }
};

export function update<Name extends string, State>(
	tape: Tape,
	{ network, optimizer }: Program<Name, State>,
	all: Data,
	rows: Int32Array | null,
	parameters: Readonly<Record<Name, Tensor>>,
	state: readonly (State | null)[],
	u: number
): Updated<State> {
	const data = take(tape, all, rows);
	// Field by field here: to spread one object into another takes as long as the network of one sample.
	const { inputs, targets } = data;
	const passed = network(tape, { inputs, targets, parameters, training: true, update: u });
	tape.backward(passed.loss);
	const { parameters: updated, state: left } = tape.scope(
		'update',
		() => optimizer(tape, Object.values<Tensor>(parameters), state, u),
		UPDATE
	);
	return { output: passed.output, loss: passed.loss, parameters: updated, state: left, data };
}
