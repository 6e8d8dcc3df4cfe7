/**
 * How large the tensors of an op are drawn that stand beside each other, and in how many lines: as the pieces of a part, but
 * of a tensor that has several planes only the one that is looked at.
 */
import type { Tensor } from '#engine';
import { extentOf, fitted, type Extent, type Space } from '#src/figures/part/pieces/fit.ts';
import { piece, type Piece } from '#src/figures/part/pieces/tiers.ts';

export interface Sized {
	/** Tensors in each line. */
	readonly lines: readonly number[];
	/** The cell of each, in pixels, and the larger side of its plane. */
	readonly units: readonly number[];
	readonly rooms: readonly number[];
}

/** In pixels: what small planes under a plane take, and what stands between two tensors beside a piece's sign. */
const [STRIP, BETWEEN] = [44, 8];

const found = new WeakMap<Tensor, readonly (readonly [Piece])[]>();

/** One tier for each tensor: kept with the last of them, since how they are laid out is found once for each room. */
function tiersOf(tensors: readonly Tensor[]): readonly (readonly [Piece])[] {
	const last = tensors.at(-1)!;
	const known = found.get(last);
	if (known?.length === tensors.length && known.every(([{ tensor }], k) => tensor === tensors[k]))
		return known;
	const tiers = tensors.map(
		(tensor, k) => [piece(tensor, { sign: k ? '→' : '', result: tensor === last })] as const
	);
	found.set(last, tiers);
	return tiers;
}

const planeOf = ({ shape }: Pick<Tensor, 'shape'>): Extent => extentOf({ shape: shape.slice(-2) });

/** What is read, and what is written last, in the room that there is. */
export function sized(tensors: readonly Tensor[], { width, height, rem }: Space): Sized {
	const strips = tensors.some(({ shape }) => shape.slice(0, -2).some((n) => n > 1)) ? STRIP : 0;
	const space = { width: width - BETWEEN * tensors.length, height: height - strips, rem };
	const { lines, units, extents } = fitted(tiersOf(tensors), space, planeOf);
	return {
		lines,
		units: units.map(([unit]) => unit!),
		rooms: units.map(([unit], k) => unit! * Math.max(extents[k]![0]!.rows, extents[k]![0]!.columns))
	};
}
