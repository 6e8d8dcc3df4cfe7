/**
 * A run of many updates, as a thing that one can step through. All updates run on kernels alone, and what is worth
 * knowing of each is kept: loss, metrics, the length of the gradient, parameters. Those of a window are recorded on the
 * tape, every step of them, with the same numbers bit for bit; another window is another run from the nearest parameters
 * that were kept, as in a debugger that records and replays.
 */
import { fail } from './errors.ts';
import type { Tape } from './tape.ts';
import { batches, type Schedule } from './training/batches.ts';
import { fromArrays, toArrays, type History } from './training/history.ts';
import { recall } from './training/memory.ts';
import { run, tellingOf } from './training/run.ts';
import { Runner, type Definition } from './training/runner.ts';
import type { Data, Metric, Program, Start } from './training/update.ts';
import { bring, record } from './training/window.ts';

export type { History, Series } from './training/history.ts';
export { epochOf, keptParameter, keptUpdates, seriesOf, valueAt } from './training/history.ts';
export type { Data, Pass, Passed, Start } from './training/update.ts';

export interface TrainingOptions<Name extends string, State>
	extends Program<Name, State>, Omit<Schedule, 'samples'> {
	/** What is learned from: given on the tape, so that it can be edited. */
	readonly data: Data;
	/** What is only measured, after every epoch. */
	readonly validation?: Data;
	/** How training begins: what was typed over these parameters counts from the first update on. */
	readonly parameters: Readonly<Record<Name, Start>>;
	/** Numbers that are told of every batch, and of the validation data. */
	readonly metrics?: Readonly<Record<string, Metric>>;
	/** Stops when the loss on the validation data has not been less than before for so many epochs. */
	readonly patience?: number;
	/**
	 * What else the program depends on, beside its numbers and the ops of its first two updates: settings of a schedule of
	 * learning rates. Runs with the same are the same run, and are remembered.
	 */
	readonly settings?: unknown;
	/** The first update that is recorded; the last one where there are fewer. */
	readonly at?: number;
	/** How many updates are recorded from there; 1 where left out. */
	readonly window?: number;
}

/**
 * Runs the updates and records those of the window, each in scopes of its epoch and its batch (a sample where it is one),
 * with forward, loss, backward and update in them; at the end of an epoch, the pass over the validation data.
 */
export function train<Name extends string, State>(
	tape: Tape,
	options: TrainingOptions<Name, State>
): History {
	const { data, validation = null, metrics = {}, at = 0, window = 1 } = options;
	const samples = data.inputs.shape[0] ?? 0;
	if (data.targets.shape[0] !== samples)
		fail(
			'shape',
			`training: there are ${samples} samples and ${data.targets.shape[0] ?? 0} targets: give one target for each sample`
		);
	const plan = batches({ ...options, samples });
	const parameters = Object.fromEntries(
		Object.entries<Start>(options.parameters).map(([name, start]) => [
			name,
			{ ...start, values: tape.edited(name, start.values) }
		])
	) as unknown as Record<Name, Start>;
	const { network, optimizer } = options;
	const definition: Definition<Name, State> = { network, optimizer, data, validation, metrics, parameters };
	const runner = new Runner(definition, plan);
	const telling = tellingOf(runner, plan, parameters, Object.keys(metrics), validation !== null);
	const { patience, settings } = options;
	const program = JSON.stringify([
		runner.signature,
		options.epochs,
		options.batch,
		options.shuffle,
		patience,
		settings,
		telling.series
	]);
	const numbers = [data, ...(validation ? [validation] : [])]
		.flatMap(({ inputs, targets }) => [inputs.data, targets.data])
		.concat(Object.values<Start>(parameters).map(({ values }) => values as Float64Array));
	const arrays = tape.beside(telling.series.length + 2, () =>
		// Copies: another thread gives its own away.
		toArrays(recall(program, numbers, () => run(runner, plan, telling, patience))).map((array) =>
			array.slice()
		)
	);
	// What another thread ran is remembered here too.
	const ran = recall(program, numbers, () => fromArrays(arrays, telling.series, telling.kept));
	const first = Math.max(0, Math.min(at, ran.updates - 1));
	const history: History = {
		...ran,
		perEpoch: plan.perEpoch,
		at: first,
		window: Math.min(window, ran.updates - first)
	};
	bring(runner, history, first);
	record(tape, runner, definition, plan, history);
	tape.training = history;
	return history;
}
