/** Which part of a whole is seen, where one looks closer. */

export type Range = readonly [from: number, to: number];

/** So many times closer about a place, which stays where it is. */
export const closerAbout = ([from, to]: Range, factor: number, about: number): Range => [
	about - (about - from) / factor,
	about + (to - about) / factor
];

/** As much of a whole as a range asks for, and no less than `least`, moved to lie in it; null where that is all of it. */
export function within([from, to]: Range, [low, high]: Range, least: number): Range | null {
	const wide = Math.max(least, to - from);
	if (wide >= high - low) return null;
	const first = Math.max(low, Math.min(high - wide, (from + to - wide) / 2));
	return [first, first + wide];
}

/** The same much about a place that is not seen; the range itself where it is. */
export function holding(range: Range, place: number): Range {
	const [from, to] = range;
	if (place >= from && place <= to) return range;
	const half = (to - from) / 2;
	return [place - half, place + half];
}
