/** The two small languages of the translation lessons: English that is typed, French that is written. */
import { checkCount, split, vocabularyOf } from '../../words.ts';
import corpus from './corpus.json' with { type: 'json' };

export const english: readonly string[] = corpus.english;
export const french: readonly string[] = corpus.french;

export const START = french.indexOf('<start>');
export const END = french.indexOf('<end>');

/** More words than a sentence of the corpus has, and few enough for a page. */
const MOST = 12;

export const source = vocabularyOf(english);

/** The words of an English sentence. */
export const wordsOf = (sentence: string): string[] => split(sentence);

/** What to type instead of a sentence that cannot be read. */
export const check = (sentence: string): string | null =>
	checkCount(wordsOf(sentence).length, MOST, 'word', 'I love you');

/** Names the words that the network does not know. */
export const note = (sentence: string): string | null => source.note(wordsOf(sentence));

const pairs = new Map([...corpus.trained, ...corpus.heldOut].map(([en, fr]) => [en!, fr!]));

/** The right translation, its end included, where the corpus has the sentence; null elsewhere. */
export function translation(words: readonly string[]): readonly string[] | null {
	const found = pairs.get(words.join(' '));
	return found ? [...found.split(' '), '<end>'] : null;
}

/** Words in TeX; <end> keeps its brackets. */
export const texOf = (words: string): string =>
	`\\text{${words.replace(/<(\w+)>/g, '\\textless $1\\textgreater{}')}}`;
