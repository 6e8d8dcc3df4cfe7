/** Runs all updates of a program, one after another, and keeps what is worth knowing of each. */
import { size } from '../tensor.ts';
import type { Batches } from './batches.ts';
import { keptEvery, type Kept, type Ran, type Series } from './history.ts';
import type { Measured, Runner } from './runner.ts';
import type { Start } from './update.ts';

/** What a run tells, beside its numbers: which series, and where parameters lie among those that are kept. */
export interface Telling {
	readonly series: readonly Pick<Series, 'name' | 'every'>[];
	readonly kept: Omit<Kept, 'numbers'>;
}

/** The loss and the norm of the gradient at every update, and what is measured; of samples that are held out, after every epoch. */
export function tellingOf(
	{ now }: { readonly now: Float64Array },
	{ perEpoch, updates }: Batches,
	parameters: Readonly<Record<string, Start>>,
	metrics: readonly string[],
	validated: boolean
): Telling {
	const told = (names: readonly string[], every: number) => names.map((name) => ({ name, every }));
	let from = 0;
	return {
		series: [
			...told(['loss', 'norm', ...metrics], 1),
			...(validated
				? told(
						['loss', ...metrics].map((name) => `val.${name}`),
						perEpoch
					)
				: [])
		],
		kept: {
			every: keptEvery(updates, now.length),
			length: now.length,
			places: new Map(
				Object.entries(parameters).map(([name, { shape }]) => [
					name,
					{ from: (from += size(shape)) - size(shape), shape }
				])
			)
		}
	};
}

/** How the epochs went so far: the least loss on other samples, and how many epochs ago. */
class Patience {
	best = -1;
	#least = Infinity;

	/** Whether the loss after this epoch was the last one that training waited for. */
	over(epoch: number, loss: number, patience = Infinity): boolean {
		if (loss < this.#least || this.best < 0) [this.#least, this.best] = [loss, epoch];
		return epoch - this.best >= patience;
	}
}

export function run(
	runner: Runner<string, unknown>,
	{ perEpoch, updates }: Batches,
	{ series, kept }: Telling,
	patience: number | undefined
): Ran {
	const numbers: number[][] = series.map(() => []);
	const snapshots: Float64Array[] = [];
	const waiting = new Patience();
	const names = series.map(({ name }) => name.replace(/^val\./, ''));
	const held = series.findIndex(({ name }) => name.startsWith('val.'));
	const validated = held >= 0;
	const told = validated ? held : series.length;
	const write = (measured: Measured, from: number, to: number) => {
		for (let k = from; k < to; k++) numbers[k]!.push(measured[names[k]!]!);
	};
	runner.begin();
	let u = 0;
	for (; u < updates; u++) {
		if (u % kept.every === 0) snapshots.push(runner.now.slice());
		write(runner.update(u), 0, told);
		if (!validated || (u + 1) % perEpoch !== 0) continue;
		const measured = runner.validate(u);
		write(measured, held, series.length);
		if (!waiting.over((u + 1) / perEpoch - 1, measured.loss!, patience)) continue;
		u++;
		break;
	}
	if (u % kept.every === 0) snapshots.push(runner.now.slice());
	const all = new Float64Array(snapshots.length * kept.length);
	snapshots.forEach((snapshot, k) => all.set(snapshot, k * kept.length));
	return {
		updates: u,
		best: validated ? waiting.best : null,
		series: series.map((s, k) => ({ ...s, values: Float64Array.from(numbers[k]!) })),
		kept: { ...kept, numbers: all }
	};
}
