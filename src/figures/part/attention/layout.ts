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
	/** Whether the names of keys are too long to stand upright, and how many letters a name may have. */
	readonly tilted: boolean;
	readonly letters: number;
	/** What is left beside it for the lines of who looks at whom; 0 where there is no room for them. */
	readonly lines: number;
	readonly box: Readonly<Record<'A' | 'Q' | 'K' | 'V' | 'Z', Box>>;
}

/** A cell of the matrix is no larger and, but on a phone, no smaller; the least on a phone can still be told apart. */
const LARGEST = 120;
const SMALLEST = { desk: 24, phone: 18 } as const;
/** Below this width it is a phone. */
const PHONE = 480;
/** What the lines beside the picture take of the width at least, and what keeps both apart. */
const LINES = 212;
const BESIDE = 24;
const GAP = 8;
/** What the name of the queries takes, above them, and that of the outputs. */
const [LETTERS, OUTPUTS] = [76, 64];
const LINE = 17;
/** How wide a letter of a name is, about, and how long a name may be. */
const LETTER = 7;
const LONGEST = { desk: 9, phone: 7 } as const;
/** How much of the room features take, and at least; how large the cell of one is. */
const SHARE = 0.15;
const STRIP = { desk: 40, phone: 22 } as const;
const [THIN, THICK] = [1.5, 16];

export interface Size {
	readonly width: number;
	readonly height: number;
	/** The smallest cell, where it is not that of a desk or a phone. */
	readonly least?: number;
}

/**
 * The largest cell with which a head fits the room: queries and values, of so many features, beside the matrix; where these
 * are 0, the matrix alone. The lines of who looks at whom stand beside it where that costs the matrix little.
 */
export function layoutOf(
	queries: readonly string[],
	keys: readonly string[],
	features: number,
	values: number,
	room: Size
): Layout {
	const alone = features === 0;
	// From afar as on a phone: the matrix needs the room more than what stands around it.
	const screen = room.width < PHONE || room.least !== undefined ? 'phone' : 'desk';
	const longest = (words: readonly string[]) =>
		LETTER * Math.min(LONGEST[screen], Math.max(...words.map((word) => word.length)));
	const most = Math.max(STRIP[screen], SHARE * Math.min(room.width, room.height));
	const strip = (n: number) => (n ? n * Math.max(THIN, Math.min(THICK, most / n)) : 0);
	const [deep, wide] = [strip(features), strip(values)];
	const left = alone ? longest(queries) + GAP : Math.max(LETTERS, deep + GAP + longest(queries) + GAP);
	const right = alone ? 0 : GAP + Math.max(wide, OUTPUTS);
	const across = (width: number) => Math.floor((width - left - right) / keys.length);
	// Names of keys that are tilted need more of the height than those that are not.
	const down = (names: number) =>
		Math.floor((room.height - deep - names - (alone ? 0 : GAP + wide)) / queries.length);
	const upright = LINE + 2;
	const tall = longest(keys) * 0.72 + 14;
	const sized = (width: number) => {
		const straight = Math.min(LARGEST, across(width), down(upright));
		const tilted = longest(keys) > straight + 4;
		return { tilted, unit: tilted ? Math.min(LARGEST, across(width), down(tall)) : straight };
	};
	const smallest = room.least ?? SMALLEST[screen];
	const full = sized(room.width);
	const both = sized(room.width - LINES - BESIDE);
	const lines = !alone && both.unit >= Math.max(smallest, 0.8 * full.unit);
	const { tilted, unit: fit } = lines ? both : full;
	const unit = Math.max(smallest, fit);
	const top = deep + (tilted ? tall : upright);
	const [breadth, length] = [keys.length * unit, queries.length * unit];
	const end = left + breadth;
	const width = end + right;
	const plain = { label: [0, 0], anchor: 'start' } as const;
	return {
		unit,
		width,
		height: top + length + (alone ? 0 : GAP + wide),
		tilted,
		letters: LONGEST[screen],
		lines: lines ? Math.min(room.width - width - BESIDE, 2 * LINES) : 0,
		box: {
			A: { x: left, y: top, width: breadth, height: length, ...plain },
			Q: { x: 0, y: top, width: deep, height: length, label: [0, top - 10], anchor: 'start' },
			K: { x: left, y: 0, width: breadth, height: deep, label: [left - GAP, deep / 2], anchor: 'end' },
			V: {
				x: left,
				y: top + length + GAP,
				width: breadth,
				height: wide,
				label: [left - GAP, top + length + GAP + wide / 2],
				anchor: 'end'
			},
			Z: { x: end + GAP, y: top, width: wide, height: length, label: [end + GAP, top - 10], anchor: 'start' }
		}
	};
}
