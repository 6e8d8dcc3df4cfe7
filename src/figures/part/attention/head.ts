/**
 * A head of attention as its picture shows it: which matrices it is made of, what its positions are called, and which of
 * the matrices a step is about. What is a head is declared; its matrices are found by following the numbers, from the
 * product of queries and keys through softmax to the product with the values. Several heads may lie in one tensor, one
 * after the other, as in PyTorch: each is a slice of it.
 */
import { placesOf } from '#engine/places.ts';
import { leavesOf, type Leaf, type Scope, type Tensor } from '#engine';

/** A matrix that is a tensor, or one of several that lie in it one after the other. */
export interface Sheet {
	readonly tensor: Tensor;
	/** Where it begins in the tensor. */
	readonly offset: number;
	readonly rows: number;
	readonly columns: number;
}

/** One of the matrices queries × keys that follow from each other. */
export interface Stage {
	readonly name: 'scores' | 'scale' | 'mask' | 'softmax';
	readonly sheet: Sheet;
}

export interface Head {
	readonly scope: Scope;
	readonly name: string;
	/** Which of the heads that lie in the same tensors, counted from 0. */
	readonly slice: number;
	readonly q: Sheet;
	/** Keys × d_k; where the keys cannot be told from their transpose, d_k × keys. */
	readonly k: Sheet;
	readonly kAcross: boolean;
	readonly v: Sheet;
	/** d_k × keys: the keys, turned. */
	readonly turned: Sheet;
	/** Scores, perhaps scaled, perhaps masked, and weights. */
	readonly stages: readonly Stage[];
	/** Scores with −∞ where a query may not look; null where everybody may look at everything. */
	readonly mask: Sheet | null;
	readonly weights: Sheet;
	readonly output: Sheet;
	readonly queries: readonly string[];
	readonly keys: readonly string[];
}

/** What the rows of a tensor are called; numbers where they have no names. */
export function namesOf(tensor: Tensor, rows = tensor.shape[0]!): readonly string[] {
	// The first axis of a tensor of several matrices is not that of the positions.
	const names = tensor.shape.length === 2 ? placesOf(tensor)[0] : null;
	return names?.length === rows ? names : Array.from({ length: rows }, (_, k) => String(k));
}

/** The ops of a head, or of several that are computed at once. */
interface Core {
	readonly product: Leaf;
	/** Between the product and softmax, in order. */
	readonly between: readonly { readonly name: 'scale' | 'mask'; readonly out: Tensor }[];
	readonly softmax: Leaf;
	readonly average: Leaf;
}

const opOf = (x: Tensor | undefined): string | undefined => x?.writer?.call.op.name;

/** What scaling and masking do to scores, and which of their inputs the scores are. */
const BETWEEN: Readonly<Record<string, 'scale' | 'mask'>> = {
	div: 'scale',
	mul: 'scale',
	where: 'mask',
	add: 'mask',
	sub: 'mask'
};

/** Of what an op between the scores and softmax reads, the scores: a mask and a number have no gradient. */
const scoresAmong = (xs: readonly Tensor[]): Tensor | undefined => {
	const computed = xs.filter(({ writer }) => writer);
	return computed.find(({ differentiable }) => differentiable) ?? computed[0];
};

/** What keeps the weights apart from dropping some. */
const DROPS: readonly string[] = ['dropout', 'mul', 'div', 'where', 'reshape'];

const sameMatrices = (a: Tensor, b: Tensor): boolean => a.shape.slice(-2).join() === b.shape.slice(-2).join();

function coreIn(scope: Scope): Core | null {
	const own = leavesOf(scope);
	const softmax = own.findLast(({ call }) => call.op.name === 'softmax');
	// What lies between the weights and the product with the values, such as dropout, keeps their shape.
	const reach = new Set<Tensor>(softmax ? [softmax.out] : []);
	let average: Leaf | undefined;
	for (const leaf of own.slice(softmax ? own.indexOf(softmax) + 1 : own.length)) {
		if (!reach.has(leaf.call.xs[0]!)) continue;
		if (leaf.call.op.name === 'matmul') {
			average = leaf;
			break;
		}
		if (DROPS.includes(leaf.call.op.name)) reach.add(leaf.out);
	}
	if (!softmax || !average) return null;
	const between: { name: 'scale' | 'mask'; out: Tensor }[] = [];
	let x = softmax.call.xs[0]!;
	for (let op = opOf(x); op !== 'matmul'; op = opOf(x)) {
		// Heads that are unfolded from the batch are the same matrices.
		if (op === 'reshape' && sameMatrices(x, x.writer!.call.xs[0]!)) {
			x = x.writer!.call.xs[0]!;
			continue;
		}
		const name = BETWEEN[op ?? ''];
		const next = name && scoresAmong(x.writer!.call.xs);
		if (!name || !next) return null;
		between.unshift({ name, out: x });
		x = next;
	}
	return { product: x.writer!, between, softmax, average };
}

/** How many matrices lie in a tensor. */
const sheetsIn = ({ shape }: Tensor): number => shape.slice(0, -2).reduce((n, d) => n * d, 1);

function sheet(tensor: Tensor, slice: number): Sheet {
	const [rows, columns] = tensor.shape.slice(-2) as [number, number];
	// What all heads share, such as a mask, lies there once.
	const k = slice % sheetsIn(tensor);
	return { tensor, offset: k * rows * columns, rows, columns };
}

