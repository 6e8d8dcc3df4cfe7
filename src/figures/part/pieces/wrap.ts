/** In how many lines a browser sets a short text, told from its letters alone: sizes are needed before anything is drawn. */

/** Where a name without a space may be broken: "cross·Entropy" between its words, "encoder.·rnn.·weight_·hh_·l0" between its names. */
export const broken = (name: string): string => name.replace(/[a-z](?=[A-Z0-9])|[._]/g, '$&\u200b');

/** Lines of a text in so many letters' width: word by word, and a word that is longer than a line is broken anywhere. */
export function linesOf(text: string, letters: number): number {
	const width = Math.max(1, letters);
	let lines = 1;
	let used = 0;
	for (const word of text.split(/(?<= )|\u200b/)) {
		const length = word.trimEnd().length;
		if (used > 0 && used + length > width) {
			lines++;
			used = 0;
		}
		lines += Math.max(0, Math.ceil(length / width) - 1);
		used = length > width ? length % width || width : used + word.length;
	}
	return lines;
}
