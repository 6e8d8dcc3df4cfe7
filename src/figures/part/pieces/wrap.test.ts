import { expect, test } from 'vitest';
import { broken, linesOf } from './wrap.ts';

test('a text is set word by word', () => {
	expect(linesOf('one two three', 20)).toBe(1);
	expect(linesOf('one two three', 8)).toBe(2);
	// Letters alone would fit into two lines, words do not.
	expect(linesOf('seven eleven seven', 10)).toBe(3);
	expect(linesOf('', 10)).toBe(1);
});

test('a word that is longer than a line is broken, at its names where it has any', () => {
	expect(linesOf('abcdefghijkl', 5)).toBe(3);
	expect(broken('crossEntropy')).toBe('cross\u200bEntropy');
	expect(linesOf(broken('crossEntropy'), 8)).toBe(2);
	expect(linesOf(broken('encoder.rnn.weight_hh_l0'), 12)).toBe(2);
});
