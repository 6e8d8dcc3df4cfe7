/** What the current step is in numbers and in one sentence, as closely as the player looks. */
import {
	closenessOf,
	leavesOf,
	plain,
	type Closeness,
	type Node,
	type Scope,
	type Tensor,
	size
} from '#engine';
import { listed } from '#engine/lists.ts';
import { partName } from '#engine/partName.ts';
import { meaning } from '#engine/places.ts';
import { telling } from '#engine/telling.ts';
import { capital, where, the } from '#engine/words.ts';
import type { Player } from './player.svelte.ts';

export interface Narration {
	readonly closeness: Closeness;
	/** Whose numbers the equation shows. */
	readonly heading: string;
	readonly tex: string;
	readonly text: string;
}

/** The numbers of the cell that was worked on last; of a single step where that is all there is to it. */
export function narrate(player: Player): Narration {
	const { leaf, shown: place, step, unit, done, grain } = player;
	const closeness = closenessOf(grain);
	const finished = place.step === leaf.perCell - 1;
	const single = closeness === 'step' || leaf.perCell === 1 || !finished;
	const { tex, text: said } = single ? step : (leaf.rule.cell?.(leaf.call, place.cell) ?? step);
	const text = said + otherwise(step);
	const heading = 'With these numbers';
	if (player.asking)
		return {
			closeness,
			heading,
			tex: leaf.rule.tex(leaf.call),
			text: `Predict ${the(leaf.out)} ${where(leaf.out, place.cell)}`.trim() + '.'
		};
	if (done === 0)
		return {
			closeness,
			heading,
			tex: leaf.rule.tex(leaf.call),
			text: 'Nothing has been computed yet: the inputs are given, everything else is blank.'
		};
	// Of many that are names, none is what the part is about.
	const chosen =
		finished && (closeness !== 'op' || size(leaf.out.shape) === 1) ? meant(leaf.out, place.cell) : '';
	if (closeness !== 'op')
		return { closeness, heading, tex, text: player.breakpoints.said(player.done) + text + chosen };
	const at = where(leaf.out, place.cell);
	const which = player.summary ? telling(leaf.out).why : 'the number worked on';
	return {
		closeness,
		heading: which ? `${capital(which)}: ${at} of ${the(leaf.out)}` : capital(the(leaf.out)),
		tex,
		text: player.breakpoints.said(player.done) + aboutOf(unit.node) + chosen
	};
}

/** What a part does; of one that says nothing, what is in it. */
function aboutOf(node: Node): string {
	if (node.kind === 'leaf') return node.rule.about(node.call);
	const { about, children, name } = node;
	const said = wayBack(node) || about;
	if (/[.?!]$/.test(said)) return said;
	// A recorded module is called what Python prints of it, which says nothing of what it did.
	const what = said && said !== name ? `${said}: ` : '';
	if (children.length === 1) return `${what}${aboutOf(children[0]!)}`;
	const parts = listed(children.map(partName), MANY);
	return `${what || `${capital(name)}: `}${parts}, in this order.`;
}

/** Where a file holds another number than the op gives: "In the run that was recorded it was ∞." */
const otherwise = ({ value, computed }: Player['step']): string =>
	computed !== undefined && plain(computed) !== plain(value)
		? ` Computed here it is ${plain(computed)}; in the run that was recorded it was ${plain(value)}.`
		: '';

/** What a number stands for, such as the word that was chosen by its index. */
function meant(tensor: Tensor, cell: number): string {
	const word = meaning(tensor, cell) ?? (size(tensor.shape) === 1 ? tensor.names?.[0] : null);
	return word ? ` ${capital(tensor.label)}: “${word}”.` : '';
}

/** So many tensors are named in a sentence. */
const FEW = 4;
/** So many parts are. */
const MANY = 6;

/** What comes in to a part of backward, and where it goes; empty for all of backward, and elsewhere. */
function wayBack(scope: Scope): string {
	if (scope.phase !== 'backward' || scope.parent?.phase !== 'backward') return '';
	const leaves = leavesOf(scope);
	const inside = new Set(leaves);
	const own = new Set(leaves.flatMap(({ call }) => (call.dy ? [call.y] : [])));
	const labels = (tensors: readonly (Tensor | null)[]) => [
		...new Set(tensors.flatMap((x) => (x ? [the(x)] : [])))
	];
	const incoming = labels(
		leaves.flatMap(({ call: { dy } }) => (dy && !(dy.writer && inside.has(dy.writer)) ? [dy.gradientOf] : []))
	);
	const outgoing = labels(leaves.map(({ out }) => (own.has(out.gradientOf!) ? null : out.gradientOf)));
	if (!incoming.length || !outgoing.length) return '';
	const gradients = incoming.length === 1 ? 'gradient' : 'gradients';
	return `The way back through ${partName(scope)}: the ${gradients} of ${listed(incoming, FEW)} came in and went on to ${listed(outgoing, FEW)}.`;
}
