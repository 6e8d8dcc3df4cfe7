/** The vector between two sequences: as high as there are numbers that pass, between what stands before and after it. */
import { size } from '#engine';
import type { Tensor } from '#engine';
import type { Row } from './rows.ts';

/** The width of each side, where it becomes narrower or wider. */
export const FUNNEL = 16;
const COLUMNS = 4;
const CELL = { width: 36, height: 15 } as const;
/** More numbers than these are a picture, not higher than them. */
const MOST = 40;
const BETWEEN = 18;

export interface Box {
	readonly tensor: Tensor;
	readonly top: number;
	readonly rows: number;
	readonly columns: number;
	/** The height of a row. */
	readonly unit: number;
}

export interface ContextVector {
	readonly width: number;
	readonly height: number;
	/** Where arrows meet it. */
	readonly middle: number;
	readonly count: number;
	readonly printed: boolean;
	readonly boxes: readonly Box[];
	/** The path of its sides. */
	readonly outline: string;
}

const heightOf = (rows: readonly Row[]): number => rows.reduce((sum, { height }) => sum + height + 16, -16);

/** From the top row's states on, which stand beside each other. */
export function contextVectorOf(
	begins: readonly Tensor[],
	before: readonly Row[],
	after: readonly Row[]
): ContextVector {
	const count = begins.reduce((sum, { data }) => sum + data.length, 0);
	const printed = count <= MOST;
	const unit = printed ? CELL.height : (CELL.height * MOST) / count;
	const { middle } = after[0]!;
	const heights = begins.map(({ data }) => Math.ceil(data.length / COLUMNS) * unit);
	const inside = heights.reduce((sum, height) => sum + height + BETWEEN, -BETWEEN);
	const first = Math.max(0, middle - inside / 2);
	const boxes = begins.map((tensor, k) => ({
		tensor,
		top: heights.slice(0, k).reduce((sum, height) => sum + height + BETWEEN, first),
		rows: Math.ceil(size(tensor.shape) / COLUMNS),
		columns: COLUMNS,
		unit
	}));
	const [left, right] = [heightOf(before), heightOf(after)];
	const width = COLUMNS * CELL.width + 2 * FUNNEL;
	const [from, to, bottom] = [FUNNEL, width - FUNNEL, first + inside];
	const outline =
		`M0 0L${from} ${first}L${from} ${bottom}L0 ${left}Z` +
		`M${width} 0L${to} ${first}L${to} ${bottom}L${width} ${Math.max(right, bottom + BETWEEN)}Z`;
	return { width, height: Math.max(left, right, bottom + BETWEEN), middle, count, printed, boxes, outline };
}
