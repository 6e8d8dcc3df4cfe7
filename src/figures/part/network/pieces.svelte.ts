/** What a network's figure is made of beside a row: only pages whose trace goes through time, or branches, load it. */
import type { Trace } from '#engine';
import { kindsIn } from '../kinds.ts';
import { isGraph } from './forks.ts';
import { firstPass, MOST_PARTS, type Part } from './parts.ts';

const time = async () => {
	const [unrolled, plot] = await Promise.all([
		import('../unrolled/Unrolled.svelte'),
		import('../unrolled/GradientPlot.svelte')
	]);
	return { Unrolled: unrolled.default, GradientPlot: plot.default };
};
const graph = async () => (await import('./Graph.svelte')).default;

class Piece<T> {
	/** Null while it is on its way. */
	loaded = $state.raw<T | null>(null);

	constructor(readonly load: () => Promise<T>) {}

	async want(): Promise<void> {
		this.loaded ??= await this.load();
	}
}

export const unrolled = new Piece(time);
export const branching = new Piece(graph);

/** Loads what these parts of the network of a trace are drawn with: at first, those that are drawn first. */
export async function loadNetwork(
	{ root }: Trace,
	parts: readonly Part[] = firstPass(root).slice(0, MOST_PARTS)
): Promise<void> {
	const kinds = kindsIn(root);
	if (kinds.has('step')) return unrolled.want();
	if (!kinds.has('block') && isGraph(parts)) return branching.want();
}
