/** Sentences as the network was trained on them, and what they say by the toy grammar. */
import { checkCount, split, vocabularyOf } from '../words.ts';
import weights from './weights.json' with { type: 'json' };

export const vocabulary = vocabularyOf(weights.words);
export const classes: readonly string[] = weights.classes;

const [ANIMAL, PERSON, NOBODY] = [0, 1, 2];
const ANIMALS = ['dog', 'cat'];
const NOUNS = ['man', 'woman', ...ANIMALS];
const ATTACKS = ['bites', 'hurts'];

/** More than a sentence needs, and few enough for a page. */
const MOST = 40;

/** What to type instead of a text that cannot be read. */
export const check = (text: string): string | null =>
	checkCount(split(text).length, MOST, 'word', 'dog bites man');

/** Names the words that the network does not know. */
export const note = (text: string): string | null => vocabulary.note(split(text));

/** The class that a sentence has by the grammar of train.py; where nobody attacks, nobody is hurt. */
export function truth(words: readonly string[]): number {
	if (words.includes('never')) return NOBODY!;
	const by = words.indexOf('by');
	const verb = words.findIndex((word) => ATTACKS.includes(word));
	const attacker =
		by > 0 && words[by - 1] === 'bitten'
			? words.slice(by).find((word) => NOUNS.includes(word))
			: words.slice(0, Math.max(0, verb)).findLast((word) => NOUNS.includes(word));
	if (!attacker) return NOBODY!;
	return ANIMALS.includes(attacker) ? ANIMAL! : PERSON!;
}

/** A sentence in another order, and how it was made. */
interface Reordered {
	readonly words: readonly string[];
	readonly how: 'with the roles exchanged' | 'in reverse';
}

/** The first and the last noun exchanged; else the words in reverse; null where neither changes what is read. */
export function reordered(read: readonly string[]): Reordered | null {
	const first = read.findIndex((word) => NOUNS.includes(word));
	const last = read.findLastIndex((word) => NOUNS.includes(word));
	const exchanged = read.map((word, k) => (k === first ? read[last]! : k === last ? read[first]! : word));
	const differs = (other: readonly string[]) =>
		other.some((word, k) => vocabulary.known(word) !== vocabulary.known(read[k]!));
	if (differs(exchanged)) return { words: exchanged, how: 'with the roles exchanged' };
	const reversed = read.toReversed();
	return differs(reversed) ? { words: reversed, how: 'in reverse' } : null;
}
