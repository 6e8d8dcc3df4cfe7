/** Colours of numbers: symmetric about 0, in two scales, so that a gradient is never taken for a value. */
import { plain, type Tensor } from '#engine';
import { areIds } from '#engine/ids.ts';
import { HALL_TYPE, lettering } from './legible.svelte.ts';

const scale = (tensor: Tensor) => (tensor.gradientOf ? 'gradient' : 'value');

const closing = new WeakMap<Tensor, boolean>();

/** Whether a −∞ may stand in a tensor: it was given, a mask put it there, or its op read such a one. */
function mayBeClosed(tensor: Tensor): boolean {
	if (tensor.gradientOf) return false;
	const call = tensor.writer?.call;
	if (!call || call.op.name === 'where') return true;
	let may = closing.get(tensor);
	if (may === undefined) {
		may = call.xs.some((x) => x.data.includes(-Infinity) && mayBeClosed(x));
		closing.set(tensor, may);
	}
	return may;
}

/**
 * Whether a number is one that went wrong. A −∞ that was given, or that a mask put in the place of a score, is meant to be
 * there, and so is what follows from it; one that an op such as log made of a number is not.
 */
export function amiss(tensor: Tensor, value: number): boolean {
	if (Number.isFinite(value)) return false;
	return !(value === -Infinity && mayBeClosed(tensor));
}

/** A CSS colour: a mix of the scale's end with its middle, in steps of 4 %. */
export function colour(tensor: Tensor, value: number, most: number): string {
	if (amiss(tensor, value)) return 'var(--error)';
	if (value === -Infinity) return 'var(--panel)';
	if (areIds(tensor)) return 'var(--id)';
	const share = Math.round((Math.min(1, Math.abs(value) / most) * 100) / 4) * 4;
	const end = value < 0 ? 'below' : 'above';
	return `color-mix(in oklab, var(--${scale(tensor)}-${end}) ${share}%, var(--${scale(tensor)}-zero))`;
}

/** Three significant digits, or fewer, as short as a cell needs them. Digits before the point all stay. */
export function short(value: number, digits = 3): string {
	if (!Number.isFinite(value)) return plain(value);
	if (Number.isInteger(value) && Math.abs(value) < 1000) return plain(value);
	const a = Math.abs(value);
	if (a < 0.0005 && a > 0) return a < 1e-9 ? '≈0' : value.toExponential(0).replaceAll('-', '−');
	if (a >= 10000) return value.toExponential(1).replace('+', '').replaceAll('-', '−');
	const precision = a < 1 ? Math.min(2, digits) : Math.max(digits, Math.floor(Math.log10(a)) + 1);
	const text = String(Number(value.toPrecision(precision)));
	return text.replace('-', '−').replace(/^(−?)0\./, '$1.');
}

/** The size of type at which a text fits a cell, clear of its edges. */
export const fit = (text: string, width: number): number =>
	Math.min(width * 0.34, (width - 6) / (0.6 * Math.max(1, text.length)));

/** The smallest type in which a number keeps three digits, and two: smaller type is not read. */
const LEAST = [9, 7.4] as const;

/**
 * A number as a cell of so many pixels prints it: the digits that fit. In a hall only what is read from its last row is
 * printed: fewer digits, "≈0" of a small number, and nothing where the cell is too small for any.
 */
export function printed(value: number, width: number): string {
	const texts = [short(value), short(value, 2), short(value, 1)];
	if (lettering.hall) return rough(texts, value, (text) => fit(text, width) >= HALL_TYPE) ?? '';
	return texts.find((text, k) => fit(text, width) >= (LEAST[k] ?? 0))!;
}

/** A number in so many signs, and no more: for the last row of a hall. */
export function inSigns(value: number, most: number): string {
	const texts = [short(value), short(value, 2), short(value, 1), short(Number(value.toFixed(1)), 1)];
	return (
		rough(texts, value, (text) => text.length <= most) ??
		texts.reduce((least, text) => (text.length < least.length ? text : least))
	);
}

/** Below this a number that does not fit is about 0. */
const ABOUT_ZERO = 0.05;

const rough = (
	texts: readonly string[],
	value: number,
	fits: (text: string) => boolean
): string | undefined => [...texts, ...(Math.abs(value) < ABOUT_ZERO ? ['≈0'] : [])].find(fits);
