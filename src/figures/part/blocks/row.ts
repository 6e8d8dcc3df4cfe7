/** What stands in a row of the diagram: how it is written, and how wide it is, in pixels. */
import { leavesOf, type Node } from '#engine';
import { alike } from '#engine/alike.ts';
import { partName } from '#engine/partName.ts';
import type { Block, Box, Column } from './boxes.ts';
import { nameOf } from './columns.ts';

/** A box, or blocks that are not drawn in full: several that are alike, in a row, are one. */
export interface Drawn {
	readonly boxes: readonly Box[];
	/** None of a box. */
	readonly blocks: readonly Block[];
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

/** So many letters fit a line, where a name in code is broken. */
const LINE = 10;

/** A name in code, such as self_attn_layer_norm or PositionalEncoding, in lines of few words. */
function brokenUp(name: string): string[] {
	const lines: string[] = [];
	for (const word of name
		.replace(/([a-z])([A-Z])/g, '$1_$2')
		.split('_')
		.filter(Boolean)) {
		const last = lines.at(-1);
		if (last && last.length + word.length < LINE) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

/** What stands in a box: of what has only a number, its class, else the name without the number that tells it from others. */
function wordsFor(node: Node): string {
	const name = partName(node);
	return (name === node.name ? nameOf(node) : name).replace(/ \(?\d+\)?$/, '');
}

/** A box's name in lines. */
function linesOf({ node, kind }: Box): string[] {
	const name = wordsFor(node);
	const lines = name
		.replace(' & ', ' &_')
		.replace('-', '- ')
		.split(' ')
		.flatMap((line) => (line.startsWith('&') ? [line.replace('_', ' ')] : brokenUp(line)));
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
		return { boxes: [box], blocks: [], lines, circle, width, edge };
	};
	const inBlocks = folded(blocks, open).flatMap((run) => {
		const boxes = run.flatMap(({ residuals }) => residuals.flatMap(({ boxes }) => boxes));
		if (run[0] === open) return boxes.map((box, k) => one(box, k === 0));
		return [{ boxes, blocks: run, lines: titleOf(run), circle: false, width: FOLDED, edge: true }];
	});
	return [
		...before.map((box) => one(box)),
		...inBlocks,
		...after.map((box, k) => one(box, k === 0 && blocks.length > 0))
	];
}

/** Fewer blocks in a row than these are drawn one by one. */
const LEAST = 3;

/** The blocks before and behind the open one, those that are alike together. */
function folded(blocks: readonly Block[], open: Block): Block[][] {
	const runs: Block[][] = [];
	for (const block of blocks) {
		const run = runs.at(-1);
		const joins = run && block !== open && run[0] !== open && alike(run[0]!.scope, block.scope);
		if (joins) run.push(block);
		else runs.push([block]);
	}
	return runs.flatMap((run) => (run.length < LEAST ? run.map((block) => [block]) : [run]));
}

/** "blocks", "0 … 4", "× 5" */
function titleOf(run: readonly Block[]): string[] {
	const first = nameOf(run[0]!.scope).split(' ');
	if (run.length === 1) return first;
	const last = nameOf(run.at(-1)!.scope).split(' ').at(-1)!;
	return [...first.slice(0, -1), `${first.at(-1)!} … ${last}`, `× ${run.length}`];
}
