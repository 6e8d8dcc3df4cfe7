/**
 * A matrix as a spreadsheet or a program writes it, as rows of words: tabs, lines, commas, semicolons or brackets part
 * its numbers. A comma may also be a decimal sign, or part thousands. Where a text can be read in two ways, nothing is
 * guessed.
 */

/** What R puts before its rows, above its columns and before the lines of a vector: "[1,]", "[,1]", "[1] 0.5". */
const LABELS = /\[\d+,\]|\[,\d+\]|^[^\S\n]*\[\d+\](?=[^\S\n]+[-−+.\d])/gm;
/** Brackets that hold no others. */
const INNERMOST = /[[({]([^[\](){}]*)[\])}]/g;
/** What Python puts around them: "tensor(", "array(", and after the numbers ", dtype=torch.float64". */
const AROUND =
	/\b(?:(?:torch|np|numpy)\.)?(?:tensor|array|matrix)(?=\()|,\s*\w+=(?:<[^>]*>|'[^']*'|[\w.]+)/gi;

/** A comma right before a digit, as in a decimal number: "0,5", ",5". */
const CLOSE = /\d,\d|(?:^|\s),\d/;
const POINT = /\d\.|\.\d/;
/** A number, its decimal sign a comma if it has one; and one that has. */
const LONE = /^[-−+]?\d*,?\d+(?:e[-−+]?\d+)?$/i;

/** Thousands parted as in English, as in much of Europe, and by spaces. */
const BY_COMMA = /^[-−+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
const BY_POINT = /^[-−+]?[1-9]\d{0,2}(?:\.\d{3})+,\d+$/;
const BY_SPACE = /^[-−+]?[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d*)?$/;
/** A group that is no number of its own: nobody writes 000 for 0, or 050 for 50. */
const ONLY_A_GROUP = /[, ]0\d\d/;

/** What a comma may mean in a text, where that cannot be told. */
export type Unclear = 'part or decimal sign' | 'thousands';

/** Rows of words; an empty word is an empty cell of a spreadsheet. */
export function rowsOf(text: string): string[][] | Unclear {
	const given = text.replaceAll('\r', '').replace(AROUND, '').replace(LABELS, ' ');
	const bare = withoutThousands(given);
	if (bare === null) return 'thousands';
	const groups = [...bare.matchAll(INNERMOST)].map(([, inner]) => inner!);
	const outside = bare.replace(INNERMOST, '').replaceAll(/[\s,;[\](){}]/g, '');
	const rows = groups.length && !outside ? bracketed(groups) : unbracketed(bare);
	return rows?.filter((row) => row.some(Boolean)) ?? 'part or decimal sign';
}

/** The same with "10,000.00" as 10000.00; null where "1,234" may be a number of thousands or something else. */
function withoutThousands(text: string): string | null {
	const cells = text.split(/[\t\n;]/).map((cell) => cell.trim());
	const parted = cells.filter((cell) => /[,\s]/.test(cell));
	// Of decimal numbers, or of numbers that commas part, most are not of groups of three.
	if (!parted.every((cell) => BY_COMMA.test(cell) || BY_POINT.test(cell) || BY_SPACE.test(cell))) return text;
	const sure = parted.filter(
		(cell) => ONLY_A_GROUP.test(cell) && (/,.*[,.]/.test(cell) || !cell.includes(','))
	);
	if (sure.length < parted.length) return text.includes(',') ? null : text;
	return text.replaceAll(/(?<=\d)[, ](?=\d{3})/g, '');
}

/** In brackets, commas part numbers; rows have brackets of their own, or semicolons or lines between them. */
function bracketed(groups: readonly string[]): string[][] | null {
	const lines = groups.length > 1 ? groups.map((group) => group.replaceAll('\n', ' ')) : groups;
	const rows = lines.flatMap((line) => line.split(/[;\n]/));
	return rows.some((row) => CLOSE.test(row) && /[^\s,]\s+[^\s,]/.test(row)) ? null : rows.map(words);
}

function unbracketed(text: string): string[][] | null {
	const lines = text.split('\n').filter((line) => line.trim());
	const sign = text.includes('\t') ? '\t' : ';';
	const table = lines.map((line) => line.split(sign).map((cell) => cell.trim()));
	for (const row of table) while (row.at(-1) === '') row.pop();
	const cells = table.flat();
	const isTable =
		table.some((row) => row.length > 1) && (sign === '\t' || !cells.some((cell) => /\s|,.*,|,\D/.test(cell)));
	const pointed = POINT.test(text);
	if (isTable) return pointed && cells.some((cell) => CLOSE.test(cell)) ? null : table;
	const alone = cells.every((cell) => LONE.test(cell)) && CLOSE.test(text);
	if (alone) return cells.length > 1 ? null : [cells];
	// Here semicolons end rows, as in "1 2; 3 4".
	const unclear = (row: string) =>
		CLOSE.test(row) && (/[^\s,]\s+[^\s,]/.test(row) || (!pointed && /\S\s+\S/.test(row)));
	return cells.some(unclear) ? null : cells.map(words);
}

const words = (row: string): string[] => row.split(/[\s,]+/).filter(Boolean);
