/**
 * What a part is drawn as where it has no picture of its own: its tensors from left to right, in as many tiers as there are
 * ops one after the other. What ops of one tier write stands under each other, such as the three gradients of a convolution.
 */
import { goesBack, leavesOf, sameShape, type Leaf, type Node, type Tensor } from '#engine';
import { partName } from '#engine/partName.ts';
import { outOf } from '../out.ts';
import { drawnOf } from '../window.ts';

export interface Piece {
	readonly tensor: Tensor;
	/** The op or the part that writes it; null for what comes in. */
	readonly by: Node | null;
	/** What stands on the arrow to it: "conv2d", "matmul, add". */
	readonly named: string;
	/** What stands before a weight that is drawn between what comes in and what goes out: "∗". */
	readonly sign: string;
	/** Weights that are used on the way to it. */
	readonly weights: readonly Tensor[];
	/** Whether nothing in the part reads it: it is what the part gives out. */
	readonly result: boolean;
}

/** A tensor that comes in, unless more is said of it. */
export const piece = (tensor: Tensor, more: Partial<Piece> = {}): Piece => ({
	tensor,
	by: null,
	named: '',
	sign: '',
	weights: [],
	result: false,
	...more
});

/** So many ops are drawn one by one; of more, the parts that hold them. */
const MOST = 8;
/** More tensors than these, and than there are ops, come in to no part that could be drawn. */
const INPUTS = 6;

type Tiers = readonly (readonly Piece[])[];

/** By part, and by the first of its units that is drawn. */
const found = new WeakMap<Node, Map<Node, Tiers>>();

/**
 * The tiers of a part, what comes in first; of a part of very many, those around a step of the trace. Found once for each
 * unit that is drawn first.
 */
export function tiersOf(part: Node, step = part.start): Tiers {
	const all = unitsOf(part);
	const units = drawnOf(
		all,
		all.findLastIndex(({ by }) => by.start <= step)
	);
	const first = units[0]!.by;
	let known = found.get(part);
	if (!known) found.set(part, (known = new Map()));
	let tiers = known.get(first);
	if (!tiers) known.set(first, (tiers = draw(part, units)));
	return tiers;
}

/** What is drawn as one: an op, a part, or a product with the bias that is added to it. */
interface Unit {
	readonly by: Node;
	readonly named: string;
	readonly leaves: readonly Leaf[];
}

/** What a part is taken apart into: a scope around one other says nothing of its own. */
function unitsOf(part: Node): readonly Unit[] {
	if (part.kind === 'leaf') return [unitOf([part])];
	const leaves = leavesOf(part);
	if (leaves.length <= MOST) return withBias(leaves.length > 1 ? unturned(leaves) : leaves);
	if (part.children.length === 1) return unitsOf(part.children[0]!);
	return part.children.map((by) =>
		by.kind === 'leaf' ? unitOf([by]) : { by, named: partName(by), leaves: leavesOf(by) }
	);
}

const unitOf = (leaves: readonly Leaf[]): Unit => ({
	by: leaves.at(-1)!,
	named: leaves.map(({ call }) => call.op.name).join(', '),
	leaves
});

/** Without the ops that only turn weights, as a dense layer does first, unless that is all there is. */
function unturned(leaves: readonly Leaf[]): readonly Leaf[] {
	const rest = leaves.filter(({ out, phase }) => phase !== 'forward' || !isWeight(out));
	return rest.length ? rest : leaves;
}

/** x W + b is one thing. */
function withBias(leaves: readonly Leaf[]): Unit[] {
	const units: Unit[] = [];
	for (const leaf of leaves) {
		const before = units.at(-1)?.leaves;
		const product = before?.length === 1 ? before[0]! : null;
		const joined =
			product?.call.op.name === 'matmul' &&
			leaf.call.op.name === 'add' &&
			leaf.phase === 'forward' &&
			leaf.call.xs.every((x) => x === product.out || isWeight(x)) &&
			leaf.call.xs.includes(product.out);
		if (joined) units.splice(-1, 1, unitOf([product, leaf]));
		else units.push(unitOf([leaf]));
	}
	return units;
}

/** A parameter, also where it has been updated, turned or taken apart before it is used. */
export const isWeight = (x: Tensor): boolean =>
	x.role === 'parameter' ||
	x.role === 'update' ||
	(x.writer?.call.op.family === 'shape' && x.writer.call.xs.every(isWeight));

/** What stands beside an op: weights, and in a way back also the values of forward, which are known already. */
const isBeside = (x: Tensor, back: boolean): boolean => isWeight(x) || (back && x.gradientOf === null);

