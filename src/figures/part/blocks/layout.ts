/** Where boxes and wires lie: a row for each column, from left to right, the one that is looked at above. In pixels. */
import type { Leaf, Tensor } from '#engine';
import type { Point } from '../cell/wiring.ts';
import type { Block, Box, Column } from './boxes.ts';
import { boxesIn } from './columns.ts';
import { rowOf, type Drawn } from './row.ts';

/** Something in a row, in its place. */
export interface Item extends Drawn {
	readonly x: number;
	readonly y: number;
	readonly height: number;
}

export interface Wire {
	readonly carries: Tensor;
	readonly into: readonly Box[];
	/** The one op that reads it, where its box has several. */
	readonly sum: Leaf | null;
	readonly path: readonly Point[];
	readonly name: 'K' | 'V' | null;
}

/** What is written at a shortcut: how much of the gradient comes past the part, and how much through it. */
export interface Label {
	readonly residual: Block['residuals'][number];
	readonly x: number;
	readonly y: number;
}

export interface Frame {
	readonly block: Block;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface Layout {
	readonly items: readonly Item[];
	readonly wires: readonly Wire[];
	readonly labels: readonly Label[];
	readonly frames: readonly Frame[];
	/** Where the rows begin. */
	readonly rows: readonly number[];
	/** How far a row's title may reach. */
	readonly free: number;
	/** How high a box is. */
	readonly full: number;
	readonly width: number;
	readonly height: number;
}

/** A row, from its top: the frame of a block, the boxes, the shortcuts under them. */
export const FRAME = { top: 26, height: 106 } as const;
const TOP = 36;
/** How high a box is, where there is no more room. */
export const HEIGHT = 62;
const SHORTCUT = 16;
const ROW = FRAME.top + FRAME.height + 3;
const BETWEEN = 12;
/** What lies before a box: at least room for an arrow; more at the edge of a block. */
const LEAST = 6;
const MOST = 24;
const EDGE = 7;

/** In a room so wide, with boxes so much higher than they must be. */
export function layoutOf(columns: readonly (readonly [Column, Block])[], room: number, stretch = 0): Layout {
	const full = HEIGHT + stretch;
	const [center, bypass] = [TOP + full / 2, TOP + full + SHORTCUT];
	const rows = columns.map(([column, open]) => rowOf(column, open));
	const gap = Math.min(
		MOST,
		...rows.map((row) => {
			const fixed = row.reduce((sum, { width, edge }) => sum + width + (edge ? EDGE : 0), 2);
			return Math.max(LEAST, (room - fixed) / (row.length - 1));
		})
	);
	/** How far before a box a shortcut branches off. */
	const before = Math.min(7, gap - 1);
	const items: Item[] = [];
	const tops = rows.map((_, k) => k * (ROW + stretch + BETWEEN));
	rows.forEach((row, k) => {
		let x = 1 - gap;
		for (const item of row) {
			const { width, edge } = item;
			x += gap + (edge ? EDGE : 0);
			const height = item.circle ? width : full;
			items.push({ ...item, x, y: tops[k]! + center - height / 2, height });
			x += width;
		}
	});
	const at = (box: Box): Item => items.find(({ boxes }) => boxes.includes(box))!;
	const [frames, labels, wires]: [Frame[], Label[], Wire[]] = [[], [], []];
	columns.forEach(([column, open], k) => {
		const middle = tops[k]! + center;
		const row = items.filter(({ boxes }) => boxesIn(column).includes(boxes[0]!));
		row.slice(1).forEach((item, n) => {
			const from = row[n]!;
			const path: Point[] = [
				[from.x + from.width, middle],
				[item.x, middle]
			];
			wires.push({ carries: from.boxes.at(-1)!.out, into: item.boxes, sum: null, path, name: null });
		});
		for (const residual of open.residuals) {
			const { boxes, adds, input, sum } = residual;
			const [first, last] = [at(boxes[0]!), at(adds)];
			const [branch, end, under] = [first.x - before, last.x + last.width / 2, tops[k]! + bypass];
			const path: Point[] = [
				[branch, middle],
				[branch, under],
				[end, under],
				[end, last.y + last.height]
			];
			wires.push({ carries: input, into: [adds], sum, path, name: null });
			labels.push({ residual, x: branch + 5, y: under });
		}
		const [first, last] = [at(open.residuals[0]!.boxes[0]!), at(open.residuals.at(-1)!.boxes.at(-1)!)];
		const x = first.x - before - 5;
		frames.push({
			block: open,
			x,
			y: tops[k]! + FRAME.top,
			width: last.x + last.width + 5 - x,
			height: FRAME.height + stretch
		});
	});
	const crossings = crossingsOf(
		columns.map(([column]) => column),
		items
	);
	return {
		items,
		wires: [...wires, ...crossings],
		labels,
		frames,
		rows: tops,
		free: Math.min(room, ...crossings.map(({ path }) => path.at(-1)![0])) - 28,
		full,
		width:
			Math.max(...items.map(({ x, width }) => x + width), ...crossings.map(({ path }) => path[1]![0])) + 1,
		height: tops.at(-1)! + ROW + stretch
	};
}

/** From the end of a column down to each part that looks at it: its keys and values. */
function crossingsOf(columns: readonly Column[], items: readonly Item[]): Wire[] {
	return columns.flatMap(({ blocks }) =>
		items.flatMap((item) => {
			const residual = blocks
				.flatMap(({ residuals }) => residuals)
				.find(({ part, across }) => across && columns.includes(across) && item.boxes.includes(part));
			if (!residual) return [];
			const { part, across } = residual;
			const source = items.findLast(({ boxes }) => boxes.some((box) => box.out === across!.output))!;
			const end = source.x + source.width;
			const y = source.y + source.height / 2;
			const trunk = item.y - TOP - BETWEEN / 2 + 2;
			return (['K', 'V'] as const).map((name, k): Wire => {
				const x = item.x + item.width / 2 + (k ? 13 : -13);
				const path: Point[] = [
					[end, y],
					[end + 15, y],
					[end + 15, trunk],
					[x, trunk],
					[x, item.y]
				];
				return { carries: across!.output, into: item.block ? item.boxes : [part], sum: null, path, name };
			});
		})
	);
}
