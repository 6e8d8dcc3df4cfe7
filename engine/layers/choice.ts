/** How a decoder picks the next word from its scores: the highest one, or one drawn at random. */
import { fail } from '../errors.ts';
import { argmax } from '../ops/argmax.ts';
import { div } from '../ops/div.ts';
import { multinomial } from '../ops/multinomial.ts';
import { softmax } from '../ops/softmax.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { numberNamed } from './constants.ts';
import { tagged, type Tag } from './naming.ts';

export interface ChoiceOptions {
	/** Draws words at random: below 1 high scores are preferred more, above 1 less. Greedy where left out. */
	temperature?: number;
	/** The same seed draws the same words; 0 where left out. */
	seed?: number;
	/** The word of an index: what the places of chosen words are called. */
	wordOf?(index: number): string;
}

/** The index of the t-th word, counted from 1: a tensor of one number for each row of scores. */
export function choose(
	tape: Tape,
	logits: Tensor,
	t: number,
	{ temperature, seed = 0, wordOf }: ChoiceOptions,
	tag: Tag
): Tensor {
	const naming = { ...tagged(tag, 'word', 'word', 'w'), ...(wordOf && { nameOf: wordOf }) };
	if (temperature === undefined)
		return tape.scope('choice', () => tape.apply(argmax, [logits], undefined, naming), {
			about: 'The word with the highest score is taken: greedy decoding.',
			part: { kind: 'choice' }
		});
	if (!Number.isFinite(temperature) || temperature <= 0)
		fail(
			'attribute',
			`The temperature is ${temperature}: give a number above 0, such as 1; leave it out for the highest score`
		);
	return tape.scope(
		'choice',
		() => {
			const by = numberNamed(tape, 'temperature', temperature, 'temperature', '\\tau');
			const scaled = tape.apply(
				div,
				[logits, by],
				undefined,
				tagged(tag, 'tempered', 'logits by temperature', '\\ell_\\tau')
			);
			const p = tape.apply(softmax, [scaled], {}, tagged(tag, 'p', 'probabilities', 'p'));
			// Every word has a seed of its own, so that a word does not depend on how many were drawn before.
			return tape.apply(multinomial, [p], { seed: seed + 1000003 * t }, naming);
		},
		{
			about: `The scores are divided by ${temperature}, turned into probabilities, and a word is drawn.`,
			part: { kind: 'choice' }
		}
	);
}
