import { expect, test } from 'vitest';
import { shortened } from './name.ts';

test.each([
	[
		'Forget gate times old cell state, number by number.',
		'Forget gate times old cell state, number by number'
	],
	[
		'Kernel 0 times the window adds up to 1.567. It is the largest.',
		'Kernel 0 times the window adds up to 1.567'
	],
	['Which of them?', 'Which of them?'],
	['no sentence', 'no sentence'],
	['', '']
])('%s', (text, name) => {
	expect(shortened(text)).toBe(name);
});

test('a long sentence is cut between words, and one word anywhere', () => {
	const name = shortened(`${'a word '.repeat(20)}.`);
	expect(name).toMatch(/(a|word)…$/);
	expect(name.length).toBeLessThanOrEqual(80);
	expect(shortened('x'.repeat(200))).toHaveLength(80);
});
