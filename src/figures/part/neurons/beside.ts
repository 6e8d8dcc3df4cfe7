/** Where the matrices beside neurons stand: under each other, and in a further column where the height is used up. */

/** How wide boxes are that stand so, in pixels; Infinity where one is higher than there is room. */
export function columnsWide(
	boxes: readonly (readonly [width: number, height: number])[],
	height: number,
	gap: number
): number {
	let [before, widest, down] = [0, 0, 0];
	for (const [wide, high] of boxes) {
		if (high > height) return Infinity;
		if (down + high > height) [before, widest, down] = [before + widest + gap, 0, 0];
		widest = Math.max(widest, wide);
		down += high + gap;
	}
	return before + widest;
}
