/** Curves over updates as paths: of thousands of numbers, each pixel shows the least and the largest. */
import { extent, groups, range } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { seriesOf, type History, type Series } from '#engine';

/** What is drawn: a share from 0 to 1 has an axis of its own. */
export const isShare = ({ name, values }: Series): boolean =>
	/accuracy|precision|recall/.test(name) && values.every((v) => Number.isNaN(v) || (v >= 0 && v <= 1));

/** The heights of several series: by their logarithm where the largest is a hundred times the least, else from 0 on. */
export function heightOf(series: readonly Series[], bottom: number, top: number) {
	const [least = 0, most = 1] = extent(
		series.flatMap(({ values }) => Array.from(values).filter(Number.isFinite))
	);
	if (least > 0 && most > 100 * least) return scaleLog([least, most], [bottom, top]);
	return scaleLinear([Math.min(0, least), Math.max(0, most) || (least < 0 ? 0 : 1)], [bottom, top]);
}

/** About so many round numbers; on a logarithmic scale those that it names itself, powers of ten first. */
export function ticksOf(scale: ReturnType<typeof heightOf>, count: number): number[] {
	const named = 'base' in scale ? scale.tickFormat(count) : String;
	return scale.ticks(count).filter((tick) => named(tick));
}

/** Where the k-th number of a series stands: at the update after which it is known. */
export const updateOf = ({ every }: Series, k: number): number => (k + 1) * every - 1;

/** A path for `x` of an update and `y` of a value. Where a pixel has no finite number, the line breaks. */
export function pathOf(series: Series, x: (update: number) => number, y: (value: number) => number): string {
	const columns = groups(range(series.values.length), (k) => Math.round(x(updateOf(series, k))));
	const points = columns.flatMap(([column, places]) => {
		const [least, most] = extent(places.map((k) => series.values[k]).filter(Number.isFinite) as number[]);
		return (least === most ? [least] : [least, most]).map((value) => [column, value] as const);
	});
	return line<(typeof points)[number]>(
		([column]) => column,
		([, value]) => y(value!)
	)
		.defined(([, value]) => value !== undefined)
		.digits(1)(points)!;
}

/** The update after which the loss on what is held out was least; null where nothing is held out. */
export function bestUpdate(history: History): number | null {
	const series = seriesOf(history, 'val.loss');
	return series && history.best !== null ? updateOf(series, history.best) : null;
}
