/** Gradients that are sums over time: what each time step has added to the gradient of a weight that all of them use. */
import { ancestry, forwardOf, leavesOf, type Leaf, type Tensor } from '#engine';
import { isStep, type Track } from './tracks.ts';

/** What one time step adds. */
export interface Term {
	readonly t: number;
	/** As large as the gradient. */
	readonly tensor: Tensor;
	/** Which input of the sum it is, counted from 0. */
	readonly slot: number;
}

/** Shorter sums are read off their numbers. */
const FEWEST = 4;

/** The terms of a sum of gradients, from the first time step to the last; null where they are not those of time steps. */
export function termsInTime({ out, call }: Leaf): readonly Term[] | null {
	if (call.op.name !== 'accumulate' || out.gradientOf === null || call.xs.length < FEWEST) return null;
	const terms = call.xs.flatMap((tensor, slot): Term[] => {
		const forward = tensor.writer && forwardOf(tensor.writer);
		const step = forward && ancestry(forward).findLast(isStep);
		return step ? [{ t: step.part.t, tensor, slot }] : [];
	});
	// What one step uses several times, such as the last state of another sequence, is no sum over time.
	const times = new Set(terms.map(({ t }) => t)).size;
	return terms.length === call.xs.length && times >= FEWEST ? terms.sort((a, b) => a.t - b.t) : null;
}

/** A tensor that every step of a track uses, and what each step has added to its gradient. */
export interface TimeSum {
	readonly of: Tensor;
	readonly terms: readonly Term[];
}

const found = new WeakMap<Track['scope'], readonly TimeSum[]>();

/** The sums over time of a track, those of the weights that states are multiplied with first; found once. */
export function sumsOf({ scope, steps, initial }: Track): readonly TimeSum[] {
	let sums = found.get(scope);
	if (sums) return sums;
	const [first] = steps.values();
	const memory = new Set<Tensor>();
	const used = new Set<Tensor>();
	for (const { reads } of leavesOf(first!.node)) {
		for (const x of reads) {
			used.add(x);
			if (reads.some((state) => initial.includes(state))) memory.add(x);
		}
	}
	sums = [...used]
		.sort((a, b) => Number(memory.has(b)) - Number(memory.has(a)))
		.flatMap((of) => {
			const terms = of.grad?.writer && termsInTime(of.grad.writer);
			return terms ? [{ of, terms }] : [];
		});
	found.set(scope, sums);
	return sums;
}
