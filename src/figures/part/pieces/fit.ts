/**
 * How large the tensors of a part are drawn in the room that there is, and in how many lines. Cells begin tiny and grow in
 * turn, the smallest first, until nothing fits any more: so those of all tensors are about as large, and what is left of the
 * room goes to those that can use it.
 */
import type { Tensor } from '#engine';
import { meanings } from '#engine/places.ts';
import { largestIn } from '#src/figures/grid/grid.ts';
import { legibleFrom } from '#src/figures/grid/legible.svelte.ts';
import { labelsOf, marginsOf, type Labels } from '#src/figures/grid/labels.ts';
import { LOW } from '#src/figures/grid/marks.ts';
import { foldWidth, planeOf } from '#src/figures/grid/plane.ts';
import type { Piece } from './tiers.ts';
import { broken, linesOf } from './wrap.ts';

/** Cells grow by this much at a time, from those of thumbnails of so many pixels to a share of the room. */
const LEAPS = 1.5;
const GROWS = 1.12;
const THUMBNAIL = 44;
/** A cell of a picture that has to be scrolled, and how much larger than others cells may be. */
const SEEN = 8;
const UNEVEN = 1.5;
/** Of so many words at most each is to be read. */
const WORDS = 16;
/** So many planes of a tensor are drawn. */
export const MOST_PLANES = 64;
/** Between planes of one tensor, and between what stands beside each other and under each other, in pixels. */
export const PLANE_GAP = 6;
const GAP = 14;
/** In rem: what a sign with its arrow takes of the width, and of that its words; a line of a caption of the height, a letter of its width. */
const SIGN = 4.6;
const SIGN_WORDS = 4.4;
const SMALL_SIGN = 1.6;
/** Type of a caption and of a small label, and the arrow of a sign in rem. */
const [NOTE, TICK] = [0.8, 0.7];
const SIGN_AROUND = 1.35;
export const LINE = 1.05;
const LETTER = 0.41;
/** A long caption is at least so wide before it breaks, in rem, and a short one as wide as its letters, which are no wider than so. */
const [CAPTION, NARROW_CAPTION] = [7, 6];
const WIDEST_LETTER = 0.55;
/** A phone has room for two pieces with their signs beside each other. */
export const captionWidth = (caption: string, narrow = false): number =>
	Math.min(narrow ? NARROW_CAPTION : CAPTION, WIDEST_LETTER * caption.length);
/** In pixels. */
const NARROW = 420;
export const isNarrow = (width: number): boolean => width < NARROW;

/** How a tensor is laid out, in cells: its planes in a grid, each of so many rows and columns. */
export interface Extent {
	readonly rows: number;
	readonly columns: number;
	readonly planes: number;
	/** Planes beside each other. */
	readonly across: number;
}

/** `slender` is how many times as high as wide planes are stacked, about. */
export function extentOf({ shape }: Pick<Tensor, 'shape'>, slender = 1): Extent {
	const { rows, columns } = planeOf(shape, 0);
	const all = shape.slice(0, -2).reduce((a, b) => a * b, 1);
	const planes = Math.min(MOST_PLANES, all);
	if (planes > 1) return { rows, columns, planes, across: Math.ceil(Math.sqrt(planes / slender)) };
	const n = rows * columns;
	if (Math.min(rows, columns) > 1 || n <= 16) return { rows, columns, planes: 1, across: 1 };
	const width = foldWidth(n);
	return { rows: Math.ceil(n / width), columns: width, planes: 1, across: 1 };
}

/** Pixels of a tensor, as `Matrix` and `Planes` draw it with cells of `unit` pixels: a very long one is stretched. */
export function drawn(
	{ rows, columns, planes, across }: Extent,
	unit: number
): [width: number, height: number] {
	if (planes > 1) {
		const side = (n: number) => Math.max(3, n * unit);
		const down = Math.ceil(planes / across);
		return [across * (side(columns) + PLANE_GAP) - PLANE_GAP, down * (side(rows) + PLANE_GAP) - PLANE_GAP];
	}
	if (unit >= 4) return [columns * unit, rows * unit];
	const room = unit * Math.max(rows, columns);
	return [Math.min(room, 5 * columns), Math.min(room, 5 * rows)];
}

