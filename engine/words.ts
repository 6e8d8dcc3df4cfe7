import { PADDING, type Cell } from './op.ts';
import { areImages } from './images.ts';
import { meaning, placesOf } from './places.ts';
import { coordinates, type Shape, type Tensor } from './tensor.ts';
import { plain, valueOf } from './tex.ts';

/**
 * What a tensor's axes are called follows from its shape, and of four axes from what is done with it: in attention they are no
 * images. A kernel's first axis counts kernels.
 */
interface Named {
	readonly shape: Shape;
	readonly role?: Tensor['role'];
	readonly gradientOf?: Tensor | null;
	readonly axes?: Tensor['axes'];
}

const AXES: readonly (readonly string[])[] = [
	[],
	['position'],
	['row', 'column'],
	['plane', 'row', 'column'],
	['block', 'plane', 'row', 'column']
];
const IMAGES: readonly string[] = ['image', 'channel', 'row', 'column'];

export function axisNames(tensor: Named): readonly string[] {
	return namesByShape(tensor).map((name, d) => tensor.axes?.[d]?.name ?? name);
}

function namesByShape(tensor: Named): readonly string[] {
	const { shape, role, gradientOf } = tensor;
	const kernel =
		shape.length === 4 &&
		((gradientOf?.role ?? role) === 'parameter' || (gradientOf?.role ?? role) === 'update');
	if (kernel) return ['kernel', 'channel', 'row', 'column'];
	if (shape.length === 4 && (!isTensor(tensor) || areImages(gradientOf ?? tensor))) return IMAGES;
	return AXES[shape.length] ?? shape.map((_, d) => `axis ${d}`);
}

/**
 * "row 0, column 1"; axes of length 1 are left out. A place that has a name is called by it: "“cat”, column 1", and where
 * rows and columns have, as in attention, "je → suis".
 */
export function where(tensor: Named, index: number): string {
	const axes = axisNames(tensor);
	const { shape } = tensor;
	const places = isTensor(tensor) ? placesOf(tensor) : [];
	const at = coordinates(shape, index);
	/** A name that several places have does not say which. */
	const name = (d: number) => {
		const names = places[d];
		if (!names || shape[d] === 1) return null;
		const text = names[at[d]!]!;
		return names.indexOf(text) === names.lastIndexOf(text) ? text : `${text} (${axes[d]} ${at[d]})`;
	};
	const last = shape.length - 1;
	const [from, to] = last > 0 ? [name(last - 1), name(last)] : [null, null];
	const pair = from !== null && to !== null ? `${from} → ${to}` : null;
	const each = at.flatMap((k, d) => {
		if (shape[d] === 1 || (pair && d >= last - 1)) return [];
		const named = name(d);
		return [named === null ? `${axes[d]} ${k}` : named.endsWith(')') ? named : `“${named}”`];
	});
	return [...each, ...(pair ? [pair] : [])].join(', ');
}

const isTensor = (tensor: Named): tensor is Tensor => 'readers' in tensor;

/** What sentences call a tensor: "input", "gradient of kernel". */
export const called = (tensor: Tensor): string => tensor.label;

/** "input row 0, column 1" or "padding". */
export function at([tensor, index]: Cell): string {
	if (index === PADDING) return 'padding';
	const place = where(tensor, index);
	// "kernel 2, row 0", not "kernel kernel 2, row 0".
	return place.startsWith(`${called(tensor)} `) ? place : `${called(tensor)} ${place}`.trimEnd();
}

/** "input row 0, column 1 (3)". */
export const withValue = (cell: Cell): string => `${at(cell)} (${plain(valueOf(cell))})`;

/** A number that is a name, with what it stands for: "2, “cat”"; the number alone where nothing says. */
export function meant([tensor, index]: Cell): string {
	const word = meaning(tensor, index);
	return word === null ? plain(tensor.data[index]!) : `${plain(tensor.data[index]!)}, “${word}”`;
}

/** How a number compares with the largest so far, which it displaces where it `wins`: NaN counts as larger than any number. */
export function compared(read: Cell, largest: Cell, wins: boolean): string {
	if (wins && Number.isNaN(valueOf(read))) return `${withValue(read)} counts as larger than any number`;
	if (Number.isNaN(valueOf(largest))) return `${withValue(read)} does not count beside NaN`;
	return `${withValue(read)} is ${wins ? '' : 'not '}larger than ${plain(valueOf(largest))}`;
}

/** Where finite numbers come to more than the largest that there is, so much in words; else nothing. */
export const beyond = (value: number, ...from: readonly number[]): string =>
	Math.abs(value) === Infinity && from.every(Number.isFinite) ? ', beyond the largest number, 1.8e308' : '';

/** "the input"; a name and a number have no article, and "the rest of z", "what is kept" and "both states" need no other. */
export const the = ({ name, label }: Pick<Tensor, 'name' | 'label'>): string =>
	label === name || /^((the|what|both|each|all) |[“\d−])/.test(label) ? label : `the ${label}`;

/** A sentence's first letter; a tensor's name, such as "y" or "x2", stays as it is. */
export const capital = (text: string): string =>
	/^[a-z]\d*\b/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
