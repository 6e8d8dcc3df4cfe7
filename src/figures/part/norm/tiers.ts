/** The tensors of a norm in the order in which they are drawn. */
import type { Node, Tensor } from '#engine';
import { piece, type Piece } from '../pieces/tiers.ts';
import type { Norm, NormBack } from './norm.ts';

const nameOf = ({ kind }: Norm): string => `${kind === 'rms' ? 'RMS' : kind} norm`;

const found = new WeakMap<Node, readonly (readonly Piece[])[]>();

/** Found once for a part: how they are laid out is kept with them. */
function once(part: Node, make: () => readonly (readonly Piece[])[]) {
	let tiers = found.get(part);
	if (!tiers) found.set(part, (tiers = make()));
	return tiers;
}

/** What comes in, and what goes out, with what is learned on the way. */
export const tiersOf = (norm: Norm, part: Node) =>
	once(part, () => [
		[piece(norm.x)],
		[piece(norm.y, { by: norm.y.writer, named: nameOf(norm), weights: norm.learned, result: true })]
	]);

/** The gradient of the output with the input, and what becomes of both: the gradient of the input, and those of scale and shift. */
export const tiersBack = ({ norm, dy, dx, learned }: NormBack, part: Node) =>
	once(part, () => {
		const out = (tensor: Tensor, named: string) => piece(tensor, { by: tensor.writer, named, result: true });
		return [
			[piece(dy), piece(norm.x)],
			[
				...(dx ? [out(dx, nameOf(norm))] : []),
				...learned.map((tensor, k) => out(tensor, k ? 'Σ ∇y' : 'Σ ∇y x̂'))
			]
		];
	});
