/** What a pixel shows of a plane that has more cells than pixels: its numbers' mean, or one of them that tells more. */
import type { Tensor } from '#engine';
import { amiss } from './paint.ts';
import type { Region } from './plane.ts';

/** A picture has no more pixels along a side than can be told apart. */
const PIXELS = 256;

/** How many rows and columns a pixel of a region stands for, and how many pixels there are. */
export function pixelsOf({ rows, columns }: Pick<Region, 'rows' | 'columns'>) {
	const [down, across] = [Math.ceil(rows / PIXELS), Math.ceil(columns / PIXELS)];
	return { down, across, high: Math.ceil(rows / down), wide: Math.ceil(columns / across) };
}

/** Rows and columns of a plane, each from one to before another. */
export interface Rectangle {
	readonly top: number;
	readonly left: number;
	readonly bottom: number;
	readonly right: number;
}

/**
 * A number that is so many times the root of the mean square around it is no noise: of a gradient the only row that is not 0,
 * say. Of n numbers, the only one that is not 0 is √n times as large: where there are few, nearly as much will do.
 */
const STANDS_OUT = 6;
const NEARLY = 0.9;
/** A mean that is a smaller share of it tells nothing of how large the numbers are: they cancel, as random weights do. */
const TELLING = 0.5;

/**
 * One number for a rectangle of a plane that begins at cell `offset` of its tensor and has `columns` columns, as far as it is
 * known: the first number that went wrong; else the one that stands out; else the mean; and where numbers cancel, the one in
 * the middle, so that the grain of many pixels is that of the numbers. −∞ where a mask put it everywhere; undefined where
 * nothing is known yet.
 */
export function summaryOf(
	tensor: Tensor,
	offset: number,
	columns: number,
	{ top, left, bottom, right }: Rectangle,
	known: number
): number | undefined {
	const { data } = tensor;
	let [count, masked, sum, squares, most] = [0, 0, 0, 0, 0];
	for (let row = top; row < bottom; row++) {
		const end = Math.min(offset + row * columns + right, known);
		for (let k = offset + row * columns + left; k < end; k++) {
			const value = data[k]!;
			if (value - value !== 0) {
				if (amiss(tensor, value)) return value;
				masked++;
				continue;
			}
			count++;
			sum += value;
			squares += value * value;
			if (Math.abs(value) > Math.abs(most)) most = value;
		}
	}
	if (!count) return masked ? -Infinity : undefined;
	const [mean, scale] = [sum / count, Math.sqrt(squares / count)];
	if (Math.abs(most) > Math.min(STANDS_OUT, NEARLY * Math.sqrt(count)) * scale) return most;
	if (Math.abs(mean) >= TELLING * scale) return mean;
	const middle = offset + ((top + bottom) >> 1) * columns + ((left + right) >> 1);
	return middle < known && Number.isFinite(data[middle]) ? data[middle] : mean;
}

/** So many regions of a tensor are kept. */
const MOST_KEPT = 8;

const kept = new WeakMap<Tensor, Map<string, Float64Array>>();

/**
 * What each pixel of a region shows. Of what is known as a whole, and of which a pixel is more than a cell, it is kept: a
 * tensor is written once, and to look through millions of numbers takes longer than a step may.
 */
export function summariesOf(
	tensor: Tensor,
	offset: number,
	plane: Pick<Region, 'rows' | 'columns'>,
	region: Region,
	known: number
): (row: number, column: number) => number | undefined {
	const { down, across, high, wide } = pixelsOf(region);
	const [lastRow, lastColumn] = [region.top + region.rows, region.left + region.columns];
	const summary = (row: number, column: number) => {
		const [top, left] = [region.top + row * down, region.left + column * across];
		const [bottom, right] = [Math.min(lastRow, top + down), Math.min(lastColumn, left + across)];
		return summaryOf(tensor, offset, plane.columns, { top, left, bottom, right }, known);
	};
	if (down * across === 1 || known < offset + plane.rows * plane.columns) return summary;
	const key = [offset, plane.columns, region.top, region.left, region.rows, region.columns].join();
	let pictures = kept.get(tensor);
	if (!pictures) kept.set(tensor, (pictures = new Map()));
	let pixels = pictures.get(key);
	if (!pixels) {
		pixels = Float64Array.from({ length: high * wide }, (_, k) => summary(Math.floor(k / wide), k % wide)!);
		// What one has zoomed past is not looked at again.
		if (pictures.size >= MOST_KEPT) pictures.clear();
		pictures.set(key, pixels);
	}
	const found = pixels;
	return (row, column) => found[row * wide + column];
}
