/** Where a place of a trace lies in its block diagram: computed once for a trace, asked at every step. */
import { ancestry, leavesOf, normOf, waysBack, type Leaf, type Node, type Tensor, type Trace } from '#engine';
import { contributions } from '../cell/wiring.ts';
import type { Block, Box, Column, Residual } from './boxes.ts';
import { boxesIn, columnsOf, restOf } from './columns.ts';

/** A gradient that comes back to what a shortcut goes around, in two parts. */
export interface Ways {
	readonly through: readonly Tensor[];
	readonly past: readonly Tensor[];
}

export interface Diagram {
	readonly columns: readonly Column[];
	/** Parts of forward without a box. */
	readonly rest: readonly Node[];
	/** The box that an op of forward belongs to, or one of backward is the way back through. */
	readonly boxOf: ReadonlyMap<Leaf, Box>;
	/** The way back through a box, a block or a column. */
	backOf(node: Node): Node | undefined;
	readonly columnOf: ReadonlyMap<Box, Column>;
	readonly waysOf: ReadonlyMap<Residual, Ways>;
}

const diagrams = new WeakMap<Trace, Diagram>();

export function diagramOf(trace: Trace): Diagram {
	let diagram = diagrams.get(trace);
	if (!diagram) diagrams.set(trace, (diagram = draw(trace)));
	return diagram;
}

function draw({ root }: Trace): Diagram {
	const columns = columnsOf(root);
	const columnOf = new Map(columns.flatMap((column) => boxesIn(column).map((box) => [box, column] as const)));
	const boxOf = new Map<Leaf, Box>();
	for (const box of columnOf.keys()) for (const leaf of leavesOf(box.node)) boxOf.set(leaf, box);
	const ways = waysBack(root);
	const backOf = (node: Node) => ways.get(node)?.[0];
	for (const box of columnOf.keys()) {
		const back = backOf(box.node);
		// Sums of gradients are among it.
		if (back) for (const leaf of leavesOf(back)) boxOf.set(leaf, box);
	}
	const residuals = columns.flatMap(({ blocks }) => blocks.flatMap(({ residuals }) => residuals));
	return {
		columns,
		rest: restOf(root, columns),
		boxOf,
		backOf,
		columnOf,
		waysOf: new Map(residuals.map((residual) => [residual, waysOf(residual)]))
	};
}

function waysOf({ input, sum }: Residual): Ways {
	const all = contributions(input);
	const past = all.filter(({ writer }) => writer!.call.y === sum.out);
	return { past, through: all.filter((tensor) => !past.includes(tensor)) };
}

const sizes = new WeakMap<readonly Tensor[], number>();

/** ‖∂L/∂x‖ of what comes along one way, which may be several tensors that are added. */
export function sizeOf(parts: readonly Tensor[]): number {
	let size = sizes.get(parts);
	if (size !== undefined) return size;
	const sums = parts[0]?.data.map((_, k) => parts.reduce((sum, { data }) => sum + data[k]!, 0)) ?? [];
	sizes.set(parts, (size = normOf(sums)));
	return size;
}

/** From which step on a column is what happens: its own scope's start where it is alone in it. */
const begins = (column: Column, columns: readonly Column[]): number => {
	const { parent } = column.scope;
	const alone = parent && columns.filter(({ scope }) => ancestry(scope).includes(parent)).length === 1;
	return alone ? parent.start : boxesIn(column)[0]!.node.start;
};

/** The column that another one looks at. */
export const lookedAt = ({ blocks }: Column): Column | null =>
	blocks.flatMap(({ residuals }) => residuals).find(({ across }) => across)?.across ?? null;

/** The column to draw: one that looks across at another, if there is one; of several the one that was begun last. */
export function mainOf({ columns, boxOf, columnOf }: Diagram, leaf: Leaf): Column {
	const across = columns.filter(lookedAt);
	const choice = across.length ? across : columns;
	const box = boxOf.get(leaf);
	const own = box && columnOf.get(box);
	return (
		choice.find((column) => column === own) ??
		choice.findLast((column) => begins(column, columns) <= leaf.start) ??
		choice[0]!
	);
}

/** Of a column's blocks, the one that is drawn in full: the last that was begun, on the way there or on the way back. */
export function openIn({ blocks }: Column, diagram: Diagram, done: number): Block {
	const back = blocks.find(({ scope }) => (diagram.backOf(scope)?.start ?? Infinity) < done);
	return back ?? blocks.findLast(({ scope }) => scope.start < done) ?? blocks[0]!;
}
