/** A trace from elsewhere may have thousands of parts: those around the current one are drawn. */
export const MOST_PARTS = 40;

/** At most so many of all, around the one at a place. They move by half, so that a step seldom moves them. */
export function drawnOf<T>(all: readonly T[], at: number, most = MOST_PARTS): readonly T[] {
	if (all.length <= most) return all;
	const half = most / 2;
	const from = Math.max(0, Math.min(all.length - most, (Math.round(at / half) - 1) * half));
	return all.slice(from, from + most);
}
