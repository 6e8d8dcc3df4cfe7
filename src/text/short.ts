import { plain } from '#engine';

/** A number with three digits, for an axis or a label. */
export const short = (value: number): string => plain(Number(value.toPrecision(3)));
