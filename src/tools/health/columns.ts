/** What is told of a layer, each on a scale of its own: powers of ten are equally far from each other. */
import { scaleLog } from 'd3-scale';
import type { Layer } from './layers.ts';

export const COLUMNS = [
	{ key: 'output', title: 'output' },
	{ key: 'gradient', title: 'gradient' },
	{ key: 'update', title: 'update' },
	{ key: 'steps', title: 'steps' },
	{ key: 'seconds', title: 'time, in seconds' }
] as const;

export interface Column {
	readonly key: (typeof COLUMNS)[number]['key'];
	readonly title: string;
	/** How long the bar of a number is, from 0 to 1. */
	share(value: number): number;
	/** Numbers to read the bars by, the least first. */
	readonly ticks: readonly number[];
}

/** The shortest bar that is not 0. */
const SHORTEST = 0.08;
const MOST_TICKS = 3;

/** The columns that any of the layers has. */
export function columnsOf(layers: readonly Layer[]): Column[] {
	return COLUMNS.flatMap(({ key, title }) => {
		const all = layers.flatMap((layer) => layer[key]?.value ?? []);
		if (!all.length) return [];
		const sized = all.filter((x) => x > 0 && x < Infinity);
		const [least, most] = [Math.min(...sized), Math.max(...sized)];
		// One number alone is as long as there is room.
		const scale = scaleLog([sized.length && least < most ? least : most / 10, most], [SHORTEST, 1]).clamp(
			true
		);
		// What is no number is as long as there is room: it is to be seen.
		const share = (value: number) => (Number.isFinite(value) ? (value > 0 ? scale(value) : 0) : 1);
		const powers = scale.ticks(MOST_TICKS).filter((tick) => Number.isInteger(Math.log10(tick)));
		const every = Math.ceil(powers.length / MOST_TICKS);
		return [{ key, title, share, ticks: sized.length ? powers.filter((_, k) => k % every === 0) : [] }];
	});
}
