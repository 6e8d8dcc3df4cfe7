/**
 * The shortcuts of a block, found by what its sums read: a sum that adds something from before a part to what came through
 * the part. Norms are declared; one that reads a sum belongs to it where the next shortcut begins behind the norm, and to the
 * next part where the shortcut goes past it.
 */
import { isPart, leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { isList } from '#engine/partName.ts';
import { box, isNorm, type Residual } from './boxes.ts';

/** The sum of a child of a block: an op of its own, or one that was declared to be a shortcut's. */
function sumIn(node: Node): Leaf | undefined {
	const leaves = node.kind === 'leaf' ? [node] : isPart(node, 'residual') ? leavesOf(node) : [];
	return leaves.find(({ call }) => call.op.name === 'add' && call.xs.length === 2);
}

interface Sum {
	/** Its place among the block's children. */
	readonly at: number;
	readonly leaf: Leaf;
	/** What goes around. */
	readonly input: Tensor;
}

/** What weights a part multiplies by; a formula of one number for each, such as GELU, has sums that are no shortcuts. */
const PRODUCTS: readonly string[] = ['matmul', 'conv2d', 'convTranspose2d'];
const hasWeights = (node: Node): boolean =>
	leavesOf(node).some(({ call }) => PRODUCTS.includes(call.op.name));

/** The children of a scope, and in place of one that says nothing and holds shortcuts, or one other, its own. */
const opened = ({ children }: Scope): Node[] =>
	children.flatMap((node) =>
		(isList(node) && node.children.length === 1) ||
		(node.kind === 'scope' && !node.part && hasWeights(node) && residualsOf(node).length)
			? opened(node)
			: [node]
	);

export function residualsOf(scope: Scope): Omit<Residual, 'across'>[] {
	const children = opened(scope);
	/** Which child writes a tensor. */
	const place = new Map(children.flatMap((node, k) => leavesOf(node).map(({ out }) => [out, k] as const)));
	const sums: Sum[] = [];
	children.forEach((node, at) => {
		const leaf = sumIn(node);
		if (!leaf) return;
		const from = (sums.at(-1)?.at ?? -1) + 1;
		/** What came through a part since the last sum; a norm alone is no part. */
		const through = (x: Tensor) => {
			const k = place.get(x) ?? -1;
			return k >= from && k < at && !isNorm(children[k]!);
		};
		const [a, b] = leaf.call.xs as [Tensor, Tensor];
		const computes = children.slice(from, at).some(hasWeights);
		if (computes && through(a) !== through(b)) sums.push({ at, leaf, input: through(a) ? b : a });
	});
	let begin = 0;
	return sums.map(({ at, leaf, input }, k) => {
		const before = children.slice(begin, at);
		const part = before.filter((node) => !isNorm(node)).reduce((a, b) => (b.steps > a.steps ? b : a));
		const next = sums[k + 1];
		const norm = children[at + 1];
		const behind = norm && isNorm(norm) && next?.input !== leaf.out ? [norm] : [];
		begin = at + 1 + behind.length;
		const partBox = box(part, 'part');
		const adds = box(children[at]!, 'sum');
		return {
			boxes: [
				...before.map((node) => (node === part ? partBox : box(node, isNorm(node) ? 'norm' : 'other'))),
				adds,
				...behind.map((node) => box(node, 'norm'))
			],
			part: partBox,
			adds,
			input,
			sum: leaf
		};
	});
}
