/** What stands along two edges of a grid: the names of its rows and columns where they have any, else their numbers. */
import type { Tensor } from '#engine';
import { meanings, placesOf, type Names } from '#engine/places.ts';
import { gridOf, type Grid } from './grid.ts';
import type { Region } from './plane.ts';

export interface Labels {
	readonly rows: Names | null;
	readonly columns: Names | null;
}

/** Of a plane of a tensor, as it is laid: names belong to a whole axis, or to nothing of it. */
export function labelsOf(tensor: Tensor, rows: number, columns: number, transposed: boolean): Labels {
	// In a list of names each cell carries its own.
	const places = tensor.shape.length === 1 && meanings(tensor) ? [] : placesOf(tensor);
	// A single row, such as a state that has read many words, is called by one only where it was looked up for it.
	const tells = tensor.shape.length > 1 && (tensor.shape.at(-2) !== 1 || tensor.writer?.call.op.ids);
	const [down, across] = [tells ? places.at(-2) : null, places.at(-1)];
	const fits = (names: Names | null | undefined, n: number) => (names?.length === n ? names : null);
	return transposed
		? { rows: fits(across, rows), columns: fits(down, columns) }
		: { rows: fits(down, rows), columns: fits(across, columns) };
}

/** Lines of type lie so far from each other, in pixels, and a letter is so wide. */
const [LINE, LETTER] = [11, 6.4];
/** Of a longer name, the beginning. */
const LONGEST = 12;

export const shortened = (name: string): string =>
	name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;

export interface Margins {
	readonly left: number;
	readonly top: number;
	/** Whether all have their names: of cells too small for that, only rows that are marked, and no column. */
	readonly every: readonly [rows: boolean, columns: boolean];
	/** Whether the names of columns stand upright, because cells are narrower than they. */
	readonly upright: boolean;
}

/** So much of their size is left to cells beside their names; where it would be less, names take room of their own. */
const ENOUGH = 0.75;

/** A grid with its labels, in so much room: names take their share of it, unless numbers could not be read then. */
export function labelled(
	region: Region,
	room: number,
	labels: Labels,
	numbered: boolean,
	fixed: boolean
): { readonly grid: Grid; readonly margins: Margins } {
	const bare = gridOf(region, room, [0, 0]);
	const margins = marginsOf(
		labels,
		bare.unit,
		numbered,
		region.top + region.rows * (region.gap?.[0] ?? 1) - 1
	);
	const edges = [margins.left, margins.top] as const;
	const whole = gridOf(region, room, edges);
	if (fixed || !(labels.rows || labels.columns)) return { grid: whole, margins };
	const less = gridOf(region, room - Math.max(...edges), edges);
	const grid = less.unit[1] < ENOUGH * bare.unit[1] || (bare.legible && !less.legible) ? whole : less;
	const [width, height] = grid.unit;
	return { grid, margins: { ...margins, every: [height >= LINE, width >= LINE] } };
}

/** How much room the names of a tensor's columns take over a plane that is so large: none where its cells are too narrow for them. */
export function namesOver(tensor: Tensor, side: number): number {
	const [rows, columns] = [tensor.shape.at(-2) ?? 1, tensor.shape.at(-1) ?? 1];
	const unit = side / Math.max(rows, columns);
	return marginsOf(labelsOf(tensor, rows, columns, false), [unit, unit], false).top;
}

/** How wide a number is that stands beside a row or over a column, with some room around it. */
export const numberWidth = (number: number): number => String(number).length * LETTER + 6;

/** How much room labels take beside cells of so many pixels, where the last row that is shown has such a number. */
export function marginsOf(
	{ rows, columns }: Labels,
	[width, height]: readonly [number, number],
	numbered: boolean,
	lastRow = 0
): Margins {
	const long = (names: Names) => Math.max(...names.map((name) => shortened(name).length)) * LETTER + 12;
	const upright = columns !== null && long(columns) > width;
	return {
		left: Math.max(rows ? long(rows) : 0, numbered ? Math.max(30, numberWidth(lastRow) + 6) : 0),
		top: columns && width >= LINE ? (upright ? long(columns) : 22) : numbered ? 22 : 0,
		every: [height >= LINE, width >= LINE],
		upright
	};
}
