/** Words as the taggers were trained on them, and which bank is meant, by the toy grammar. */
import weights from './weights.json' with { type: 'json' };

export const vocabulary: readonly string[] = weights.words;
export const tags: readonly string[] = weights.tags;

export const UNKNOWN = '<unk>';
const [OTHER, MONEY, RIVER] = [0, 1, 2];
/** Words that say which bank is meant: what one goes there for, and what kind of bank it is. */
const SAYS: Readonly<Record<number, readonly string[]>> = {
	[MONEY!]: weights.says.money,
	[RIVER!]: weights.says.river
};

/** More than a sentence needs, and few enough for a page. */
const MOST = 30;

/** The words of a text, in lower case, without punctuation. */
export const split = (text: string): string[] =>
	text.toLowerCase().match(/<unk>|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

/** What the network reads for a word. */
export const known = (word: string): string => (vocabulary.includes(word) ? word : UNKNOWN);

export const indexOf = (word: string): number => vocabulary.indexOf(known(word));

/** What to type instead of a text that cannot be read. */
export function check(text: string): string | null {
	const count = split(text).length;
	if (count === 0) return 'give at least one word, such as I went to the bank to fish';
	return count > MOST ? `it has ${count} words; give at most ${MOST}` : null;
}

/** Names the words that the network does not know, and says when there is nothing to tell apart. */
export function note(text: string): string | null {
	const words = split(text);
	const strange = [...new Set(words.filter((word) => known(word) === UNKNOWN && word !== UNKNOWN))];
	const quoted = strange.map((word) => `“${word}”`).join(', ');
	const unknown = strange.length ? `The network does not know ${quoted}: it reads ${UNKNOWN} instead.` : '';
	const bank = words.includes('bank') ? '' : 'There is no bank in it, so every word has the same right tag.';
	return [unknown, bank].filter(Boolean).join(' ') || null;
}

/** The right tag of every word; a bank that nothing explains is one for money. */
export function truth(words: readonly string[]): number[] {
	const river = words.some((word) => SAYS[RIVER!]!.includes(word));
	const money = words.some((word) => SAYS[MONEY!]!.includes(word));
	const bank = river && !money ? RIVER! : MONEY!;
	return words.map((word) => (word === 'bank' ? bank : OTHER!));
}
