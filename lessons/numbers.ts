/** Numbers as the facts of lessons show them. */
import { num } from '#engine';

/** ‖v‖₂, the root of the sum of squares; scaled, so that squares of very large and very small numbers stay in range. */
export function norm(values: ArrayLike<number>): number {
	let most = 0;
	for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]!));
	if (most === 0 || !Number.isFinite(most)) return most;
	let sum = 0;
	for (let k = 0; k < values.length; k++) sum += (values[k]! / most) ** 2;
	return most * Math.sqrt(sum);
}

/** Three significant digits, for tables. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** A part of a whole in percent, in TeX: "97.5 %". */
export const percent = (part: number, whole: number): string => `${num((100 * part) / whole)}\\,\\%`;
