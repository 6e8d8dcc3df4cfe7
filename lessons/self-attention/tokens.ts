/** What the decoder reads: French words that are typed, or the translation of an English sentence. */
import { listed } from '#engine/lists.ts';
import { END, french, source, START, translation, wordsOf } from '../shared/translation/words.ts';
import { checkCount, quoted } from '../words.ts';

/** As many words as a sentence of the course has. */
const MOST = 12;
const READABLE = french.filter((word) => !word.startsWith('<'));

/** French words in lower case; an apostrophe ends one, as in t' and l'. */
const cutUp = (text: string): string[] =>
	text
		.normalize('NFC')
		.toLowerCase()
		.replaceAll('<end>', ' ')
		.match(/[\p{L}\p{N}]+['’]?/gu)
		?.map((word) => word.replace('’', "'")) ?? [];

const known = (word: string) => READABLE.includes(word);

/** The right translation, without its end, where the text is an English sentence of the corpus. */
const translated = (text: string): string[] | null =>
	translation(wordsOf(text))?.filter((word) => word !== '<end>') ?? null;

/** The French words that a text stands for. */
export function wordsIn(text: string): readonly string[] {
	const words = cutUp(text);
	return words.every(known) ? words : (translated(text) ?? words);
}

/** What to type instead of a text that cannot be read. */
export function check(text: string): string | null {
	const words = cutUp(text);
	const problem = checkCount(words.length, MOST, 'word', "je t' aime");
	if (problem || words.every(known) || translated(text)) return problem;
	const english = wordsOf(text);
	if (english.every((word) => source.known(word) === word))
		return 'the corpus has no translation of it; give another English sentence, such as i love you, or French words';
	const strange = listed([...new Set(words.filter((word) => !known(word)))].map(quoted));
	return `French has no word for what it does not know: give words of the corpus in place of ${strange}, such as ${READABLE.filter(
		(word) => word.length > 3
	)
		.slice(0, 4)
		.join(', ')}`;
}

/** What an English sentence is read as. */
export const note = (text: string): string | null =>
	cutUp(text).every(known) ? null : `Its French translation is read: ${wordsIn(text).join(' ')}.`;

export interface Row {
	/** What stands at this position. */
	readonly reads: string;
	readonly index: number;
	/** What the decoder has to say here; null after the end. */
	readonly says: string | null;
}

/** A row for each word and one for the end; with `shifted`, one for the start, and none for the end. */
export function rowsOf(words: readonly string[], shifted: boolean): readonly Row[] {
	const whole = ['<start>', ...words, '<end>'];
	const all = whole.map((reads, k) => ({
		reads,
		index: reads === '<start>' ? START : reads === '<end>' ? END : french.indexOf(reads),
		says: whole[k + 1] ?? null
	}));
	return shifted ? all.slice(0, -1) : all.slice(1);
}
