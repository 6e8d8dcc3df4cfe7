/** A word as the network reads it: letter by letter, and what can come next. */
import { checkCount, spell, UNKNOWN, vocabularyOf } from '../words.ts';
import weights from './weights.json' with { type: 'json' };

export const letters = vocabularyOf(weights.letters);
export const END = '<end>';

/** What can come next, by its number: the end of the word, or a letter. It never guesses an unknown letter. */
export const classes: readonly string[] = [END, ...weights.letters.filter((letter) => letter !== UNKNOWN)];

/** More than these would not be read on a page. */
export const MOST = 12;

/** The letters of a text. */
export const split = (text: string): string[] => spell(text.trim());

/** What to type instead of a text that cannot be read. */
export function check(text: string): string | null {
	const read = split(text);
	if (read.some((letter) => /\s/.test(letter))) return 'give a single word, without spaces';
	return checkCount(read.length, MOST, 'letter', 'c');
}

/** Names the letters that the network does not know. */
export const note = (text: string): string | null => letters.note(split(text));

/** What comes next at every step: the typed letters from the second on, then what the student chose. */
export const followers = (read: readonly string[], next: string): string[] => [...read.slice(1), next];

/** The class of what comes next. There is none for an unknown letter: it counts as class 0, as in training. */
export const classOf = (letter: string): number => Math.max(0, classes.indexOf(letter));
