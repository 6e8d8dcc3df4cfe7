/**
 * A matrix from a spreadsheet or a program, as rows of words: whatever brackets and separators stand around its numbers.
 */
export const wordsIn = (text: string): string[][] =>
	text
		.replaceAll(/[[\]{}()]/g, ' ')
		.trim()
		.split(/\r?\n|;/)
		.map((line) =>
			line
				.trim()
				.split(/[\s,]+/)
				.filter(Boolean)
		)
		.filter((line) => line.length > 0);

/** Why words cannot be pasted, or their numbers. */
export function numbersOf(words: readonly (readonly string[])[]): string | number[][] {
	for (const [r, line] of words.entries()) {
		for (const [c, word] of line.entries()) {
			if (!Number.isFinite(Number(word.replace('−', '-'))))
				return `"${word}", in row ${r}, column ${c} of what was pasted, is not a number: nothing was changed`;
		}
	}
	return words.map((line) => line.map((word) => Number(word.replace('−', '-'))));
}