function draw(part: Node, all: readonly Unit[]): Piece[][] {
	const back = goesBack(part);
	const passed = back ? passedOn(leavesOf(part)) : new Map<Tensor, Tensor>();
	// The gradient of the loss, 1, is where the way back begins: nothing leads to it.
	const seeds = new Set(
		all.flatMap(({ by }) => (by.kind === 'leaf' && by.call.op.name === 'onesLike' ? [by.out] : []))
	);
	const units = all.filter(
		({ by }) => by.kind === 'scope' || !(passed.has(by.out) || (seeds.has(by.out) && all.length > 1))
	);
	const writtenBy = new Map(units.flatMap((unit) => unit.leaves.map(({ out }) => [out, unit] as const)));
	const tierOf = new Map<Unit, number>();
	const incoming: Tensor[] = [];
	const used = new Set<Tensor>();
	const written: { tier: number; piece: Omit<Piece, 'result'> }[] = [];
	for (const unit of units) {
		const weights: Tensor[] = [];
		let tier = 1;
		const reads = unit.leaves.flatMap((leaf) => leaf.reads.map((x) => passed.get(x) ?? x));
		for (const x of new Set(reads)) {
			const source = writtenBy.get(x);
			if (source === unit) continue;
			used.add(x);
			if (source) tier = Math.max(tier, (tierOf.get(source) ?? 0) + 1);
			else if (!isBeside(x, back)) {
				if (!incoming.includes(x)) incoming.push(x);
			} else if (!back) weights.push(x);
		}
		tierOf.set(unit, tier);
		for (const tensor of outputsOf(unit, part))
			written.push({ tier, piece: { tensor, by: unit.by, named: unit.named, sign: '', weights } });
	}
	// What other uses of a weight add to its gradient is theirs: it does not come in here.
	const own = incoming.filter(({ gradientOf }) => !gradientOf || !isWeight(gradientOf));
	const drawn = (own.length ? own : incoming).slice(-Math.max(INPUTS, units.length));
	const tiers: Piece[][] = [drawn.map((tensor) => piece(tensor))];
	for (const { tier, piece } of written)
		(tiers[tier] ??= []).push({ ...piece, result: !used.has(piece.tensor) });
	return withWeights(tiers.filter((tier) => tier.length > 0));
}

/** On the way back through a sum with a bias the gradient goes on as it is: what it is a copy of is drawn, and no copy. */
function passedOn(leaves: readonly Leaf[]): Map<Tensor, Tensor> {
	const passed = new Map<Tensor, Tensor>();
	if (leaves.length > 2 * MOST) return passed;
	for (const { call, out } of leaves) {
		const copy = call.op.name === 'add' && call.dy && sameShape(call.dy.shape, out.shape);
		if (copy && call.xs.some(isWeight) && leaves.some(({ reads }) => reads.includes(out)))
			passed.set(out, passed.get(call.dy!) ?? call.dy!);
	}
	return passed;
}

/** What stands before a weight, by the op that reads it: the kernel of a convolution, the factor of a product. */
const SIGNS: Readonly<Record<string, string>> = { conv2d: '∗', matmul: '×' };

/** Where a part is one op, there is room for its weights: they stand between what comes in and what goes out. */
function withWeights(tiers: Piece[][]): Piece[][] {
	const [first, last] = tiers;
	if (tiers.length !== 2) return tiers;
	const weights = [...new Set(last!.flatMap(({ weights }) => weights))];
	if (!weights.length) return tiers;
	const beside = weights.map((tensor, k) => piece(tensor, { sign: signOf(tensor, last!, k) }));
	return [first!, beside, last!.map((piece) => ({ ...piece, weights: [] }))];
}

function signOf(weight: Tensor, written: readonly Piece[], k: number): string {
	const sign = written.flatMap(({ named }) => SIGNS[named.split(', ')[0]!] ?? [])[0];
	if (!sign) return '';
	return k === 0 && weight.shape.length > 1 ? sign : '+';
}

/** What a unit hands on: what others in the part read of it, and in the end what it has come to. */
function outputsOf({ by, leaves }: Unit, part: Node): Tensor[] {
	if (by.kind === 'leaf') return [by.out];
	const end = part.start + part.steps;
	const handed = leaves
		.filter(({ out }) =>
			out.readers.some(({ leaf }) => leaf.start >= by.start + by.steps && leaf.start < end)
		)
		.map(({ out }) => out);
	return [...new Set([...handed.slice(-INPUTS), outOf(by)])];
}
