/**
 * Points of a plane with a class each, as text: a row for each point, `x, y, class`, as a spreadsheet exports it. Commas,
 * semicolons, tabs or spaces keep the numbers apart; a row of words at the top is passed over.
 */

export interface Point {
	readonly x: number;
	readonly y: number;
	/** Counted from 0. */
	readonly label: number;
}

/** More points than these are one blot. */
export const MOST_POINTS = 500;

export interface Taken {
	readonly points: readonly Point[];
	/** Where classes have names: which name stands for which class. */
	readonly names: readonly string[] | null;
}

export type Read = Taken | { readonly refusal: string };

/** A decimal comma is a comma between digits where something else keeps the numbers apart. */
const cellsOf = (row: string): string[] => {
	const separator = row.includes(';')
		? /\s*;\s*/
		: row.includes('\t')
			? /\t/
			: row.includes(',')
				? /\s*,\s*/
				: /\s+/;
	return row
		.split(separator)
		.map((cell) =>
			cell
				.trim()
				.replace(/^"(.*)"$/, '$1')
				.replace('−', '-')
		)
		.map((cell) => (separator.source.includes(',') ? cell : cell.replace(/^(-?\d+),(\d+)$/, '$1.$2')));
};

/** A row as Python prints it stands in brackets, with a comma after them; some programs end each row with one. */
const bare = (row: string): string =>
	row
		.trim()
		.replace(/^\[?[[(](.*?)[\])],?\]?,?$/, '$1')
		.replace(/(,[^,]*,[^,]+),$/, '$1')
		.trim();

/**
 * Reads points of so many classes, or says in one sentence what is wrong with which row. Labels that are no numbers are
 * classes by name, counted in the order in which they come; −1 and 1 are the classes 0 and 1.
 */
export function readPoints(text: string, most = 2): Read {
	// Points in a link stand in one line, with a bar between them.
	const rows = text
		.split(/\r?\n|\|/)
		.map((row, k) => [bare(row), k + 1] as const)
		.filter(([row]) => row && !row.startsWith('#'));
	if (!rows.length)
		return { refusal: 'There is nothing in it: give a row for each point, such as 0.5, −1, 1.' };
	const isNumber = (cell: string | undefined) =>
		cell !== undefined && cell !== '' && Number.isFinite(Number(cell));
	const cells = rows.map(([row, line]) => [cellsOf(row), line] as const);
	const first = cells[0]![0];
	if (cells.length > 1 && !isNumber(first[0]) && !isNumber(first[1])) cells.shift();
	// A table of pandas counts its rows in a column without a name.
	if (
		first[0] === '' &&
		first.length === 4 &&
		cells.every(([row], k) => row.length === 4 && row[0] === String(k))
	)
		for (const [row] of cells) row.shift();
	if (cells.length > MOST_POINTS)
		return { refusal: `There are ${cells.length} points, and ${MOST_POINTS} is the most: leave some out.` };
	const labels: (readonly [label: string, line: number])[] = [];
	const numbers: [number, number][] = [];
	for (const [row, line] of cells) {
		if (row.length !== 3)
			return {
				refusal: `Row ${line} has ${row.length} ${row.length === 1 ? 'column' : 'columns'}: a point has three, x, y and its class.`
			};
		const bad = row.slice(0, 2).find((cell) => !isNumber(cell));
		if (bad !== undefined)
			return {
				refusal: `Row ${line} has "${bad.slice(0, 20)}" where a number must stand: write it as −1.5.`
			};
		if (row[2] === '') return { refusal: `Row ${line} has no class: write 0 or 1 in its third column.` };
		numbers.push([Number(row[0]), Number(row[1])]);
		labels.push([row[2]!, line]);
	}
	const found = classes(labels, most);
	if ('refusal' in found) return found;
	const { classOf, names } = found;
	return { points: numbers.map(([x, y], k) => ({ x, y, label: classOf(labels[k]![0]) })), names };
}

/** What there is to know of points that are taken, as a sentence: how many are of each class, and what it was called. */
export function tellPoints({ points, names }: Taken): string {
	const count = Math.max(0, ...points.map(({ label }) => label)) + 1;
	const told = Array.from({ length: count }, (_, c) => {
		const own = points.filter(({ label }) => label === c).length;
		return `${own} of class ${c}${names ? `, “${names[c]!.slice(0, 40)}”` : ''}`;
	});
	return `${points.length} ${points.length === 1 ? 'point' : 'points'}: ${told.join(names ? '; ' : ', ')}.`;
}

type Classes =
	| { readonly classOf: (label: string) => number; readonly names: readonly string[] | null }
	| { readonly refusal: string };

function classes(labels: readonly (readonly [label: string, line: number])[], most: number): Classes {
	const values = labels.map(([label]) => Number(label));
	if (values.every((value) => value === -1 || value === 1))
		return { classOf: (label) => (Number(label) === 1 ? 1 : 0), names: null };
	const which = most === 2 ? '0 and 1' : `0 to ${most - 1}`;
	if (values.every(Number.isFinite)) {
		const bad = values.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= most);
		if (bad < 0) return { classOf: Number, names: null };
		const [label, line] = labels[bad]!;
		return { refusal: `Row ${line} has the class ${label.slice(0, 20)}: here the classes are ${which}.` };
	}
	const names = [...new Set(labels.map(([label]) => label))];
	if (names.length <= most) return { classOf: (label) => names.indexOf(label), names };
	const extra = names[most]!;
	const [, line] = labels.find(([label]) => label === extra)!;
	return {
		refusal: `Row ${line} has the class "${extra.slice(0, 20)}", and ${most} others stand above it: here the classes are ${which}.`
	};
}

const rounded = (value: number) => String(Number(value.toFixed(3)));

/** The same as one line, as a control keeps it and a link carries it. */
export const writePoints = (points: readonly Point[]): string =>
	points.map(({ x, y, label }) => `${rounded(x)},${rounded(y)},${label}`).join('|');
