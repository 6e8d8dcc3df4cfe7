/** The figures of what goes through time steps: only pages that have time steps load them. */
import type { Trace } from '#engine';
import { tracksOf } from './tracks.ts';

const load = async () => {
	const [unrolled, plot, gated] = await Promise.all([
		import('./Unrolled.svelte'),
		import('./GradientPlot.svelte'),
		import('../cell/Gated.svelte')
	]);
	return { Unrolled: unrolled.default, GradientPlot: plot.default, Gated: gated.default };
};

type Figures = Awaited<ReturnType<typeof load>>;

let loaded = $state.raw<Figures | null>(null);

/** Null while they are on their way. */
export const timeFigures = (): Figures | null => loaded;

/** Loads them where a trace has time steps. */
export async function loadTimeFigures({ root }: Trace): Promise<void> {
	if (!loaded && root.children.some((node) => tracksOf(node).length)) loaded = await load();
}
