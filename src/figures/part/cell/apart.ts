/**
 * Heights of labels moved apart, in the order of their lines, so that each has its own place: so far as there is room, and none
 * beyond either end.
 */
export function apart(
	ys: readonly number[],
	least: number,
	[top, bottom]: readonly [number, number]
): number[] {
	const gap = Math.min(least, (bottom - top) / Math.max(1, ys.length - 1));
	const order = [...ys.keys()].sort((a, b) => ys[a]! - ys[b]!);
	const out = [...ys];
	let limit = top;
	for (const k of order) limit = (out[k] = Math.max(out[k]!, limit)) + gap;
	limit = bottom;
	for (const k of order.toReversed()) limit = (out[k] = Math.min(out[k]!, limit)) - gap;
	return out;
}
