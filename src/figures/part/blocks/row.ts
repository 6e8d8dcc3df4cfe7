/** What stands in a row of the diagram: how it is written, and how wide it is, in pixels. */
import { leavesOf } from '#engine';
import type { Block, Box, Column } from './boxes.ts';

/** A box, or a block that is not drawn in full. */
export interface Drawn {
	readonly boxes: readonly Box[];
	readonly block: Block | null;
	readonly lines: readonly string[];
	/** An addition on its own. */
	readonly circle: boolean;
	readonly width: number;
	/** Whether it is the first in a block, or behind one. */
	readonly edge: boolean;
}

const CIRCLE = 26;
const PART = 66;
const OTHER = 38;
const FOLDED = 52;
const LETTER = 6.1;

/** What an op is called in the figure of a network. */
const WHAT: Readonly<Record<string, string>> = {
	matmul: 'linear',
	crossEntropy: 'softmax',
	softmax: 'softmax',
	argmax: 'argmax'
};

/** A box's name in lines, without the number that tells it from others of its kind. */
function linesOf({ node, kind }: Box): string[] {
	const name = node.name.replace(/ \d+$/, '');
	const lines = name
		.replace(' & ', ' &_')
		.replace('-', '- ')
		.split(' ')
		.map((line) => line.replace('_', ' '));
	const what =
		kind === 'other' ? leavesOf(node).flatMap(({ call }) => WHAT[call.op.name] ?? [])[0] : undefined;
	return what && what !== name ? [...lines, `(${what})`] : lines;
}

/** A row from left to right: what leads to a column, its blocks, and what follows it. */
export function rowOf({ before, blocks, after }: Column, open: Block): Drawn[] {
	const one = (box: Box, edge = false): Drawn => {
		const ops = leavesOf(box.node);
		const circle = ops.length === 1 && ops[0]!.call.op.name === 'add';
		const lines = linesOf(box);
		const letters = Math.max(...lines.map(({ length }) => length));
		const width = circle ? CIRCLE : Math.max(box.kind === 'part' ? PART : OTHER, letters * LETTER + 10);
		return { boxes: [box], block: null, lines, circle, width, edge };
	};
	const inBlocks = blocks.flatMap((block) => {
		const boxes = block.residuals.flatMap(({ boxes }) => boxes);
		if (block === open) return boxes.map((box, k) => one(box, k === 0));
		const lines = block.scope.name.split(' ');
		return [{ boxes, block, lines, circle: false, width: FOLDED, edge: true }];
	});
	return [
		...before.map((box) => one(box)),
		...inBlocks,
		...after.map((box, k) => one(box, k === 0 && blocks.length > 0))
	];
}
