/**
 * A matrix from a spreadsheet or a program, as rows of words: whatever brackets and separators stand around its numbers.
 */
const wordsIn = (text: string): string[][] =>
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
function numbersOf(words: readonly (readonly string[])[]): string | number[][] {
	for (const [r, line] of words.entries()) {
		for (const [c, word] of line.entries()) {
			if (!Number.isFinite(Number(word.replace('−', '-'))))
				return `"${word}", in row ${r}, column ${c} of what was pasted, is not a number: nothing was changed`;
		}
	}
	return words.map((line) => line.map((word) => Number(word.replace('−', '-'))));
}

/** Where a paste begins, in a plane of so many rows, columns and cells. */
interface Place {
	readonly row: number;
	readonly column: number;
	readonly rows: number;
	readonly columns: number;
	readonly count: number;
}

type Pasted =
	| { readonly refusal: string }
	| { readonly numbers: readonly (readonly [row: number, column: number, value: number])[] };

/** Numbers by the row and column where they go; one line of as many as there are cells fills the plane. Null for a single word, which is typed. */
export function pasted(text: string, { row, column, rows, columns, count }: Place): Pasted | null {
	const words = wordsIn(text);
	if (words.flat().length < 2) return null;
	const whole = words.length === 1 && words[0]!.length === count;
	const wide = Math.max(...words.map((line) => line.length));
	if (!whole && (row + words.length > rows || column + wide > columns))
		return {
			refusal: `${words.length}×${wide} numbers do not fit from row ${row}, column ${column} of ${rows}×${columns}: nothing was changed`
		};
	const lines = numbersOf(words);
	if (typeof lines === 'string') return { refusal: lines };
	return {
		numbers: lines.flatMap((line, r) =>
			line.map(
				(value, c) =>
					[whole ? Math.floor(c / columns) : row + r, whole ? c % columns : column + c, value] as const
			)
		)
	};
}
