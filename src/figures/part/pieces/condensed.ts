/**
 * A part of many tensors in fewer tiers, where all of them do not fit: what comes in and what it gives out; on the way back
 * also the gradients between them that lead on, without those of weights that are only turned or summed up.
 */
import { leavesOf, type Tensor } from '#engine';
import { isWeight, type Piece } from './tiers.ts';

type Tiers = readonly (readonly Piece[])[];

/** Results beside what leads on stand under each other, so many in a tier. */
const STACKED = 3;

const found = new WeakMap<Tiers, WeakMap<Tensor, readonly Tiers[]>>();

/** From all tiers to ever fewer of them, the last of which still hold the tensor that is spoken of; found once. */
export function levelsOf(tiers: Tiers, told: Tensor): readonly Tiers[] {
	let known = found.get(tiers);
	if (!known) found.set(tiers, (known = new WeakMap()));
	let levels = known.get(told);
	if (!levels)
		known.set(
			told,
			(levels = tiers.length > 1 ? [tiers, led(tiers), ends(tiers), few(tiers, told)] : [tiers])
		);
	return levels;
}

const isOfWeight = ({ tensor }: Piece): boolean => tensor.gradientOf !== null && isWeight(tensor.gradientOf);

/** Ops that only hand numbers on: what comes of them is drawn where it goes out, and not on its way. */
const handsOn = ({ tensor: { writer } }: Piece): boolean =>
	writer !== null && (writer.call.op.family === 'shape' || writer.call.op.name === 'accumulate');

const comesIn = ({ by }: Piece): boolean => by === null;

/** What comes in and leads on to the last, and then what becomes of weights. */
function led(tiers: Tiers): Tiers {
	const way = tiers.map((tier) =>
		tier.filter((piece) => comesIn(piece) || (!isOfWeight(piece) && (piece.result || !handsOn(piece))))
	);
	const beside = tiers.flat().filter((piece) => piece.result && isOfWeight(piece));
	return [...way.filter((tier) => tier.length), ...stacked(beside)];
}

/** What comes in, and what goes out. */
function ends(tiers: Tiers): Tiers {
	const all = tiers.flat();
	return [...stacked(all.filter(comesIn)), ...stacked(all.filter(({ result }) => result))];
}

/**
 * Of many ends, which nobody could tell apart in so little room: the one that is spoken of, and what leads on before weights;
 * and of what comes in, what these come from.
 */
function few(tiers: Tiers, told: Tensor): Tiers {
	const all = tiers.flat();
	const rank = (piece: Piece) => (piece.tensor === told ? 0 : isOfWeight(piece) ? 2 : 1);
	const results = first(
		all.filter(({ result }) => result),
		rank
	);
	const read = new Set(results.flatMap(({ by }) => (by ? leavesOf(by).flatMap(({ reads }) => reads) : [])));
	const incoming = first(all.filter(comesIn), (piece) => (read.has(piece.tensor) ? 0 : rank(piece)));
	return [incoming, results].filter((tier) => tier.length > 0);
}

/** Those of the first ranks, in their order. */
function first(pieces: readonly Piece[], rank: (piece: Piece) => number): readonly Piece[] {
	const kept = new Set(pieces.toSorted((a, b) => rank(a) - rank(b)).slice(0, STACKED));
	return pieces.filter((piece) => kept.has(piece) && (pieces.length <= STACKED || rank(piece) < 2));
}

/** So many of the tensors that a part gives out are not drawn. */
export const leftOut = (all: Tiers, drawn: Tiers): number => {
	const results = (tiers: Tiers) => tiers.flat().filter(({ result }) => result).length;
	return results(all) - results(drawn);
};

function stacked(pieces: readonly Piece[]): Tiers {
	const count = Math.ceil(pieces.length / STACKED);
	const each = Math.ceil(pieces.length / count);
	return Array.from({ length: count }, (_, k) => pieces.slice(k * each, (k + 1) * each));
}
