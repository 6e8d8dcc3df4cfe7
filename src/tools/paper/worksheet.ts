/**
 * Exercises from a part of a trace: cells that it writes, drawn by a seed, to be worked out by hand. What they are worked
 * out from is given, as tables where those are small and number by number elsewhere; the key has every answer with its
 * numbers.
 */
import {
	leavesOf,
	pathName,
	random,
	size,
	sym,
	PADDING,
	type Cell,
	type Leaf,
	type Node,
	type Random,
	type Tensor
} from '#engine';
import { placesOf } from '#engine/places.ts';
import { at, capital, where, the } from '#engine/words.ts';

export interface Exercise {
	/** "a", "b", … */
	readonly letter: string;
	readonly leaf: Leaf;
	readonly cell: number;
	/** "The output, row 0, column 1". */
	readonly asked: string;
	/** What the equations call its tensor, in TeX; null where that is what it is called anyway. */
	readonly symbol: string | null;
	/** What is read and stands in no table of the sheet: few numbers one by one, a window as a table of its own. */
	readonly reads: readonly { readonly name: string; readonly value: string }[];
	readonly windows: readonly Table[];
	/** The equation with its numbers, in TeX. */
	readonly tex: string;
	readonly value: string;
}

/** A plane of a tensor. */
export interface Table {
	readonly title: string;
	/** What the equations call the tensor, in TeX; null for a piece of one, and where that is what it is called. */
	readonly symbol: string | null;
	readonly columns: readonly string[] | null;
	readonly rows: readonly {
		readonly name: string | null;
		/** A number; the letter of an exercise; nothing, where it is not given. */
		readonly cells: readonly string[];
	}[];
	/** Whether it is to be filled in. */
	readonly blank: boolean;
}

export interface Worksheet {
	readonly part: string;
	readonly seed: number;
	/** `set` is what the op was given beside numbers: "stride: 2 (how far the window moves each time)". */
	readonly equations: readonly {
		readonly about: string;
		readonly tex: string;
		readonly set: readonly string[];
	}[];
	readonly tables: readonly Table[];
	readonly exercises: readonly Exercise[];
}

/** Nobody adds more by hand. */
const MOST_STEPS = 16;
/** What fits a sheet as a table: rows, columns, and planes. */
const TABLE = { rows: 12, columns: 10, planes: 3 };
/** Of the cells that are asked, so many are not 0, where there are enough. */
const NOT_ZERO = 0.7;
/** How many cells of one op are looked at: more than any sheet asks. */
const MOST_CELLS = 4000;

export const MOST_EXERCISES = 26;

/** Four digits: enough for three in the answer. */
export const written = (value: number): string =>
	(Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value)).replace('-', '−');

/** Null where nothing of the part can be worked out by hand. `count` is from 1 to 26. */
export function worksheet(part: Node, seed: number, count: number): Worksheet | null {
	const leaves = leavesOf(part);
	const drawn = draw(leaves, random(seed), count);
	if (!drawn.length) return null;
	const inside = new Set(leaves.map(({ out }) => out));
	const used = leaves.filter((leaf) => drawn.some((one) => one.leaf === leaf));
	const given = [...new Set(used.flatMap(needed))].filter((x) => !inside.has(x) && isSmall(x));
	const asked = [...new Set(used.map(({ out }) => out))].filter(isSmall);
	const letters = new Map(drawn.map(({ leaf, cell }, k) => [`${leaf.out.name} ${cell}`, letterOf(k)]));
	return {
		part: pathName(part),
		seed,
		equations: used
			.map(({ rule, call }) => ({ about: rule.about(call), tex: rule.tex(call), set: setOf(call) }))
			.filter(
				({ tex, set }, k, all) =>
					all.findIndex((other) => other.tex === tex && `${other.set}` === `${set}`) === k
			),
		tables: [
			...given.flatMap((x) => tablesOf(x, (cell) => written(x.data[cell]!), false)),
			...asked.flatMap((x) => tablesOf(x, (cell) => letters.get(`${x.name} ${cell}`) ?? '', true))
		],
		exercises: drawn.map(({ leaf, cell }, k) => exercise(leaf, cell, letterOf(k), new Set(given)))
	};
}

/** On the way back an op reads what forward kept, such as who won: by hand that is found in what forward was given. */
const needed = ({ reads, call }: Leaf): readonly Tensor[] =>
	call.dy && call.saved.length ? [...reads, ...call.xs] : reads;

