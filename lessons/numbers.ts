/** Numbers as the facts of lessons show them. */
import { num } from '#engine';

export { normOf as norm } from '#engine';

/** Three significant digits, for tables. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** A part of a whole in percent, in TeX: "97.5 %". */
export const percent = (part: number, whole: number): string => `${num((100 * part) / whole)}\\,\\%`;
