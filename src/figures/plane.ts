/** A tensor as planes: its last two axes, one plane for each place along the others. */
import { coordinates, type Shape } from '#engine';

export interface PlaneAt {
	readonly index: number;
	readonly offset: number;
	readonly rows: number;
	readonly columns: number;
	/** "channel 2 of 8". */
	readonly name: string;
}

export function planeOf(shape: Shape, cell: number): PlaneAt {
	const rows = shape.at(-2) ?? 1;
	const columns = shape.at(-1) ?? 1;
	const index = Math.floor(cell / (rows * columns));
	const outer = shape.slice(0, -2);
	const at = coordinates(outer, index);
	const names =
		outer.length === 1
			? ['matrix']
			: outer.map((_, d) =>
					d === outer.length - 1 ? 'channel' : d === outer.length - 2 ? 'image' : `axis ${d}`
				);
	const name = outer.flatMap((d, k) => (d === 1 ? [] : [`${names[k]} ${at[k]} of ${d}`])).join(', ');
	return { index, offset: index * rows * columns, rows, columns, name };
}

/** Row and column of a cell in its plane. */
export const inPlane = (shape: Shape, cell: number): readonly [row: number, column: number] => {
	const columns = shape.at(-1) ?? 1;
	return [Math.floor(cell / columns) % (shape.at(-2) ?? 1), cell % columns];
};