/** The cell at which a tensor is a thumbnail, from where it grows. */
export const thumbnail = ({ rows, columns, planes, across }: Extent): number =>
	Math.min(4, THUMBNAIL / Math.max(columns * across, rows * Math.ceil(planes / across)));

/** The room of a picture, and what 1rem is in it, in pixels. */
export interface Space {
	readonly width: number;
	readonly height: number;
	readonly rem: number;
}

export interface Fitted {
	/** Tiers in each line. */
	readonly lines: readonly number[];
	readonly extents: readonly (readonly Extent[])[];
	/** The cell of each piece, in pixels. */
	readonly units: readonly (readonly number[])[];
	readonly fits: Fits;
}

type Tiers = readonly (readonly Piece[])[];

/** Something whose cells are to be as large as there is room for. */
export interface Growing {
	/** What a part gives out is to be read first. */
	readonly result: boolean;
	/** Whether it holds words: without them its cells say nothing. */
	readonly words?: boolean;
	unit: number;
}

interface Box extends Growing {
	readonly extent: Extent;
	readonly tier: number;
	/** Beside it, in pixels: the width, and the height in so many lines of tiers. */
	readonly sign: number;
	readonly signHeight: number;
	/** Over it, and what it takes of the width at least. */
	readonly caption: string;
	readonly captionWidth: number;
	/** The names of its rows and columns; null where it has none. */
	readonly labels: Labels | null;
}

/** As the caption of a piece reads: of a gradient short, since all tensors of a way back are gradients. */
export const captionOf = ({ label, shape, gradientOf }: Tensor): string =>
	[gradientOf ? `∇ ${gradientOf.label}` : label, shape.join('×')].filter(Boolean).join(', ');

/** Whether the number of a marked cell stands on a flag beside the tensor, in rem of its width: it has no room under it. */
export const FLAG = 4.2;
export const isFlagged = (extent: Extent, unit: number): boolean =>
	unit < legibleFrom() && drawn(extent, unit)[1] < LOW;

/** Tiers in lines of about the same width in cells. */
export function inLines(widths: readonly number[], lines: number): number[] {
	const all = widths.reduce((a, b) => a + b, 0);
	const counts = Array.from({ length: lines }, () => 0);
	let before = 0;
	for (const width of widths) {
		const line = Math.min(lines - 1, Math.floor((lines * (before + width / 2)) / (all || 1)));
		counts[line]!++;
		before += width;
	}
	return counts.filter((n) => n > 0);
}

/** How large the weights of a sign are drawn, in pixels, in so many lines of tiers, and whether they are named. */
export const weightsOfSign = (lines: number): { readonly side: number; readonly named: boolean } =>
	lines > 2 ? { side: 24, named: false } : { side: 30, named: true };
/** So many weights are drawn under a sign. */
export const MOST_WEIGHTS = 2;

/** What the op, its arrow and its weights take of the height, in pixels, as `Pieces` draws them under each other. */
function signHeight(named: string, weights: readonly Tensor[], lines: number, rem: number): number {
	const { side, named: labelled } = weightsOfSign(lines);
	const under = weights.slice(0, MOST_WEIGHTS).reduce((sum, { label, shape }) => {
		const { rows, columns } = planeOf(shape, 0);
		const planes = shape.slice(0, -2).reduce((a, b) => a * b, 1) > 2 ? 2 : 1;
		const letters = SIGN_WORDS / (LETTER * (TICK / NOTE));
		return (
			sum +
			planes * ((side * rows) / Math.max(rows, columns) + 3) +
			3 +
			(labelled ? 1.2 * TICK * rem * linesOf(broken(label), letters) : 0)
		);
	}, 0);
	return rem * (SIGN_AROUND + 1.2 * NOTE * linesOf(broken(named), SIGN_WORDS / LETTER)) + under;
}

/** The names that stand along a tensor: one of several planes, or a folded one, has none. */
function namesOf(tensor: Tensor, { rows, columns, planes }: Extent): Labels | null {
	if (planes > 1) return null;
	const labels = labelsOf(tensor, rows, columns, false);
	return labels.rows || labels.columns ? labels : null;
}

/** Pixels of a tensor with the names along it. */
const named = ({ extent, unit, labels }: Pick<Box, 'extent' | 'unit' | 'labels'>): [number, number] => {
	const [width, height] = drawn(extent, unit);
	if (!labels) return [width, height];
	const cell = [width / extent.columns, height / extent.rows] as const;
	const { left, top } = marginsOf(labels, cell, false);
	return [left + width, top + height];
};

