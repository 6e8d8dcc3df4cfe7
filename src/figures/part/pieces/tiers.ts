/**
 * What a part is drawn as where it has no picture of its own: its tensors from left to right, in as many tiers as there are
 * ops one after the other. What ops of one tier write stands under each other, such as the three gradients of a convolution.
 */
import { leavesOf, type Node, type Tensor } from '#engine';
import { outOf } from '../out.ts';
import { drawnOf } from '../window.ts';

export interface Piece {
	readonly tensor: Tensor;
	/** The op or the part that writes it; null for what comes in. */
	readonly by: Node | null;
	/** Weights that are used on the way to it. */
	readonly weights: readonly Tensor[];
	/** Whether nothing in the part reads it: it is what the part gives out. */
	readonly result: boolean;
}

/** So many ops are drawn one by one; of more, the parts that hold them. */
const MOST = 8;
/** More tensors than these come in to no part that could be drawn. */
const INPUTS = 6;

type Tiers = readonly (readonly Piece[])[];

/** By part, and by the first of its units that is drawn. */
const found = new WeakMap<Node, Map<Node, Tiers>>();

/**
 * The tiers of a part, what comes in first; of a part of very many, those around a step of the trace. Found once for each
 * unit that is drawn first.
 */
export function tiersOf(part: Node, step: number): Tiers {
	const all = unitsOf(part);
	const units = drawnOf(
		all,
		all.findLastIndex(({ start }) => start <= step)
	);
	let known = found.get(part);
	if (!known) found.set(part, (known = new Map()));
	let tiers = known.get(units[0]!);
	if (!tiers) known.set(units[0]!, (tiers = draw(part, units)));
	return tiers;
}

/** What a part is taken apart into: a scope around one other says nothing of its own. */
function unitsOf(part: Node): readonly Node[] {
	if (part.kind === 'leaf') return [part];
	const leaves = leavesOf(part);
	if (leaves.length <= MOST) return leaves;
	return part.children.length === 1 ? unitsOf(part.children[0]!) : part.children;
}

/** A parameter, also where it has been turned or taken apart before it is used. */
const isWeight = (x: Tensor): boolean =>
	x.role === 'parameter' || (x.writer?.call.op.family === 'shape' && x.writer.call.xs.every(isWeight));

/** What stands beside an op: weights, and in a way back also the values of forward, which are known already. */
const isBeside = (x: Tensor, back: boolean): boolean => isWeight(x) || (back && x.gradientOf === null);

function draw(part: Node, units: readonly Node[]): Piece[][] {
	const back = part.phase === 'backward';
	const unitOf = new Map(units.flatMap((unit) => leavesOf(unit).map((leaf) => [leaf.out, unit] as const)));
	const tierOf = new Map<Node | Tensor, number>();
	const incoming: Tensor[] = [];
	const used = new Set<Tensor>();
	const written: { tier: number; piece: Omit<Piece, 'result'> }[] = [];
	for (const unit of units) {
		const weights: Tensor[] = [];
		let tier = 1;
		for (const x of new Set(leavesOf(unit).flatMap(({ reads }) => reads))) {
			const source = unitOf.get(x);
			if (source === unit) continue;
			used.add(x);
			if (source) tier = Math.max(tier, (tierOf.get(source) ?? 0) + 1);
			else if (!isBeside(x, back)) {
				if (!incoming.includes(x)) incoming.push(x);
			} else if (!back) weights.push(x);
		}
		tierOf.set(unit, tier);
		for (const tensor of outputsOf(unit, part)) written.push({ tier, piece: { tensor, by: unit, weights } });
	}
	const tiers: Piece[][] = [
		incoming.slice(-INPUTS).map((tensor) => ({ tensor, by: null, weights: [], result: false }))
	];
	for (const { tier, piece } of written)
		(tiers[tier] ??= []).push({ ...piece, result: !used.has(piece.tensor) });
	return withWeights(tiers.filter((tier) => tier.length > 0));
}

/** Where a part is one op, there is room for its weights: they stand between what comes in and what goes out. */
function withWeights(tiers: Piece[][]): Piece[][] {
	const [first, last] = tiers;
	if (tiers.length !== 2) return tiers;
	const weights = [...new Set(last!.flatMap(({ weights }) => weights))];
	if (!weights.length) return tiers;
	const beside = weights.map((tensor) => ({ tensor, by: null, weights: [], result: false }));
	return [first!, beside, last!.map((piece) => ({ ...piece, weights: [] }))];
}

/** What a unit hands on: what others in the part read of it, and in the end what it has come to. */
function outputsOf(unit: Node, part: Node): Tensor[] {
	if (unit.kind === 'leaf') return [unit.out];
	const end = part.start + part.steps;
	const handed = leavesOf(unit)
		.filter(({ out }) =>
			out.readers.some(({ leaf }) => leaf.start >= unit.start + unit.steps && leaf.start < end)
		)
		.map(({ out }) => out);
	return [...new Set([...handed.slice(-INPUTS), outOf(unit)])];
}
