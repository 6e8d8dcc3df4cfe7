/** Curves over updates as paths: of thousands of numbers, each pixel shows the least and the largest. */
import { seriesOf, type History, type Series } from '#engine';

/** What is drawn: a share from 0 to 1 has an axis of its own. */
export const isShare = ({ name, values }: Series): boolean =>
	/accuracy|precision|recall/.test(name) && values.every((v) => Number.isNaN(v) || (v >= 0 && v <= 1));

export interface Extent {
	readonly low: number;
	readonly high: number;
	/** Whether heights are told apart by their logarithm: the largest is a hundred times the least. */
	readonly logarithmic: boolean;
}

/** The heights of several series; numbers that are not finite have none. */
export function extentOf(series: readonly Series[]): Extent {
	const all = series.flatMap(({ values }) => Array.from(values).filter(Number.isFinite));
	if (!all.length) return { low: 0, high: 1, logarithmic: false };
	const least = all.reduce((a, b) => Math.min(a, b));
	const high = all.reduce((a, b) => Math.max(a, b));
	const logarithmic = least > 0 && high > 100 * least;
	return {
		low: logarithmic ? least : Math.min(0, least),
		high: high > least || high > 0 ? high : 1,
		logarithmic
	};
}

/** How high a value stands, from 0 to 1; null where it is no number. */
export function height({ low, high, logarithmic }: Extent, value: number): number | null {
	if (!Number.isFinite(value)) return null;
	return logarithmic ? Math.log(value / low) / Math.log(high / low || 1) : (value - low) / (high - low || 1);
}

/** Where the k-th number of a series stands: at the update after which it is known. */
export const updateOf = ({ every }: Series, k: number): number => (k + 1) * every - 1;

/** A path for `x` of an update and `y` of a height. Where no number is finite, the line breaks. */
export function pathOf(
	series: Series,
	extent: Extent,
	x: (update: number) => number,
	y: (height: number) => number
): string {
	let path = '';
	let pen = 'M';
	let pixel = NaN;
	let [low, high] = [Infinity, -Infinity];
	const flush = () => {
		if (low > high) return;
		path += `${pen}${pixel} ${y(low).toFixed(1)}`;
		if (high > low) path += `L${pixel} ${y(high).toFixed(1)}`;
		pen = 'L';
		[low, high] = [Infinity, -Infinity];
	};
	for (let k = 0; k < series.values.length; k++) {
		const at = height(extent, series.values[k]!);
		const column = Math.round(x(updateOf(series, k)));
		if (column !== pixel || at === null) flush();
		pixel = column;
		if (at === null) pen = 'M';
		else [low, high] = [Math.min(low, at), Math.max(high, at)];
	}
	flush();
	return path;
}

/** The update after which the loss on what is held out was least; null where nothing is held out. */
export function bestUpdate(history: History): number | null {
	const series = seriesOf(history, 'val.loss');
	return series && history.best !== null ? updateOf(series, history.best) : null;
}
