/** A matrix from a spreadsheet or a program: rows of numbers, whatever brackets and separators stand around them. */
export function numbersIn(text: string): number[][] {
	return text
		.replaceAll(/[[\]{}()]/g, ' ')
		.trim()
		.split(/\r?\n|;/)
		.map((line) =>
			line
				.trim()
				.split(/[\s,]+/)
				.filter(Boolean)
				.map(Number)
		);
}
