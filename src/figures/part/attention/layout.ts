/** Where the parts of a head's picture lie, in pixels. */

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	/** Where its letter stands. */
	readonly label: readonly [x: number, y: number];
	readonly anchor: 'start' | 'middle' | 'end';
}

export interface Layout {
	/** The side of a cell of the matrix. */
	readonly unit: number;
	readonly width: number;
	readonly height: number;
	/** Whether the names of keys are too long to stand upright. */
	readonly tilted: boolean;
	readonly box: Readonly<Record<'A' | 'Q' | 'K' | 'V' | 'Z', Box>>;
}

const LARGEST = 42;
const SMALLEST = 24;
/** What the lines beside the picture take of the room, where there is enough for both. */
export const LINES = 212;
const BESIDE = 24;
const GAP = 8;
/** What the name of the queries takes, above them. */
const LETTERS = 76;
const LINE = 17;
/** How wide a letter of a name is, about, and how long a name may be. */
const LETTER = 7;
const LONGEST = 9;

export function layoutOf(
	queries: readonly string[],
	keys: readonly string[],
	features: number,
	values: number,
	room: number
): Layout {
	const longest = (words: readonly string[]) =>
		LETTER * Math.min(LONGEST, Math.max(...words.map((word) => word.length)));
	const strip = (n: number) => n * Math.max(1.5, Math.min(8, (room < 480 ? 40 : 56) / n));
	const [deep, wide] = [strip(features), strip(values)];
	const left = Math.max(LETTERS, deep + GAP + longest(queries) + GAP);
	// The name of the outputs needs room, too.
	const right = GAP + Math.max(wide, 64);
	const fit = (width: number) => Math.floor((width - left - right) / keys.length);
	const beside = fit(room - LINES - BESIDE);
	const unit = Math.max(SMALLEST, Math.min(LARGEST, beside >= SMALLEST ? beside : fit(room)));
	const tilted = longest(keys) > unit + 4;
	const names = tilted ? longest(keys) * 0.72 + 14 : LINE + 2;
	const top = deep + names;
	const [across, down] = [keys.length * unit, queries.length * unit];
	const end = left + across;
	const plain = { label: [0, 0], anchor: 'start' } as const;
	return {
		unit,
		width: end + right,
		height: top + down + GAP + wide,
		tilted,
		box: {
			A: { x: left, y: top, width: across, height: down, ...plain },
			Q: { x: 0, y: top, width: deep, height: down, label: [0, top - 10], anchor: 'start' },
			K: { x: left, y: 0, width: across, height: deep, label: [left - GAP, deep / 2], anchor: 'end' },
			V: {
				x: left,
				y: top + down + GAP,
				width: across,
				height: wide,
				label: [left - GAP, top + down + GAP + wide / 2],
				anchor: 'end'
			},
			Z: { x: end + GAP, y: top, width: wide, height: down, label: [end + GAP, top - 10], anchor: 'start' }
		}
	};
}
