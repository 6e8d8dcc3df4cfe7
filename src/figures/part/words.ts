/**
 * What descriptions of pictures have in common: a tensor with its shape and what is known of its numbers, and what is lit. A
 * description tells what a picture is, how it is laid out and what stands in it at this step, for those who do not see it;
 * what just happened is said elsewhere, after every move.
 */
import { leavesOf, plain, size, stepOf, type Tensor } from '#engine';
import { listed } from '#engine/lists.ts';
import { partName } from '#engine/partName.ts';
import { capital, the, where } from '#engine/words.ts';
import { short } from '#src/text/short.ts';
import type { PartView } from './view.ts';

/** So many numbers are read out one by one, and so many things are named. */
const FEW = 6;
/** Of a larger tensor, nobody waits for the range. */
const MOST = 100_000;

/** "3×4", "5 numbers", "one number". */
export const shapeOf = ({ shape }: Tensor): string =>
	shape.length > 1 ? shape.join('×') : (shape[0] ?? 1) === 1 ? 'one number' : `${shape[0]} numbers`;

export const some = (names: readonly string[]): string => listed(names, FEW);

/** "3 heads", "1 head". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Each number where they are few, else from the least to the largest; those that are none are counted. */
export function numbersOf(data: ArrayLike<number>, from = 0, to = data.length): string {
	if (to - from <= FEW)
		return listed(Array.from({ length: to - from }, (_, k) => plain(Number(data[from + k]!.toPrecision(4)))));
	if (to - from > MOST) return `${to - from} numbers`;
	let [least, most, strange] = [Infinity, -Infinity, 0];
	for (let k = from; k < to; k++) {
		const value = data[k]!;
		if (!Number.isFinite(value)) strange++;
		else {
			if (value < least) least = value;
			if (value > most) most = value;
		}
	}
	const range =
		least > most ? '' : least === most ? `all ${short(least)}` : `from ${short(least)} to ${short(most)}`;
	const others = strange ? `${strange} infinite or no number` : '';
	return [range, others].filter(Boolean).join(', ');
}

const ranges = new WeakMap<Tensor, string>();

/** What is known of a tensor: "not computed yet", "12 of 25 computed, from −2 to 8", "from −2 to 8". */
export function knownOf(x: Tensor, known: number): string {
	const all = size(x.shape);
	if (known <= 0) return 'not computed yet';
	if (known < all) return `${known} of ${all} computed, ${numbersOf(x.data, 0, known)}`;
	if (x.names?.length === all) return some(x.names.map((name) => `“${name}”`));
	let range = ranges.get(x);
	if (range === undefined) ranges.set(x, (range = numbersOf(x.data)));
	return range;
}

/** "the input, 5×5: from 0 to 9"; of a number, the number alone. */
export const tensorIn = (view: PartView, x: Tensor): string =>
	`${the(x)}${size(x.shape) === 1 ? '' : `, ${shapeOf(x)}`}: ${knownOf(x, view.known(x))}`;

export const sentence = (text: string): string => `${capital(text)}.`;

/** What is lit and framed at this step, and how much of what one looks at is done. */
export function litIn(view: PartView): readonly string[] {
	const { unit, done, shown, ahead, leaf } = view;
	if (done === 0) return ['Nothing is computed yet: what is given is filled, all else is empty.'];
	const { node } = unit;
	const ops = leavesOf(node);
	const inside = ops.length > 1 ? `, in it ${leaf.name}, op ${ops.indexOf(leaf) + 1} of ${ops.length}` : '';
	const progress = `${capital(partName(node))} is lit${inside}; ${Math.max(0, Math.min(node.steps, done - node.start))} of its ${count(node.steps, 'step')} ${node.steps === 1 ? 'is' : 'are'} done`;
	const { out } = shown.leaf;
	const at = `${the(out)} ${where(out, shown.cell)}`.trim();
	if (ahead) return [`${progress}.`, sentence(`${at}, which comes next, is framed and empty`)];
	const finished = shown.step === shown.leaf.perCell - 1;
	const value = finished ? out.data[shown.cell]! : stepOf(shown).value;
	const framed = finished
		? `${at} is framed: ${plain(value)}`
		: `${at} is framed, at its step ${shown.step + 1} of ${shown.leaf.perCell}: ${plain(value)} so far`;
	return [`${progress}.`, sentence(framed)];
}
