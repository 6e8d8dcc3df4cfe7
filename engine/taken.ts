/** What sentences call places along an axis that are taken, and tensors that are put together. */
import { listed } from './lists.ts';
import { placesOf } from './places.ts';
import type { Tensor } from './tensor.ts';
import { axisNames, the } from './words.ts';

/** What a place along an axis is called: "row 3", or, where it has a name, "the row “cat”". */
export function placeOn(tensor: Tensor, axis: number, k: number): string {
	const noun = axisNames(tensor)[axis]!;
	const name = placesOf(tensor)[axis]?.[k];
	return name === undefined ? `${noun} ${k}` : `the ${noun} “${name}”`;
}

/** Some places along an axis: "the first row", "row 3", "the last 4 columns", "columns 2 to 5", "rows 0, 2 and 4". */
export function placesOn(tensor: Tensor, axis: number, start: number, count: number, step = 1): string {
	const n = tensor.shape[axis]!;
	const noun = axisNames(tensor)[axis]!;
	if (count === 0) return `no ${noun}`;
	if (count === 1) {
		const named = placeOn(tensor, axis, start);
		if (named.startsWith('the ') || n === 1) return n === 1 ? `its only ${noun}` : named;
		return start === 0 ? `the first ${noun}` : start === n - 1 ? `the last ${noun}` : named;
	}
	const nouns = plural(noun);
	const last = start + (count - 1) * step;
	if (step === 1) {
		if (count === n) return `all ${n} ${nouns}`;
		if (start === 0) return `the first ${count} ${nouns}`;
		return last === n - 1 ? `the last ${count} ${nouns}` : `${nouns} ${start} to ${last}`;
	}
	const all = Array.from({ length: count }, (_, k) => String(start + k * step));
	return `${nouns} ${count > 4 ? `${all[0]}, ${all[1]}, … ${last}` : listed(all)}`;
}

/** Of an axis that is only numbered: "axis 4", of which places are taken. */
const plural = (noun: string): string => (noun.startsWith('axis') ? `places of ${noun}` : `${noun}s`);

/** Tensors by what they are called, where that tells them apart and they are few: else how many there are. */
export function named(tensors: readonly Tensor[]): string {
	const labels = tensors.map(the);
	return labels.length <= 4 && new Set(labels).size === labels.length
		? listed(labels)
		: `${tensors.length} tensors`;
}
