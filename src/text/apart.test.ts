import { expect, test } from 'vitest';
import { apart, under } from './apart.ts';

test('each number stands under its formula', () => {
	expect(under('\\text{here} \\qquad \\text{there}', '12 \\qquad 7')).toEqual([
		['\\text{here}', '12'],
		['\\text{there}', '7']
	]);
	expect(under('a + b', '1 + 2 = 3')).toEqual([['a + b', '1 + 2 = 3']]);
	expect(under('n', '3 \\qquad \\text{cut}')).toEqual([['n'], ['3'], ['\\text{cut}']]);
});

test('what stands in braces is not taken apart', () => {
	expect(apart('\\sqrt{a \\qquad b}')).toEqual(['\\sqrt{a \\qquad b}']);
	expect(apart('a \\qquad \\left|b\\right|')).toEqual(['a', '\\left|b\\right|']);
});
