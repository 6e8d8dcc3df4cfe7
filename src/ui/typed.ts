const RAISED = '⁻⁰¹²³⁴⁵⁶⁷⁸⁹';
const NUMBER = /^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i;

/**
 * A number as people write one: its decimal sign may be a comma, its minus a "−" or any dash that a word processor or a phone makes of it,
 * and a power of ten written out, as in "2.6·10⁻⁴" or "2.6*10^-4". NaN where it is none.
 */
export function typedNumber(text: string): number {
	const word = text
		.trim()
		.replace(
			/[⁻⁰¹²³⁴-⁹]+/g,
			(raised) => `^${Array.from(raised, (sign) => '-0123456789'[RAISED.indexOf(sign)]).join('')}`
		)
		.replace(/\s*[·×*]\s*10\^/, 'e')
		.replace(/^[−‐-―－]/, '-')
		.replace(/e[−‐-―－]/i, 'e-');
	return NUMBER.test(word) ? Number(word.replace(',', '.')) : NaN;
}
