/** A typed text as a network reads it: words, or the letters of one, each with a row in the network's table. */
import { listed } from '#engine/lists.ts';
import { cut } from './cut.ts';

/** What is read for all that has no row of its own. */
export const UNKNOWN = '<unk>';

const plain = (text: string) => text.normalize('NFC').toLowerCase();

/** The words of a text, in lower case, without punctuation; `<unk>` can be one, or a part of one. */
export const split = (text: string): string[] =>
	plain(text).match(/(?:<unk>|[\p{L}\p{N}])+(?:['’-](?:<unk>|[\p{L}\p{N}])+)*/gu) ?? [];

/** The signs of a text, in lower case; `<unk>` counts as one. */
export const spell = (text: string): string[] => plain(text).match(/<unk>|./gsu) ?? [];

/** What a network knows: the words, or letters, in the order of the rows of its table. */
export function vocabularyOf(tokens: readonly string[]) {
	const known = (token: string): string => (tokens.includes(token) ? token : UNKNOWN);
	return {
		tokens,
		/** What the network reads for a token. */
		known,
		/** The row of the table. */
		indexOf: (token: string): number => tokens.indexOf(known(token)),
		/** What sentences call a token. */
		labelOf: (token: string): string =>
			known(token) === token ? quoted(token) : `${known(token)} (for ${quoted(token)})`,
		/** Names those that the network does not know; null where there are none. */
		note(read: readonly string[]): string | null {
			const strange = [...new Set(read.filter((token) => known(token) !== token))];
			if (!strange.length) return null;
			return `The network does not know ${listed(strange.map(quoted))}: it reads ${UNKNOWN} instead.`;
		}
	};
}

/** What to type instead of nothing, or of too many; null where a text can be read. */
export function checkCount(count: number, most: number, unit: string, example: string): string | null {
	if (count === 0) return `give at least one ${unit}, such as ${example}`;
	return count > most ? `it has ${count} ${unit}s; give at most ${most}` : null;
}

export const quoted = (text: string): string => `“${cut(text)}”`;
