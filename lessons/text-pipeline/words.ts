/** Words as the network reads them: letter by letter, each as the number of a row of its table. */
import { checkCount, quoted, spell, split, vocabularyOf } from '../words.ts';
import weights from './weights.json' with { type: 'json' };

export const letters = vocabularyOf(weights.letters);
export const classes: readonly string[] = weights.classes;

/** More than these would not be read on a page. */
const [MOST_WORDS, MOST_LETTERS] = [8, 16];

/** The row of the table for every letter; the row of padding is nobody's letter. */
export const indices = (word: string): number[] => spell(word).map(letters.indexOf);

/** What to type instead of a text that cannot be read. */
export function check(text: string): string | null {
	const words = split(text);
	const long = words.find((word) => spell(word).length > MOST_LETTERS);
	return (
		checkCount(words.length, MOST_WORDS, 'word', 'walked') ??
		(long ? `${quoted(long)} has ${spell(long).length} letters; give at most ${MOST_LETTERS} a word` : null)
	);
}

/** Names the letters that the network does not know. */
export const note = (text: string): string | null => letters.note(split(text).flatMap(spell));

/** The class that a regular verb's form has by its ending. */
export const truth = (word: string): number => (word.endsWith('ing') ? 2 : word.endsWith('ed') ? 1 : 0);
