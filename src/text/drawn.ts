/** What was drawn of a shape, cut at its places: text, and between two texts what stands there. */
export interface Template {
	/** The same, uncut. */
	readonly drawn: string;
	readonly texts: readonly string[];
	readonly places: readonly number[];
}

/** An equation as it is drawn: its shape, and what stands in its places. */
export interface Drawn {
	readonly template: Template;
	readonly numbers: readonly string[];
}

export function filled({ texts, places }: Template, numbers: readonly string[]): string {
	let html = texts[0]!;
	for (let k = 0; k < places.length; k++) html += numbers[places[k]!]! + texts[k + 1]!;
	return html;
}

export const htmlOf = ({ template, numbers }: Drawn): string => filled(template, numbers);
