/**
 * Equations are TeX in which every symbol says which tensor it stands for, and every number which cell, by KaTeX's
 * `\htmlData`. That is what lets a symbol, a cell of a figure and a word of the notes light each other up.
 */
import { PADDING, type Cell } from './op.ts';
import type { Tensor } from './tensor.ts';

/** A tensor's name as a symbol: `h3` → h₃, `W_xh` → W with index xh, `kernel` upright. */
export function symbolOf(name: string): string {
	const [, base, word, digits] = /^([A-Za-z]+)(?:_(\w+)|(\d+))?$/.exec(name) ?? [];
	if (!base) return `\\mathrm{${name.replace(/[^A-Za-z0-9]/g, '\\_')}}`;
	const stem = base.length === 1 ? base : `\\mathrm{${base}}`;
	const index = word ?? digits;
	return index ? `${stem}_{${index.replaceAll('_', ',')}}` : stem;
}

/** A tensor's symbol with an index, bound to the tensor; a gradient reads ∂L/∂x. */
export function sym(tensor: Tensor, index = ''): string {
	const symbol = (tensor.gradientOf ?? tensor).symbol;
	// W₃ at 9, 183 is W₃[9, 183]: a second subscript would run into the first.
	const crowded = /[_^']/.test(symbol);
	const indexed = !index ? symbol : crowded ? `${symbol}[${index}]` : `{${symbol}}_{${index}}`;
	const body = tensor.gradientOf ? `\\frac{\\partial L}{\\partial ${indexed}}` : indexed;
	return `\\htmlData{tensor=${tensor.name}}{${body}}`;
}

/** The same, where a single number among tensors, such as √d, needs no index. */
export const symAt = (tensor: Tensor, index: string): string => sym(tensor, tensor.shape.length ? index : '');

/** A number as TeX: four significant digits, powers of ten written out. */
export function num(value: number): string {
	if (Number.isNaN(value)) return '\\text{NaN}';
	if (!Number.isFinite(value)) return value < 0 ? '-\\infty' : '\\infty';
	if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
	const [mantissa, exponent] = shortest(value).split('e');
	return exponent ? `${mantissa} \\cdot 10^{${Number(exponent)}}` : mantissa!;
}

/** Four significant digits, trailing zeros dropped; with an exponent below 0.001 and from 10⁶. */
function shortest(value: number): string {
	const a = Math.abs(value);
	if (a === 0 || (a >= 1e-3 && a < 1e6)) return String(Number(value.toPrecision(4)));
	const [mantissa, exponent] = value.toExponential(3).split('e');
	return `${Number(mantissa)}e${exponent}`;
}

/** The same number in words and table cells, with a true minus sign. */
export function plain(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
	if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value).replace('-', '−');
	return shortest(value).replace('e+', 'e').replaceAll('-', '−');
}

export const valueOf = ([tensor, index]: Cell): number => (index === PADDING ? 0 : tensor.data[index]!);

/** A cell's number, bound to the cell; negative numbers in parentheses where they follow an operator. */
export function val(cell: Cell, parentheses = true): string {
	const value = valueOf(cell);
	const body = parentheses ? wrap(value) : num(value);
	return cell[1] === PADDING ? body : `\\htmlData{tensor=${cell[0].name},cell=${cell[1]}}{${body}}`;
}

/** A number, in parentheses where it is negative. */
export const wrap = (value: number): string => (value < 0 ? `(${num(value)})` : num(value));

/**
 * n parts on one line; of more than `most`, the first third and the last two, or the terms of the largest sizes where
 * `sizes` says how large each is: those that the sum comes from.
 */
export function joined(
	n: number,
	part: (k: number) => string,
	between = ' + ',
	most = 12,
	sizes?: () => readonly number[]
): string {
	if (n <= most) return Array.from({ length: n }, (_, k) => part(k)).join(between);
	if (sizes) return largestOf(sizes(), Math.ceil(most / 3) + 2, part, between);
	const first = Array.from({ length: Math.ceil(most / 3) }, (_, k) => part(k));
	return [...first, '\\cdots', part(n - 2), part(n - 1)].join(between);
}

/** In their order, with dots where some are left out; of equal ones, the first. */
function largestOf(
	sizes: readonly number[],
	most: number,
	part: (k: number) => string,
	between: string
): string {
	const kept = sizes
		.map((size, k) => [Number.isNaN(size) ? Infinity : Math.abs(size), k] as const)
		.sort(([a, i], [b, j]) => (a === b ? i - j : b - a))
		.slice(0, most)
		.map(([, k]) => k)
		.sort((a, b) => a - b);
	const line: string[] = [];
	let next = 0;
	for (const k of kept) {
		if (k > next) line.push('\\cdots');
		line.push(part(k));
		next = k + 1;
	}
	if (next < sizes.length) line.push('\\cdots');
	return line.join(between);
}
