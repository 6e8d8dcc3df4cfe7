/**
 * Attention as a picture: which scopes are heads, what their matrices are, what positions are called, and which of the
 * matrices a step is about. A head is known by its parts, "scores", "softmax" and "weighted values", and by nothing else.
 */
import { ancestry, leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { isHead, part, PARTS } from './has.ts';

/** One of the matrices queries × keys that follow from each other. */
export interface Stage {
	readonly name: string;
	readonly tensor: Tensor;
}

export interface Head {
	readonly scope: Scope;
	readonly q: Tensor;
	readonly k: Tensor;
	readonly v: Tensor;
	/** d_k × keys: the keys, turned. */
	readonly turned: Tensor;
	/** Scores, perhaps scaled, perhaps masked, and weights. */
	readonly stages: readonly Stage[];
	/** Queries × keys of 1 and 0; null where everybody may look at everything. */
	readonly mask: Tensor | null;
	readonly weights: Tensor;
	readonly output: Tensor;
	readonly queries: readonly string[];
	readonly keys: readonly string[];
}

const headIn = (node: Node): node is Scope => isHead(node);

const heads = (node: Node): Scope[] =>
	node.kind === 'leaf' ? [] : isHead(node) ? [node] : node.children.flatMap(heads);

const lastOp = (scope: Scope, op: string): Leaf | undefined =>
	leavesOf(scope).findLast(({ call }) => call.op.name === op);

/** Ops that keep each position in its own row, and which of their inputs have the same rows. */
const KEEPS_ROWS: Readonly<Record<string, readonly number[]>> = {
	matmul: [0],
	where: [1],
	embedding: []
};

/** What the rows of a tensor are called: found on the way back to the words they came from; numbers where there are none. */
export function namesOf(tensor: Tensor): readonly string[] {
	const rows = tensor.shape[0]!;
	const seen = new Set<Tensor>();
	const search = (x: Tensor): readonly string[] | null => {
		if (seen.has(x) || x.shape[0] !== rows) return null;
		seen.add(x);
		if (x.names) return x.names;
		const call = x.writer?.call;
		if (!call) return null;
		if (call.op.name === 'embedding') return search(call.xs[1]!);
		const inputs = KEEPS_ROWS[call.op.name] ?? call.xs.keys();
		for (const k of inputs) {
			const found = search(call.xs[k]!);
			if (found) return found;
		}
		return null;
	};
	return search(tensor) ?? Array.from({ length: rows }, (_, k) => String(k));
}

/** The matrices of a head; null where it is not made of products of two matrices. */
export function headOf(scope: Scope): Head | null {
	const [scores, softmax, values] = PARTS.map((name) => part(scope, name)!);
	const product = lastOp(scores!, 'matmul');
	const weights = lastOp(softmax!, 'softmax')?.out;
	const average = lastOp(values!, 'matmul');
	const [q, turned] = product?.call.xs ?? [];
	const k = turned?.writer?.call.op.name === 'transpose' ? turned.writer.call.xs[0] : undefined;
	if (!product || !weights || !average || !q || !turned || !k || product.out.shape.length !== 2) return null;
	const scaled = part(scope, 'scale') && lastOp(part(scope, 'scale')!, 'div')?.out;
	const where = lastOp(scope, 'where');
	return {
		scope,
		q,
		k,
		v: average.call.xs[1]!,
		turned,
		stages: [
			{ name: 'scores', tensor: product.out },
			...(scaled ? [{ name: 'scale', tensor: scaled }] : []),
			...(where ? [{ name: 'mask', tensor: where.out }] : []),
			{ name: 'softmax', tensor: weights }
		],
		mask: where?.call.xs[0] ?? null,
		weights,
		output: average.out,
		queries: namesOf(q),
		keys: namesOf(k)
	};
}

/** The scope of forward that a scope of backward is the way back through. */
function forwardOf(scope: Scope): Scope | null {
	if (scope.phase !== 'backward') return scope;
	const way = leavesOf(scope).find(({ call, parent }) => call.dy !== null && parent.parent === scope);
	const writer = way?.call.y.writer;
	return (writer && ancestry(writer).filter(headIn).at(-1)) ?? null;
}

/**
 * The heads to draw: those beside the one that a node belongs to, which comes along; or, of a larger part, its last ones; or
 * else the last ones before it in the same phase.
 */
export function headsAround(node: Node): { readonly current: Scope; readonly all: readonly Scope[] } | null {
	const above = ancestry(node);
	const phase = above[1];
	const before = () =>
		phase ? heads(phase).findLast(({ start, steps }) => start + steps <= node.start + node.steps) : undefined;
	const found = above.findLast(headIn) ?? heads(node).at(-1) ?? before();
	const current = found ? forwardOf(found) : null;
	return current && { current, all: current.parent ? beside(current) : [current] };
}

const beside = (head: Scope): readonly Scope[] => head.parent!.children.filter(headIn);

/** A matrix as it is shown: its values, or in backward its gradient. */
export interface Shown {
	readonly stage: Stage;
	readonly tensor: Tensor;
}

/** The matrix that a leaf is about; else the last one of which something is known. */
export function shownOf({ stages }: Head, leaf: Leaf, known: (tensor: Tensor) => number): Shown {
	const back = leaf.phase === 'backward';
	const own = stages.find(({ tensor }) => leaf.out === tensor || leaf.out === tensor.grad);
	if (own) return { stage: own, tensor: leaf.out };
	const reached = back ? stages.find(({ tensor }) => tensor.grad && known(tensor.grad) > 0) : undefined;
	if (reached) return { stage: reached, tensor: reached.tensor.grad! };
	const stage = stages.findLast(({ tensor }) => known(tensor) > 0) ?? stages[0]!;
	return { stage, tensor: stage.tensor };
}

export interface Focus {
	/** The query and the key that a cell belongs to. */
	readonly row: number | null;
	readonly column: number | null;
}

/** Which query and which key a cell is about. */
export function focusOf(head: Head, out: Tensor, cell: number): Focus {
	const of = out.gradientOf ?? out;
	const across = of.shape.at(-1) ?? 1;
	const [row, column] = [Math.floor(cell / across), cell % across];
	if (head.stages.some(({ tensor }) => tensor === of)) return { row, column };
	if (of === head.turned) return { row: null, column };
	if (of === head.q || of === head.output) return { row, column: null };
	if (of === head.k || of === head.v) return { row: null, column: row };
	return { row: null, column: null };
}

/** Whether a mask keeps a query from looking at a key. */
export const closed = ({ mask, keys }: Head, row: number, column: number): boolean =>
	mask !== null && mask.data[row * keys.length + column] === 0;

/** Whom a query looks at, from the most to the least; nobody where its row is not known. */
export function looks(head: Head, row: number, known: number): readonly { key: number; weight: number }[] {
	const n = head.keys.length;
	if (known < (row + 1) * n) return [];
	return head.keys
		.map((_, key) => ({ key, weight: head.weights.data[row * n + key]! }))
		.filter(({ key }) => !closed(head, row, key))
		.sort((a, b) => b.weight - a.weight);
}
