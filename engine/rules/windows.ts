/** The geometry that convolution and pooling share: where a window lies, and how many fit. */
import { fail } from '../errors.ts';
import { shapeName, type Shape } from '../tensor.ts';

/** The axes of images, as in PyTorch: one image may come without an axis for how many there are. */
export function imageAxes(
	op: string,
	x: Shape
): readonly [images: number, channels: number, rows: number, columns: number] {
	if (x.length !== 4 && x.length !== 3)
		fail(
			'shape',
			`${op}: the input has shape ${shapeName(x)}: give it four axes (images × channels × rows × columns), or three for one image`
		);
	const [channels, rows, columns] = x.slice(-3) as [number, number, number];
	if (!channels || !rows || !columns)
		fail(
			'shape',
			`${op}: the input has shape ${shapeName(x)}: give images with a channel, a row and a column at least`
		);
	return [x.length === 4 ? x[0]! : 1, channels, rows, columns];
}

/** One number for both axes, or [vertical, horizontal]. */
export type Pair = number | readonly [vertical: number, horizontal: number];

/** Both numbers of an attribute; refuses what is not a whole number of at least `least`. */
export function pair(
	op: string,
	name: string,
	value: Pair | undefined,
	standard: number,
	least: number
): readonly [number, number] {
	const both =
		value === undefined ? [standard, standard] : typeof value === 'number' ? [value, value] : value;
	if (both.length !== 2 || both.some((n) => !Number.isInteger(n) || n < least)) {
		fail(
			'attribute',
			`${op}: ${name} is ${JSON.stringify(value)}: give a whole number from ${least} up, or two of them`
		);
	}
	return both as readonly [number, number];
}

export interface Axis {
	readonly input: number;
	readonly output: number;
	readonly kernel: number;
	readonly stride: number;
	readonly padding: number;
	readonly dilation: number;
}

/** The input position that element u of window i reads; outside 0 … input − 1 lies the padding. */
export const source = (a: Axis, i: number, u: number): number => i * a.stride - a.padding + u * a.dilation;

/** The window whose element u reads input position p, or −1 where there is none. */
export function windowOf(a: Axis, p: number, u: number): number {
	const from = p + a.padding - u * a.dilation;
	const i = from / a.stride;
	return Number.isInteger(i) && i >= 0 && i < a.output ? i : -1;
}

/**
 * How many windows fit along an axis: ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1, rounded up in ceil mode, where a window must
 * still start inside the input or the padding before it.
 */
export function windows(
	input: number,
	kernel: number,
	stride: number,
	padding: number,
	dilation = 1,
	ceil = false
): number {
	const room = input + 2 * padding - dilation * (kernel - 1) - 1;
	if (!ceil) return Math.floor(room / stride) + 1;
	const n = Math.ceil(room / stride) + 1;
	return (n - 1) * stride >= input + padding ? n - 1 : n;
}

/** Refuses a kernel that is so much larger than the padded input that no window fits, and says what would help. */
export function checkFits(op: string, y: Axis, x: Axis): void {
	const axes = [y, x];
	if (axes.every(({ output }) => output >= 1)) return;
	const reach = axes.map((a) => a.dilation * (a.kernel - 1) + 1);
	const room = axes.map((a) => a.input + 2 * a.padding);
	const spread = axes.some((a) => a.dilation > 1) ? `, spread by dilation to ${reach.join('×')},` : '';
	const needed = Math.max(...axes.map((a, d) => Math.ceil((reach[d]! - a.input) / 2)));
	fail(
		'shape',
		`${op}: the kernel (${axes.map((a) => a.kernel).join('×')})${spread} is larger than the padded input (${room.join('×')}): raise padding to ${needed} or more, or make the kernel${spread ? ' or the dilation' : ''} smaller`
	);
}