/** The same of a tensor that is drawn by `Matrix` or `Planes`, with cells of so many pixels. */
export const sizeOf = (tensor: Tensor, extent: Extent, unit: number): [width: number, height: number] =>
	named({ extent, unit, labels: namesOf(tensor, extent) });

/** What a line of tiers and all lines take, in pixels. */
function taken(boxes: readonly Box[], lineOf: readonly number[], lines: number, rem: number) {
	const tiers = lineOf.map(() => ({ width: 0, height: -GAP }));
	for (const box of boxes) {
		const [width, height] = named(box);
		const wide = Math.max(width, box.captionWidth);
		const tier = tiers[box.tier]!;
		const flag = box.result && isFlagged(box.extent, box.unit) ? FLAG * rem : 0;
		tier.width = Math.max(tier.width, box.sign + wide + flag);
		const over = LINE * rem * linesOf(box.caption, wide / (LETTER * rem)) + 6;
		tier.height += GAP + Math.max(height + over, box.signHeight);
	}
	const widths = Array.from({ length: lines }, () => -GAP);
	const heights = Array.from({ length: lines }, () => 0);
	tiers.forEach(({ width, height }, n) => {
		widths[lineOf[n]!]! += width + GAP;
		heights[lineOf[n]!] = Math.max(heights[lineOf[n]!]!, height);
	});
	return { width: Math.max(...widths), height: heights.reduce((a, b) => a + b + GAP, -GAP) };
}

/** What a part gives out is to be read first. */
const levelOf = ({ result }: Growing, level: number): number =>
	result ? Math.max(level, Math.min(legibleFrom(), level / 0.4)) : level;

const rank = ({ result, unit }: Growing): number => (result && unit < legibleFrom() ? 0 : unit);

/** Whether all fits, or at least its width, so that one scrolls down alone. */
export type Fits = 'all' | 'width' | 'none';

export const fitsIn = (all: { width: number; height: number }, { width, height }: Space): Fits =>
	all.width > width ? 'none' : all.height > height ? 'width' : 'all';

/** Lets cells grow in turn as long as all fits; says how far thumbnails do. */
export function grow(boxes: readonly Growing[], largest: number, fits: () => Fits): Fits {
	const first = fits();
	// Where the picture is to be scrolled anyway, cells can at least be seen.
	const may = (level: number) => {
		const now = fits();
		return now === 'all' || (first === 'width' && now === 'width' && level < SEEN);
	};
	// All together first, in leaps and then in steps: most of the way in few tries.
	let level = 1;
	for (const factor of [LEAPS, GROWS])
		for (;;) {
			const before = boxes.map(({ unit }) => unit);
			const next = level * factor;
			for (const box of boxes)
				box.unit = Math.max(box.unit, Math.min(largest, first === 'all' ? levelOf(box, next) : next));
			if (next <= largest && may(next)) level = next;
			else {
				boxes.forEach((box, k) => (box.unit = before[k]!));
				break;
			}
		}
	const growing = new Set(boxes);
	while (growing.size) {
		let box: Growing | null = null;
		for (const one of growing) if (!box || rank(one) < rank(box)) box = one;
		const before = box!.unit;
		box!.unit = Math.min(largest, before * GROWS);
		const grew = may(box!.unit);
		if (!grew) box!.unit = before;
		if (!grew || box!.unit === largest) growing.delete(box!);
	}
	const [reached, grownTo] = [fits(), boxes.map(({ unit }) => unit)];
	// One large number beside a matrix of small ones would say that it is more.
	const legible = boxes.flatMap(({ unit, words }) => (unit >= legibleFrom() && !words ? [unit] : []));
	for (const box of boxes) box.unit = Math.min(box.unit, UNEVEN * Math.min(Infinity, ...legible));
	// Those that stopped within a step of each other are as large as the smaller one.
	const sorted = boxes.map(({ unit }) => unit).sort((a, b) => a - b);
	for (const box of boxes) {
		const unit = sorted.find((other) => box.unit <= other * GROWS * 1.01)!;
		box.unit = unit >= 6 ? Math.floor(unit) : unit;
	}
	// A cell that became too small for its number needs a flag beside it, for which there may be no room.
	if (fits() !== reached) boxes.forEach((box, k) => (box.unit = grownTo[k]!));
	return first;
}

