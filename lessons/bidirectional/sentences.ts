/** Sentences as the taggers were trained on them, and which bank is meant, by the toy grammar. */
import { checkCount, split, vocabularyOf } from '../words.ts';
import weights from './weights.json' with { type: 'json' };

export const vocabulary = vocabularyOf(weights.words);
export const tags: readonly string[] = weights.tags;

const [OTHER, MONEY, RIVER] = [0, 1, 2];

/** More than a sentence needs, and few enough for a page. */
const MOST = 30;

/** What to type instead of a text that cannot be read. */
export const check = (text: string): string | null =>
	checkCount(split(text).length, MOST, 'word', 'I went to the bank to fish');

/** The bank that a sentence speaks of, by what one does there or what kind it is; null where none or both are said. */
function bankOf(read: readonly string[]): number | null {
	const says = (bank: readonly string[]) => read.some((word) => bank.includes(word));
	const [money, river] = [says(weights.says.money), says(weights.says.river)];
	return money === river ? null : money ? MONEY! : RIVER!;
}

/** Names the words that the network does not know, and says when nothing tells the banks apart. */
export function note(text: string): string | null {
	const read = split(text);
	const bank = !read.includes('bank')
		? 'There is no bank in it, so every word has the same right tag.'
		: bankOf(read) === null
			? `Nothing in it decides which bank is meant: “${tags[MONEY!]}” counts as right.`
			: null;
	return [vocabulary.note(read), bank].filter(Boolean).join(' ') || null;
}

/** The right tag of every word; a bank that nothing decides counts as one for money. */
export const truth = (read: readonly string[]): number[] =>
	read.map((word) => (word === 'bank' ? (bankOf(read) ?? MONEY!) : OTHER!));
