/** Where a recurrent network reads and where it answers: five shapes of one and the same unrolled figure. */

/** For each time step, the word that is read, or null where nothing is; and whether there is an output. */
export type Plan = readonly { readonly word: string | null; readonly answers: boolean }[];

export const shapes = {
	'many to one': 'many to one: a sentence, one answer',
	'one to one': 'one to one: a word, one answer',
	'one to many': 'one to many: a word, an answer at every step',
	'many to many': 'many to many: an answer after every word',
	'many to many later': 'many to many, unequal: first reads, then answers'
} as const;

/** Steps that are added where the network goes on without input. */
const AFTER = 2;

export function planOf(shape: keyof typeof shapes, words: readonly string[]): Plan {
	const last = words.length - 1;
	const nothing = { word: null, answers: true };
	switch (shape) {
		case 'one to one':
			return [{ word: words[0]!, answers: true }];
		case 'one to many':
			return [{ word: words[0]!, answers: true }, nothing, nothing];
		case 'many to one':
			return words.map((word, k) => ({ word, answers: k === last }));
		case 'many to many':
			return words.map((word) => ({ word, answers: true }));
		case 'many to many later':
			return [...words.map((word) => ({ word, answers: false })), ...Array<Plan[0]>(AFTER).fill(nothing)];
	}
}