function grown(
	tiers: Tiers,
	count: number,
	slender: number,
	space: Space,
	even: boolean,
	of: typeof extentOf
): Fitted {
	const { width, rem } = space;
	const largest = largestIn(width);
	const extents = tiers.map((tier) => tier.map(({ tensor }) => of(tensor, slender)));
	const lines = inLines(
		extents.map((tier) => (even ? 1 : Math.max(...tier.map((one) => 4 + drawn(one, 4)[0] / 4)))),
		count
	);
	const boxes = tiers.flatMap((tier, n) =>
		tier.map(({ tensor, by, named, sign, weights, result }, m): Box => {
			const extent = extents[n]![m]!;
			return {
				extent,
				tier: n,
				sign: rem * (by ? SIGN : sign ? SMALL_SIGN : 0),
				signHeight: by ? signHeight(named, weights, lines.length, rem) : 0,
				caption: captionOf(tensor),
				captionWidth: captionWidth(captionOf(tensor), isNarrow(width)) * rem,
				labels: namesOf(tensor, extent),
				result,
				words: meanings(tensor) !== null && extent.rows * extent.columns <= WORDS,
				unit: thumbnail(extent)
			};
		})
	);
	const lineOf = lines.flatMap((n, line) => Array.from({ length: n }, () => line));
	const room = () => fitsIn(taken(boxes, lineOf, lines.length, rem), space);
	// Words begin as large as they can be read, if the rest has room beside them.
	const [before, words] = [room(), boxes.filter((box) => box.words)];
	for (const box of words) box.unit = Math.max(box.unit, legibleFrom());
	if (words.length && room() !== before) for (const box of words) box.unit = thumbnail(box.extent);
	const fits = grow(boxes, largest, room);
	const units = tiers.map(() => [] as number[]);
	for (const box of boxes) units[box.tier]!.push(box.unit);
	return { lines, extents, units, fits };
}

/** What a layout is worth that has to be scrolled down, or sideways. */
const WORTH: Readonly<Record<Fits, number>> = { all: 1, width: 0.5, none: 0.1 };

/** How well it can be read: numbers first, then pictures. */
const score = ({ units, lines, fits }: Fitted): number =>
	WORTH[fits] *
	(1 - 0.02 * lines.length) *
	units.flat().reduce((sum, unit) => sum + Math.sqrt(Math.min(unit, legibleFrom() + 16)), 0);

const found = new WeakMap<Tiers, Space & { readonly laid: Fitted }>();

/** The lines, and the stacks of planes, with which most can be read; found once for each room. `of` is how a tensor is laid out. */
export function fitted(tiers: Tiers, { width, height, rem }: Space, of = extentOf): Fitted {
	const last = found.get(tiers);
	if (last && last.width === width && last.height === height && last.rem === rem) return last.laid;
	const space = { width, height, rem };
	const many = tiers.some((tier) => tier.some(({ tensor }) => of(tensor).planes > 1));
	const n = tiers.length;
	const best = (even: boolean) =>
		[...new Set([1, 2, 3, 4, ...(even ? [Math.ceil(n / 2), n] : [])])]
			.filter((count) => count <= n)
			.flatMap((count) =>
				(many ? [1, 2.5] : [1]).map((slender) => grown(tiers, count, slender, space, even, of))
			)
			.reduce((a, b) => (score(b) > score(a) * 1.02 ? b : a));
	let laid = best(false);
	// Signs and captions may leave no room where cells would: then as many tiers stand in each line.
	if (laid.fits !== 'all') laid = [laid, best(true)].reduce((a, b) => (score(b) > score(a) ? b : a));
	found.set(tiers, { ...space, laid });
	return laid;
}

/** The first of several ways to draw a part that fits; else the one that is worth most. */
export function fittedFirst(levels: readonly Tiers[], space: Space): { tiers: Tiers; laid: Fitted } {
	let best: { tiers: Tiers; laid: Fitted } | null = null;
	for (const tiers of levels) {
		const laid = fitted(tiers, space);
		if (laid.fits === 'all') return { tiers, laid };
		if (!best || WORTH[laid.fits] >= WORTH[best.laid.fits]) best = { tiers, laid };
	}
	return best!;
}
