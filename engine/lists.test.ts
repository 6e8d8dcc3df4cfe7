import { expect, test } from 'vitest';
import { either, listed } from './lists.ts';

test('names in a sentence: one, two, many, and more than fit', () => {
	expect(listed(['input'])).toBe('input');
	expect(listed(['input', 'kernel'])).toBe('input and kernel');
	expect(listed(['input', 'kernel', 'bias'])).toBe('input, kernel and bias');
	expect(listed(['a', 'b', 'c', 'd'], 3)).toBe('a, b and 2 more');
	expect(either(['none', 'mean', 'sum'])).toBe('none, mean or sum');
});
