/**
 * Where the labels of lines go: beside their own line, clear of all others and of each other, and close to where the
 * line begins. A few dozen places are tried for each label, and the clearest is taken.
 */
export interface Place {
	readonly x: number;
	readonly y: number;
}

export interface Labelled {
	/** Its points, in the order in which it is drawn. */
	readonly line: readonly Place[];
	/** How wide its label is. */
	readonly width: number;
}

export interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

const TRIED = 24;
const SAMPLES = 8;
/** What a label takes above its baseline and below it, and how far from its line it stands. */
const [ASCENT, DESCENT, GAP] = [11, 3, 6];
/** Clear by so much is clear enough. */
const ENOUGH = 24;

/** The height of a line at x, between its points; null where it does not go. */
function heightAt(line: readonly Place[], x: number): number | null {
	for (let k = 1; k < line.length; k++) {
		const [a, b] = [line[k - 1]!, line[k]!];
		if (Math.min(a.x, b.x) > x || Math.max(a.x, b.x) < x) continue;
		return a.x === b.x ? a.y : a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
	}
	return null;
}

/** The middle of the baseline of every label. */
export function placeLabels(labels: readonly Labelled[], box: Box): Place[] {
	const taken: Box[] = [];
	return labels.map(({ line, width }, own) => {
		const [from, to] = [box.left + width / 2, box.right - width / 2];
		const backwards = line.length > 1 && line[0]!.x > line.at(-1)!.x;
		let best = { score: -Infinity, x: backwards ? to : from, y: box.top + ASCENT };
		for (let n = 0; n < TRIED; n++) {
			const share = n / (TRIED - 1);
			const x = backwards ? to - share * (to - from) : from + share * (to - from);
			const xs = Array.from({ length: SAMPLES }, (_, k) => x + width * (k / (SAMPLES - 1) - 0.5));
			const across = labels.map(({ line }) => xs.flatMap((at) => heightAt(line, at) ?? []));
			if (!across[own]!.length) continue;
			for (const y of [Math.min(...across[own]!) - GAP, Math.max(...across[own]!) + GAP + ASCENT - DESCENT]) {
				const [top, bottom] = [y - ASCENT, y + DESCENT];
				if (top < box.top || bottom > box.bottom) continue;
				const away = (at: number) => Math.max(top - at, at - bottom, 0);
				const others = across.flatMap((heights, k) => (k === own ? [] : heights.map(away)));
				const beside = taken.map((t) =>
					Math.max(t.left - x - width / 2, x - width / 2 - t.right, t.top - bottom, top - t.bottom)
				);
				const clear = Math.min(ENOUGH, ...others, ...beside);
				const score = clear - 8 * share;
				if (score > best.score) best = { score, x, y };
			}
		}
		const { x, y } = best;
		taken.push({ left: x - width / 2, right: x + width / 2, top: y - ASCENT, bottom: y + DESCENT });
		return { x, y };
	});
}