/** Defaults that leave a formula as it is: no padding, nothing switched on or off; for a window also no gaps and no groups. */
const NOTHING: ReadonlySet<string> = new Set(['0', 'false', 'true', 'none']);
const isNothing = (usual: string, { family }: Leaf['call']['op']): boolean =>
	NOTHING.has(usual) || (usual === '1' && (family === 'convolution' || family === 'pooling'));

/** Attributes with their values, or what the op takes where they are left out; one that changes nothing is not spoken of. */
function setOf({ op, attrs }: Leaf['call']): string[] {
	const given = (attrs ?? {}) as Readonly<Record<string, unknown>>;
	return Object.entries(op.attributes ?? {}).flatMap(([name, says]) => {
		const [, what = says, usual] = /^(.*?)(?: \(([^()]*)\))?$/.exec(says) ?? [];
		const value = given[name] === undefined ? usual : said(given[name]);
		// Both ways of a window may be given: "1×1".
		const asUsual = usual !== undefined && value?.split('×').every((one) => one === usual);
		if (value === undefined || (asUsual && isNothing(usual, op))) return [];
		return [`${inWords(name)}: ${value} (${what})`];
	});
}

/** "learningRate" as it is said: "learning rate". */
const inWords = (name: string): string =>
	name.replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`);

/** A name of a program stays as it is. */
const titleOf = ({ name, label }: Tensor, said = label): string => (label === name ? label : capital(said));

const symbolOf = (tensor: Tensor): string | null => {
	const symbol = sym(tensor);
	// "relu" is written as \text{relu}, or so, in an equation.
	const letters = symbol.replace(/\\[a-zA-Z]+|[^\w.]/g, '');
	return letters.toLowerCase() === tensor.label.toLowerCase() ? null : symbol;
};

const said = (value: unknown): string =>
	Array.isArray(value) ? value.join('×') : String(value).replace('-', '−');

const letterOf = (k: number): string => String.fromCharCode(97 + k);

/** From so many on, numbers of one tensor are easier to read as a table. */
const WINDOW = 4;

/** The rectangle of a plane that cells of a tensor are; null where they are none. */
function windowOf(cells: readonly Cell[]): Table | null {
	const [tensor] = cells[0]!;
	const { rows, columns } = planeOf(tensor);
	const places = cells.map(([, cell]) => [Math.floor(cell / columns), cell % columns] as const);
	const [down, across] = [0, 1].map((axis) => places.map((place) => place[axis]!)) as [number[], number[]];
	const [top, bottom, left, right] = [
		Math.min(...down),
		Math.max(...down),
		Math.min(...across),
		Math.max(...across)
	];
	const [height, width] = [bottom - top + 1, right - left + 1];
	const isWhole = cells.length === height * width && Math.floor(top / rows) === Math.floor(bottom / rows);
	if (cells.length < WINDOW || !isWhole || width > TABLE.columns) return null;
	const from = top * columns + left;
	return {
		title: `From ${at([tensor, from])}`,
		symbol: null,
		columns: null,
		rows: Array.from({ length: height }, (_, r) => ({
			name: null,
			cells: Array.from({ length: width }, (_, c) => written(tensor.data[from + r * columns + c]!))
		})),
		blank: false
	};
}

function exercise(leaf: Leaf, cell: number, letter: string, given: ReadonlySet<Tensor>): Exercise {
	const { rule, call, out, perCell } = leaf;
	const place = where(out, cell);
	const open = readsOf(leaf, cell).filter(([x]) => !given.has(x));
	const listed = [...new Set(open.map(([x]) => x))].map((tensor) => {
		const cells = open.filter(([x]) => x === tensor);
		return { cells, window: windowOf(cells) };
	});
	return {
		letter,
		leaf,
		cell,
		asked: titleOf(out, the(out)) + (place && `, ${place}`),
		symbol: symbolOf(out),
		reads: listed
			.flatMap(({ cells, window }) => (window ? [] : cells))
			.map((one) => ({ name: capital(at(one)), value: written(one[0].data[one[1]]!) })),
		windows: listed.flatMap(({ window }) => window ?? []),
		tex: (rule.cell?.(call, cell) ?? rule.step(call, cell, perCell - 1)).tex,
		value: written(out.data[cell]!)
	};
}

function readsOf({ rule, call, perCell }: Leaf, cell: number): Cell[] {
	const found = new Map<string, Cell>();
	for (let s = 0; s < perCell; s++)
		for (const one of rule.step(call, cell, s).reads)
			if (one[1] !== PADDING) found.set(`${one[0].name} ${one[1]}`, one);
	return [...found.values()];
}

interface Drawn {
	readonly leaf: Leaf;
	readonly cell: number;
}

/** Cells in the order of the trace, of every op in turn. No answer is among the numbers that another one is given. */
function draw(leaves: readonly Leaf[], dice: Random, count: number): Drawn[] {
	const able = leaves.filter(canBeWorkedOut);
	const piles = able.map((leaf) => shuffled(cellsOf(leaf), dice));
	const chosen: Drawn[] = [];
	const taken = new Set<string>();
	const shown = new Set<string>();
	const take = (wanted: (leaf: Leaf, cell: number) => boolean, most: number) => {
		for (let more = true; more && chosen.length < most;) {
			more = false;
			for (const [k, leaf] of able.entries()) {
				const pile = piles[k]!;
				const at = pile.findIndex((cell) => wanted(leaf, cell) && isFree(leaf, cell));
				if (at < 0 || chosen.length >= most) continue;
				const [cell] = pile.splice(at, 1) as [number];
				chosen.push({ leaf, cell });
				taken.add(`${leaf.out.name} ${cell}`);
				for (const [x, index] of readsOf(leaf, cell)) shown.add(`${x.name} ${index}`);
				more = true;
			}
		}
	};
	const isFree = (leaf: Leaf, cell: number) =>
		!shown.has(`${leaf.out.name} ${cell}`) &&
		readsOf(leaf, cell).every(([x, index]) => !taken.has(`${x.name} ${index}`));
	const isNotZero = ({ out }: Leaf, cell: number) => out.data[cell] !== 0;
	/** A sum of noughts teaches nothing. */
	const isFull = (leaf: Leaf, cell: number) => {
		const reads = readsOf(leaf, cell);
		return 2 * reads.filter(([x, index]) => x.data[index] !== 0).length >= reads.length;
	};
	take((leaf, cell) => isNotZero(leaf, cell) && isFull(leaf, cell), Math.ceil(NOT_ZERO * count));
	take(isNotZero, Math.ceil(NOT_ZERO * count));
	take(() => true, count);
	return chosen.sort((a, b) => a.leaf.start - b.leaf.start || a.cell - b.cell);
}

/** What only moves numbers is no exercise. */
const canBeWorkedOut = ({ call, perCell }: Leaf): boolean =>
	!call.op.unknown && call.op.family !== 'shape' && perCell <= MOST_STEPS;

const cellsOf = ({ out: { data } }: Leaf): number[] =>
	Array.from({ length: Math.min(data.length, MOST_CELLS) }, (_, k) =>
		data.length <= MOST_CELLS ? k : Math.floor((k * data.length) / MOST_CELLS)
	).filter((cell) => Number.isFinite(data[cell]));

function shuffled(cells: number[], dice: Random): number[] {
	for (let k = cells.length - 1; k > 0; k--) {
		const other = dice.integer(0, k);
		[cells[k], cells[other]] = [cells[other]!, cells[k]!];
	}
	return cells;
}

const planeOf = ({ shape }: Tensor) => ({ rows: shape.at(-2) ?? 1, columns: shape.at(-1) ?? 1 });

function isSmall(tensor: Tensor): boolean {
	const { rows, columns } = planeOf(tensor);
	const planes = size(tensor.shape) / (rows * columns);
	return rows <= TABLE.rows && columns <= TABLE.columns && planes <= TABLE.planes;
}

function tablesOf(tensor: Tensor, text: (cell: number) => string, blank: boolean): Table[] {
	const { rows, columns } = planeOf(tensor);
	const places = placesOf(tensor);
	const [down, across] = [tensor.shape.length > 1 ? (places.at(-2) ?? null) : null, places.at(-1) ?? null];
	const planes = size(tensor.shape) / (rows * columns);
	return Array.from({ length: planes }, (_, plane) => ({
		title: titleOf(tensor) + (planes > 1 ? `, ${plane}` : ''),
		symbol: symbolOf(tensor),
		columns: across,
		rows: Array.from({ length: rows }, (_, r) => ({
			name: down?.[r] ?? null,
			cells: Array.from({ length: columns }, (_, c) => text((plane * rows + r) * columns + c))
		})),
		blank
	}));
}
