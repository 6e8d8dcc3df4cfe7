/** Words as the network was trained on them: a text becomes words it knows, and what they say by the toy grammar. */
import weights from './weights.json' with { type: 'json' };

export const vocabulary: readonly string[] = weights.words;
export const classes: readonly string[] = weights.classes;

export const UNKNOWN = '<unk>';
const [ANIMAL, PERSON, NOBODY] = [0, 1, 2];
const ANIMALS = ['dog', 'cat'];
const NOUNS = ['man', 'woman', ...ANIMALS];
const ATTACKS = ['bites', 'hurts'];

/** More than a sentence needs, and few enough for a page. */
export const MOST = 40;

/** The words of a text, in lower case, without punctuation. */
export const split = (text: string): string[] =>
	text.toLowerCase().match(/<unk>|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

/** What the network reads for a word. */
export const known = (word: string): string => (vocabulary.includes(word) ? word : UNKNOWN);

export const indexOf = (word: string): number => vocabulary.indexOf(known(word));

/** What to type instead of a text that cannot be read. */
export function check(text: string): string | null {
	const count = split(text).length;
	if (count === 0) return 'give at least one word, such as dog bites man';
	return count > MOST ? `it has ${count} words; give at most ${MOST}` : null;
}

/** Names the words that the network does not know. */
export function note(text: string): string | null {
	const strange = [...new Set(split(text).filter((word) => known(word) === UNKNOWN && word !== UNKNOWN))];
	if (!strange.length) return null;
	const quoted = strange.map((word) => `“${word}”`).join(', ');
	return `The network does not know ${quoted}: it reads ${UNKNOWN} instead.`;
}

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

/** The same sentence with its first and its last noun exchanged; where there are no two, its words in reverse. */
export function exchanged(words: readonly string[]): string[] {
	const first = words.findIndex((word) => NOUNS.includes(word));
	const last = words.findLastIndex((word) => NOUNS.includes(word));
	if (first === last) return words.toReversed();
	return words.map((word, k) => (k === first ? words[last]! : k === last ? words[first]! : word));
}
