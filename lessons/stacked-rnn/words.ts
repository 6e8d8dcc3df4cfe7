/** A word as the network reads it: letter by letter, each as the number of its row of the table. */
import weights from './weights.json' with { type: 'json' };

const letters: readonly string[] = weights.letters;
export const UNKNOWN = '<unk>';
export const END = '<end>';

/** What can come next, by its number: the end of the word, or a letter. It never guesses an unknown letter. */
export const classes: readonly string[] = [END, ...letters.slice(1)];

/** More than these would not be read on a page. */
export const MOST = 12;

/** The letters of a text, in lower case. */
export const split = (text: string): string[] => [...text.trim().normalize('NFC').toLowerCase()];

/** What the network reads for a letter. */
export const known = (letter: string): string => (letters.includes(letter) ? letter : UNKNOWN);

export const indexOf = (letter: string): number => letters.indexOf(known(letter));

/** What to type instead of a text that cannot be read. */
export function check(text: string): string | null {
	const read = split(text);
	if (!read.length) return 'give at least one letter, such as c';
	if (read.some((letter) => /\s/.test(letter))) return 'give a single word, without spaces';
	return read.length > MOST ? `it has ${read.length} letters; give at most ${MOST}` : null;
}

/** Names the letters that the network does not know. */
export function note(text: string): string | null {
	const strange = [...new Set(split(text).filter((letter) => known(letter) === UNKNOWN))];
	if (!strange.length) return null;
	const quoted = strange.map((letter) => `“${letter}”`).join(', ');
	return `The network knows the letters a to z: for ${quoted} it reads ${UNKNOWN}.`;
}

/** What comes next at every step: the typed letters from the second on, then what the student chose. */
export const followers = (read: readonly string[], next: string): string[] => [...read.slice(1), next];

/** The class of what comes next. There is none for an unknown letter: it counts as class 0, as in training. */
export const classOf = (letter: string): number => Math.max(0, classes.indexOf(letter));
