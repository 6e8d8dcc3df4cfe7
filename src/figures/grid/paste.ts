/** Where the numbers of a pasted matrix go, or why they go nowhere. */
import { rowsOf, type Unclear } from './rows.ts';
import { typedNumber } from '#src/ui/typed.ts';

/** Where a paste begins, in a plane of so many rows, columns and cells. */
export interface Place {
	readonly row: number;
	readonly column: number;
	readonly rows: number;
	readonly columns: number;
	readonly count: number;
}

type Pasted =
	/** A single word is typed, not pasted. */
	| { readonly word: string }
	| { readonly refusal: string }
	| { readonly numbers: readonly (readonly [row: number, column: number, value: number])[] };

const UNCLEAR: Readonly<Record<Unclear, string>> = {
	'part or decimal sign':
		'A comma may part two numbers here, or be a decimal sign: write 0.5, or put a tab or a semicolon between numbers',
	thousands:
		'A comma may part thousands here, or be a decimal sign, or part two numbers: write 1234 or 1.234, or put a space after a comma between numbers'
};

/** Numbers by the row and column where they go; one line of as many as there are cells fills the plane. */
export function pasted(text: string, { row, column, rows, columns, count }: Place): Pasted {
	const refused = (why: string) => ({ refusal: `${why}: nothing was changed` });
	const words = rowsOf(text);
	if (typeof words === 'string') return refused(UNCLEAR[words]);
	if (words.flat().length < 2) return { word: words[0]?.[0] ?? '' };
	const wide = words[0]!.length;
	const uneven = words.findIndex((line) => line.length !== wide);
	for (const [r, line] of words.entries())
		for (const [c, word] of line.entries())
			if (!Number.isFinite(typedNumber(word)))
				return refused(
					word
						? `"${word.slice(0, 40)}", in row ${r}, column ${c} of what was pasted, is not a number`
						: `Row ${r}, column ${c} of what was pasted is empty`
				);
	if (uneven > 0)
		return refused(
			`Row ${uneven} of what was pasted has ${words[uneven]!.length} numbers, and row 0 has ${wide}`
		);
	const whole = words.length === 1 && wide === count;
	if (!whole && (row + words.length > rows || column + wide > columns))
		return refused(
			`${words.length}×${wide} numbers do not fit from row ${row}, column ${column} of ${rows}×${columns}`
		);
	return {
		numbers: words.flatMap((line, r) =>
			line.map(
				(word, c) =>
					[
						whole ? Math.floor(c / columns) : row + r,
						whole ? c % columns : column + c,
						typedNumber(word)
					] as const
			)
		)
	};
}
