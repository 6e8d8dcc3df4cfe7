/** A trace from elsewhere may have thousands of parts: those around the current one are drawn. */
export const MOST_PARTS = 40;

/** The first of those that are drawn. It moves by half of what is drawn, so that a step seldom moves it. */
export function firstDrawn(count: number, at: number): number {
	if (count <= MOST_PARTS) return 0;
	const half = MOST_PARTS / 2;
	return Math.max(0, Math.min(count - MOST_PARTS, (Math.round(at / half) - 1) * half));
}

export const drawnOf = <T>(all: readonly T[], at: number): readonly T[] => {
	const from = firstDrawn(all.length, at);
	return all.slice(from, from + MOST_PARTS);
};
