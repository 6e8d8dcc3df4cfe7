/** A part as its tensors and the ops between them, in words. */
import { goesBack, type Node } from '#engine';
import { partName } from '#engine/partName.ts';
import { count, some, tensorIn } from '../words.ts';
import type { PartView } from '../view.ts';
import { tiersOf, type Piece } from './tiers.ts';

/** So many tensors are read out. */
const MOST = 8;

export function described(view: PartView, part: Node = view.unit.node): readonly string[] {
	const tiers = tiersOf(part, view.leaf.start);
	const pieces = tiers.flat();
	const told = ({ tensor, named, weights, result }: Piece) =>
		`${named ? `${named} gives ` : ''}${tensorIn(view, tensor)}${weights.length ? `, with ${some(weights.map((x) => x.label))}` : ''}${result ? ', which the part gives out' : ''}.`;
	const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
	return [
		`${capitalized(partName(part))}, drawn as ${count(pieces.length, 'tensor')} in ${count(tiers.length, 'column')} from ${goesBack(part) ? 'right to left' : 'left to right'}: what comes in, then what each op or part makes of it.`,
		...pieces.slice(0, MOST).map((one) => capitalized(told(one))),
		...(pieces.length > MOST ? [`And ${count(pieces.length - MOST, 'tensor')} more.`] : [])
	];
}
