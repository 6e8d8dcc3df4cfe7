/** Which samples an update learns from: epochs, batches, and an order that is shuffled anew for each epoch from one seed. */
import { fail } from '../errors.ts';
import { random } from '../random.ts';

export interface Schedule {
	/** How many samples there are to learn from. */
	readonly samples: number;
	/** How often all of them are seen. */
	readonly epochs: number;
	/** How many an update learns from: all where left out. The last batch of an epoch takes what is left. */
	readonly batch?: number;
	/** The seed of the order in which an epoch sees them; left out, they come as they are. */
	readonly shuffle?: number;
}

export interface Batches {
	/** Updates in an epoch, ⌈samples / batch⌉, and in all. */
	readonly perEpoch: number;
	readonly updates: number;
	/** How many samples update `u` (from 0) learns from. */
	size(u: number): number;
	/** Their places among the samples; null where these are all of them, in order. */
	rows(u: number): Int32Array | null;
}

const expectCount = (what: string, value: number) => {
	if (!Number.isInteger(value) || value < 1)
		fail('value', `training: ${what} is ${value}: give a whole number from 1 up`);
};

export function batches({ samples, epochs, batch = samples, shuffle }: Schedule): Batches {
	expectCount('the number of samples', samples);
	expectCount('the number of epochs', epochs);
	expectCount('the batch size', batch);
	const perEpoch = Math.ceil(samples / batch);
	const whole = batch >= samples && shuffle === undefined;
	const asTheyAre = Int32Array.from({ length: samples }, (_, k) => k);
	let known: { epoch: number; order: Int32Array } = { epoch: -1, order: asTheyAre };
	const orderOf = (epoch: number): Int32Array => {
		if (shuffle === undefined) return asTheyAre;
		if (known.epoch !== epoch) known = { epoch, order: shuffled(samples, shuffle, epoch) };
		return known.order;
	};
	const startOf = (u: number) => (u % perEpoch) * batch;
	return {
		perEpoch,
		updates: perEpoch * epochs,
		size: (u) => Math.min(batch, samples - startOf(u)),
		rows: (u) =>
			whole
				? null
				: orderOf(Math.floor(u / perEpoch)).subarray(
						startOf(u),
						startOf(u) + Math.min(batch, samples - startOf(u))
					)
	};
}

/** Fisher and Yates: every order is as likely. An epoch has a seed of its own, so that any epoch is known without those before. */
function shuffled(n: number, seed: number, epoch: number): Int32Array {
	const { integer } = random(seed + 1_000_003 * epoch);
	const order = Int32Array.from({ length: n }, (_, k) => k);
	for (let k = n - 1; k > 0; k--) {
		const j = integer(0, k);
		[order[k], order[j]] = [order[j]!, order[k]!];
	}
	return order;
}
