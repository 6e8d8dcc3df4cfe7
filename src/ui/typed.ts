const RAISED = '⁻⁰¹²³⁴⁵⁶⁷⁸⁹';
const NUMBER = /^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i;
const THOUSANDS = /^[-+]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\s\d{3})+)(?:\.\d+)?$/;

/**
 * A number as people write one: its decimal sign may be a comma, its minus a "−" or any dash that a word processor or a phone makes of it,
 * and a power of ten written out, as in "2.6·10⁻⁴" or "2.6*10^-4". NaN where it is none.
 */
export const typedNumber = (text: string): number => typedNumbers(text)[0] ?? NaN;

/** All that a number may mean, its decimal sign first: a comma or a space before three digits may also part thousands, so "1,000" is 1 or 1000. */
export function typedNumbers(text: string): number[] {
	const word = text
		.trim()
		.replace(
			/[⁻⁰¹²³⁴-⁹]+/g,
			(raised) => `^${Array.from(raised, (sign) => '-0123456789'[RAISED.indexOf(sign)]).join('')}`
		)
		.replace(/\s*[·×*]\s*10\^/, 'e')
		.replace(/^[−‐-―－]/, '-')
		.replace(/e[−‐-―－]/i, 'e-');
	const meant = NUMBER.test(word) ? [Number(word.replace(',', '.'))] : [];
	return THOUSANDS.test(word) ? [...meant, Number(word.replace(/[,\s]/g, ''))] : meant;
}
