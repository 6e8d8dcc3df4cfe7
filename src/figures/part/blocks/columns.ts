/**
 * A Transformer as a block diagram. Blocks in one scope are a column, with what leads to it and what follows it. Where a
 * block has its shortcuts, and which column looks across at which, is found by what is read.
 */
import { ancestry, isPart, leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { isList } from '#engine/partName.ts';
import { namesOf } from '../attention/head.ts';
import { outOf } from '../out.ts';
import { box, isNorm, type Box, type Column } from './boxes.ts';
import { residualsOf } from './residuals.ts';

const isScope = (node: Node): node is Scope => node.kind === 'scope';
const within = (node: Node, scope: Node): boolean => ancestry(node).includes(scope);

/** The scopes that hold blocks side by side. */
const stacks = (node: Node): Scope[] =>
	!isScope(node) ? [] : node.children.some(isBlock) ? [node] : node.children.flatMap(stacks);

const isBlock = (node: Node): boolean => isPart(node, 'block') && node.phase === 'forward';

/** All columns of a trace, in the order in which they run. */
export function columnsOf(root: Scope): Column[] {
	const columns: Column[] = [];
	const all = stacks(root);
	for (const scope of all) {
		const blocks = scope.children
			.filter((node) => isScope(node))
			.filter(isBlock)
			.map((block) => ({
				scope: block,
				residuals: residualsOf(block).map((found) => ({
					...found,
					across: acrossFrom(found.part.node, columns)
				}))
			}))
			.filter(({ residuals }) => residuals.length);
		if (!blocks.length) continue;
		const last = scope.children.indexOf(blocks.at(-1)!.scope);
		const behind = scope.children.slice(last + 1).map((node) => box(node));
		const output = behindNorm(outOf(scope));
		columns.push({
			scope,
			blocks,
			output,
			before: before(blocks[0]!.residuals[0]!.input, all),
			after: [...behind, ...after(outOf(scope), all)]
		});
	}
	return columns;
}

/** What a norm that alone reads a column's end makes of it, such as the last one of an encoder; else the end itself. */
function behindNorm(end: Tensor): Tensor {
	const readers = end.readers.filter(({ leaf }) => leaf.phase === 'forward').map(({ leaf }) => leaf);
	const norms = new Set(readers.map((leaf) => ancestry(leaf).find(isNorm)));
	const [norm] = norms;
	return norm && norms.size === 1 ? outOf(norm) : end;
}

/** The column whose output a part reads, also where it remembers keys and values that an earlier run of it made. */
function acrossFrom(part: Node, columns: readonly Column[]): Column | null {
	const outputs = new Map(columns.map((column) => [column.output, column]));
	const seen = new Set<Tensor>();
	const search = (leaf: Leaf): Column | null => {
		for (const x of leaf.reads) {
			if (seen.has(x)) continue;
			seen.add(x);
			const found = outputs.get(x);
			if (found) return found;
			if (!x.writer || !ancestry(x.writer).some((node) => isPart(node, 'attention'))) continue;
			const further = search(x.writer);
			if (further) return further;
		}
		return null;
	};
	for (const leaf of leavesOf(part)) {
		const found = search(leaf);
		if (found) return found;
	}
	return null;
}

/** The innermost scope around an op, but none that holds a column. */
const around = (leaf: Leaf, stacks: readonly Scope[]): Node =>
	stacks.some((stack) => within(stack, leaf.parent)) ? leaf : leaf.parent;

/** What leads to a column, such as an embedding. */
function before(input: Tensor, stacks: readonly Scope[]): Box[] {
	const boxes: Box[] = [];
	let writer = input.writer;
	while (writer) {
		const node = around(writer, stacks);
		boxes.unshift(box(node));
		const own = leavesOf(node);
		const from = own
			.flatMap(({ reads }) => reads)
			.find((x) => x.differentiable && x.writer && !own.includes(x.writer));
		writer = from?.writer ?? null;
	}
	return boxes;
}

/** What follows a column, such as the scores of words; what another column does with it is not among it. */
function after(output: Tensor, stacks: readonly Scope[]): Box[] {
	const boxes: Box[] = [];
	for (let at = output; at.differentiable; at = boxes.at(-1)!.out) {
		const reader = at.readers.find(
			({ leaf }) => leaf.phase === 'forward' && !stacks.some((stack) => within(leaf, stack))
		);
		if (!reader) break;
		boxes.push(box(around(reader.leaf, stacks)));
	}
	return boxes;
}

export const boxesIn = ({ before, blocks, after }: Column): readonly Box[] => [
	...before,
	...blocks.flatMap(({ residuals }) => residuals.flatMap(({ boxes }) => boxes)),
	...after
];

/** What a node is called; one of a list that only has a number, by the list: "layers 0". */
export const nameOf = ({ name, parent }: Node): string =>
	/^\d+$/.test(name) && parent ? `${parent.name} ${name}` : name;

/** What holds a column: where that only lists blocks, the side or the part of the network that it belongs to. */
export function sideOf({ scope }: Column): Scope {
	const above = ancestry(scope).slice(1) as Scope[];
	return above.findLast((node) => isPart(node, 'side')) ?? above.findLast((node) => !isList(node)) ?? scope;
}

/** A column that writes one word after the other is run again for each. */
export const turnOf = ({ scope }: Column): Node | null =>
	ancestry(scope).findLast((node) => isPart(node, 'word')) ?? null;

/** What a column is called, and the words it reads: "decoder · <start> je t' aime". */
export function titleOf(column: Column): string {
	const { blocks } = column;
	const names = namesOf(blocks[0]!.residuals[0]!.input);
	const words = names.every((name, k) => name === String(k)) ? '' : names.join(' ');
	return [sideOf(column).name, turnOf(column)?.name, words].filter(Boolean).join(' · ');
}

/** The parts of forward that no column has a box for, such as the weights being taken apart. */
export const restOf = (root: Scope, columns: readonly Column[]): readonly Node[] => {
	const boxes = columns.flatMap(boxesIn);
	return root.children
		.filter((node) => node.phase === 'forward')
		.flatMap((node) => (isPart(node, 'network') ? node.children : [node]))
		.filter((part) => !boxes.some(({ node }) => within(node, part)));
};
