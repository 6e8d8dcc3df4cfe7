/** Any words can be typed: each different one is a token, with a row in a table of random numbers. */
import { checkCount, split } from '../words.ts';

/** More than these would not be read on a page. */
const MOST = 12;

export const check = (text: string): string | null =>
	checkCount(split(text).length, MOST, 'word', 'dog bites man');

/** The different words in the order of the alphabet, so that the order of a sentence does not change the table. */
export const tokensOf = (words: readonly string[]): readonly string[] =>
	[...new Set(words)].sort((a, b) => (a < b ? -1 : 1));
