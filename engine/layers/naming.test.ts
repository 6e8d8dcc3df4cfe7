import { expect, test } from 'vitest';
import { atStep, partOf, tagOf } from './naming.ts';

test('names tell tensors of a network apart, and labels say so in words', () => {
	const encoder = tagOf('enc', undefined, undefined, ' of the encoder');
	expect(atStep(encoder, 'h', 3, 'hidden state')).toMatchObject({
		name: 'h3_enc',
		label: 'hidden state h3 of the encoder'
	});
	expect(atStep(tagOf(undefined, 1, 'reverse'), 'h', 3, 'hidden state')).toMatchObject({
		name: 'h3_l1_reverse',
		label: 'hidden state h3 of layer 2, right to left'
	});
	expect(partOf(tagOf(undefined, 0), 'f', 2, 'net', 'net input of')).toMatchObject({
		name: 'f2_l0.net',
		label: 'net input of f2 of layer 1'
	});
	// A word in the place of a letter would be said twice.
	expect(atStep(encoder, 'alpha', 4, 'attention weights').label).toBe(
		'attention weights at t = 4 of the encoder'
	);
	// Without words for it, a tag is part of the name.
	expect(atStep(tagOf('extra'), 'h', 1, 'hidden state').label).toBe('hidden state h1_extra');
});
