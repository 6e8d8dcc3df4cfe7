/** Which cell of a tensor stands for all of it, where one looks at it as a whole; and in words why that one. */
import type { Tensor } from './tensor.ts';

export interface Telling {
	readonly cell: number;
	/** "the largest of 5,408"; empty where there is no other. */
	readonly why: string;
}

const found = new WeakMap<Tensor, Telling>();

/**
 * The first number that went wrong, if one did; else the largest: of gradients, and of values of both signs, in size. A −∞
 * stands for nothing: a mask put it there. Where no cell stands out, the first. Found once, as a tensor is written once.
 */
export function telling(tensor: Tensor): Telling {
	let cell = found.get(tensor);
	if (!cell) found.set(tensor, (cell = find(tensor)));
	return cell;
}

function find({ data }: Tensor): Telling {
	const count = data.length.toLocaleString('en');
	if (data.length < 2) return { cell: 0, why: '' };
	let cell = -1;
	let negative = false;
	for (let k = 0; k < data.length; k++) {
		const value = data[k]!;
		if (Number.isNaN(value) || value === Infinity)
			return { cell: k, why: `the first of ${count} that is no finite number` };
		if (value === -Infinity) continue;
		negative ||= value < 0;
		if (cell < 0 || Math.abs(value) > Math.abs(data[cell]!)) cell = k;
	}
	if (cell < 0) return { cell: 0, why: `the first of ${count}, which are all −∞` };
	const even = data.every((value) => value === data[cell]!);
	if (even) return { cell: 0, why: `the first of ${count}, which are all the same` };
	return { cell, why: `the largest of ${count}${negative ? ' in size' : ''}` };
}
