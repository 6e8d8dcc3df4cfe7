/** Words as the network reads them: letter by letter, each as the number of a row of its table. */
import weights from './weights.json' with { type: 'json' };

export const letters: readonly string[] = weights.letters;
export const classes: readonly string[] = weights.classes;

const [PAD, UNKNOWN] = [0, 1];

/** More than these would not be read on a page. */
const MOST_WORDS = 8;
const MOST_LETTERS = 16;

/** What stands between spaces, commas and other marks, in lower case. */
export const split = (text: string): string[] =>
	text
		.normalize('NFC')
		.toLowerCase()
		.match(/[\p{L}\p{N}'’-]+/gu) ?? [];

/** The row of the table for every letter; the row of padding is nobody's letter. */
export const indices = (word: string): number[] =>
	[...word].map((letter) => {
		const found = letters.indexOf(letter);
		return found > PAD! ? found : UNKNOWN!;
	});

/** What to type instead of a text that cannot be read. */
export function check(text: string): string | null {
	const words = split(text);
	if (!words.length) return 'give at least one word, such as walked';
	if (words.length > MOST_WORDS) return `it has ${words.length} words; give at most ${MOST_WORDS}`;
	const long = words.find((word) => [...word].length > MOST_LETTERS);
	return long ? `“${long}” has ${[...long].length} letters; give at most ${MOST_LETTERS} a word` : null;
}

/** Names the letters that the network does not know. */
export function note(text: string): string | null {
	const strange = new Set(
		split(text).flatMap((word) => [...word].filter((letter) => !letters.includes(letter)))
	);
	if (!strange.size) return null;
	return `The network knows the letters a to z: for ${[...strange].map((letter) => `“${letter}”`).join(', ')} it reads <unk>.`;
}

/** The class that a regular verb's form has by its ending. */
export const truth = (word: string): number => (word.endsWith('ing') ? 2 : word.endsWith('ed') ? 1 : 0);
