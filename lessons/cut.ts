const MOST_QUOTED = 24;

/** The beginning of a text that is too long for a sentence; a short one as it is. */
export function cut(text: string): string {
	const signs = [...text];
	return signs.length > MOST_QUOTED ? `${signs.slice(0, MOST_QUOTED).join('')}…` : text;
}
