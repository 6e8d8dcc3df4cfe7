/** Records the updates of a window on a tape, from the numbers that the updates before them left. */
import type { Part } from '../parts.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { Batches } from './batches.ts';
import type { History } from './history.ts';
import type { Definition, Runner } from './runner.ts';
import { withEntries } from './state.ts';
import { update, type Start } from './update.ts';

/** Brings a runner to update u: from the nearest numbers that were kept, it runs the updates in between. */
export function bring(runner: Runner<string, unknown>, { kept }: History, u: number): void {
	const nearest = Math.min(Math.floor(u / kept.every), kept.numbers.length / kept.length - 1);
	runner.now.set(kept.numbers.subarray(nearest * kept.length, (nearest + 1) * kept.length));
	for (let k = nearest * kept.every; k < u; k++) runner.update(k);
}

export function record<Name extends string, State>(
	tape: Tape,
	runner: Runner<Name, State>,
	of: Definition<Name, State>,
	plan: Batches,
	{ at, window, perEpoch, updates }: History
): void {
	let parameters = Object.fromEntries(
		Object.entries<Start>(of.parameters).map(([name, { shape, values, ...naming }], k) => [
			name,
			at === 0
				? tape.parameter(name, shape, values, naming)
				: tape.carried(name, shape, runner.slot(k), naming)
		])
	) as Record<Name, Tensor>;
	const names = Object.keys(of.parameters) as Name[];
	let slot = names.length;
	let state: readonly (State | null)[] =
		at === 0
			? []
			: withEntries(runner.form, (entry) => {
					const numbers = runner.slot(slot++);
					if (typeof entry === 'number') return numbers[0]!;
					const { name, shape, label, symbol } = entry;
					return tape.carried(name, shape, numbers, { label, symbol });
				});
	const one = (u: number) => {
		const number = (u % perEpoch) + 1;
		const size = plan.size(u);
		const part: Part = { kind: size === 1 ? 'sample' : 'batch', number };
		tape.scope(
			`update ${u + 1}`,
			() => {
				const next = update(tape, of, of.data, plan.rows(u), parameters, state, u);
				parameters = Object.fromEntries(names.map((name, k) => [name, next.parameters[k]!])) as Record<
					Name,
					Tensor
				>;
				state = next.state;
			},
			{ about: `Update ${u + 1} of ${updates}, from ${size === 1 ? 'one sample' : `${size} samples`}.`, part }
		);
	};
	const validate = (u: number) =>
		tape.scope(
			'validation',
			() => of.network(tape, { ...of.validation!, parameters, training: false, update: u }),
			{ about: 'Samples that nothing is learned from, with the parameters as they are now.' }
		);
	const end = Math.min(at + window, updates);
	for (let u = at; u < end;) {
		const epoch = Math.floor(u / perEpoch);
		tape.scope(
			`epoch ${epoch + 1}`,
			() => {
				for (; u < end && Math.floor(u / perEpoch) === epoch; u++) one(u);
				if (u % perEpoch === 0 && of.validation) validate(u - 1);
			},
			{ about: `Epoch ${epoch + 1}: all samples are seen once.`, part: { kind: 'epoch', number: epoch + 1 } }
		);
	}
}
