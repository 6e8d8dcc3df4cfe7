import { PADDING, type Cell } from './op.ts';
import { coordinates, type Shape, type Tensor } from './tensor.ts';
import { plain, valueOf } from './tex.ts';

const AXES: readonly (readonly string[])[] = [
	[],
	['position'],
	['row', 'column'],
	['channel', 'row', 'column'],
	['image', 'channel', 'row', 'column']
];

/** The axes of a shape in words; kernels pass their own. */
const axes = (shape: Shape): readonly string[] => AXES[shape.length] ?? shape.map((_, d) => `axis ${d}`);

/** "row 0, column 1"; axes of length 1 are left out. */
export function where(shape: Shape, index: number, names = axes(shape)): string {
	const parts = coordinates(shape, index).flatMap((at, d) => (shape[d] === 1 ? [] : [`${names[d]} ${at}`]));
	return parts.join(', ');
}

/** What sentences call a tensor: "input", "gradient of kernel". */
export const called = (tensor: Tensor): string => tensor.label;

/** "input row 0, column 1" or "padding". */
export function at([tensor, index]: Cell): string {
	if (index === PADDING) return 'padding';
	const place = where(tensor.shape, index);
	return place ? `${called(tensor)} ${place}` : called(tensor);
}

/** "input row 0, column 1 (3)". */
export const withValue = (cell: Cell): string => `${at(cell)} (${plain(valueOf(cell))})`;