/** Whether one tensor is the other with its last two axes turned. */
function isTurned({ writer, shape }: Tensor): boolean {
	const of = writer?.call.op.name === 'transpose' ? writer.call.xs[0]! : null;
	if (!of || of.shape.length !== shape.length || of.shape.length < 2) return false;
	const { axes } = (writer!.call.attrs ?? {}) as { axes?: readonly number[] };
	const n = shape.length;
	const given = axes ?? Array.from({ length: n }, (_, k) => n - 1 - k);
	return given.every((axis, k) => axis === (k === n - 2 ? n - 1 : k === n - 1 ? n - 2 : k));
}

/** How many heads lie in the tensors of a scope; 0 where it is no attention. */
export function headCount(scope: Scope): number {
	const core = coreIn(scope);
	return core ? sheetsIn(core.softmax.out) : 0;
}

/** The matrices of a head; null where a scope is declared as one and holds something else. */
export function headOf(scope: Scope, slice = 0): Head | null {
	const core = coreIn(scope);
	if (!core || core.product.out.shape.length < 2) return null;
	const { product, softmax, average } = core;
	const [q, turned] = product.call.xs as [Tensor, Tensor];
	const count = sheetsIn(softmax.out);
	const known = isTurned(turned) ? turned.writer!.call.xs[0]! : null;
	const at = (tensor: Tensor) => sheet(tensor, slice);
	const weights = at(softmax.out);
	const masked = core.between.findLast(({ name }) => name === 'mask');
	const name = count > 1 ? `head ${(slice % count) + 1}` : scope.name;
	return {
		scope,
		name,
		slice,
		q: at(q),
		k: at(known ?? turned),
		kAcross: known === null,
		v: at(average.call.xs[1]!),
		turned: at(turned),
		stages: [
			{ name: 'scores', sheet: at(product.out) },
			...core.between.map(({ name, out }) => ({ name, sheet: at(out) })),
			{ name: 'softmax', sheet: weights }
		],
		mask: masked ? at(masked.out) : null,
		weights,
		output: at(average.out),
		queries: namesOf(q, weights.rows),
		keys: namesOf(known ?? turned, weights.columns)
	};
}

/** The numbers of a matrix; those of its gradient, where it has one and that is asked for. */
export const numbersOf = ({ tensor, offset, rows, columns }: Sheet): Float64Array =>
	tensor.data.subarray(offset, offset + rows * columns);

/** How many numbers of a matrix are known, when so many of its tensor are. */
export const knownOf = ({ offset, rows, columns }: Sheet, known: number): number =>
	Math.max(0, Math.min(rows * columns, known - offset));

/** The same matrix of a tensor's gradient. */
export const gradientOf = (sheet: Sheet): Sheet | null =>
	sheet.tensor.grad && { ...sheet, tensor: sheet.tensor.grad };

/** A matrix as it is shown: its values, or in backward its gradient. */
export interface Shown {
	readonly stage: Stage;
	readonly sheet: Sheet;
}

/** The matrix that a leaf is about; else the last one of which something is known. */
export function shownOf({ stages }: Head, leaf: Leaf, known: (sheet: Sheet) => number): Shown {
	const back = leaf.phase === 'backward';
	const own = stages.find(({ sheet: { tensor } }) => leaf.out === tensor || leaf.out === tensor.grad);
	if (own) return { stage: own, sheet: { ...own.sheet, tensor: leaf.out } };
	const arrived = (stage: Stage) => {
		const gradient = back ? gradientOf(stage.sheet) : null;
		return gradient && known(gradient) > 0 ? [{ stage, sheet: gradient }] : [];
	};
	const reached = stages.flatMap(arrived)[0];
	if (reached) return reached;
	const stage = stages.findLast(({ sheet }) => known(sheet) > 0) ?? stages[0]!;
	return { stage, sheet: stage.sheet };
}

/** Of the heads that lie in one tensor, the one that a cell belongs to; null where the tensor holds no heads. */
export function sliceAt(head: Head, out: Tensor, cell: number): number | null {
	const of = out.gradientOf ?? out;
	const sheets = [head.q, head.k, head.v, head.turned, head.output, ...head.stages.map(({ sheet }) => sheet)];
	const own = sheets.find(({ tensor }) => tensor === of);
	return own ? Math.floor(cell / (own.rows * own.columns)) : null;
}

/** Whether a mask keeps a query from looking at a key: by −∞, or by a number so low that nothing is left of its weight. */
export function closed({ mask, weights }: Head, row: number, column: number): boolean {
	if (mask === null) return false;
	const at = row * mask.columns + column;
	return numbersOf(mask)[at] === -Infinity || numbersOf(weights)[at] === 0;
}

/** Whom a query looks at, from the most to the least; nobody where its row is not known. */
export function looks(head: Head, row: number, known: number): readonly { key: number; weight: number }[] {
	const n = head.keys.length;
	if (known < (row + 1) * n) return [];
	const weights = numbersOf(head.weights);
	return head.keys
		.map((_, key) => ({ key, weight: weights[row * n + key]! }))
		.filter(({ key }) => !closed(head, row, key))
		.sort((a, b) => b.weight - a.weight);
}
