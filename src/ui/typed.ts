const NUMBER = /^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i;

/** A number as people write one: its decimal sign may be a comma, and its minus a "−", or the dash that a word processor makes of it. NaN where it is none. */
export function typedNumber(text: string): number {
	const word = text.trim().replace(/^[−–]/, '-').replace(/e[−–]/i, 'e-');
	return NUMBER.test(word) ? Number(word.replace(',', '.')) : NaN;
}
