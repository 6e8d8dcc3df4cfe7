import { describe, expect, test } from 'vitest';
import { pasted } from './paste.ts';

const place = { row: 1, column: 1, rows: 3, columns: 4, count: 12 };

describe('numbers that are pasted', () => {
	test('go where the paste begins, in whatever brackets and separators they stand', () => {
		const expected = {
			numbers: [
				[1, 1, 1],
				[1, 2, -2],
				[2, 1, 3],
				[2, 2, 4.5]
			]
		};
		for (const text of ['1\t-2\n3\t4.5', '[[1, −2], ; [3, 4.5]]', '1 -2; 3 4.5', '(1,-2)\r\n(3,4.5)'])
			expect(pasted(text, place), text).toEqual(expected);
	});

	test('fill the plane where one line has as many as it has cells', () => {
		const found = pasted(Array.from({ length: 12 }, (_, k) => k).join(' '), place);
		expect(found).toMatchObject({ numbers: { length: 12, 0: [0, 0, 0], 5: [1, 1, 5], 11: [2, 3, 11] } });
	});

	test('are refused where they do not fit or are none, and nothing is changed', () => {
		expect(pasted('1 2 3 4', place)).toEqual({
			refusal: '1×4 numbers do not fit from row 1, column 1 of 3×4: nothing was changed'
		});
		expect(pasted('1 two', place)).toEqual({
			refusal: '"two", in row 0, column 1 of what was pasted, is not a number: nothing was changed'
		});
	});

	test('a single word is typed, not pasted', () => {
		expect(pasted('7', place)).toBeNull();
		expect(pasted('', place)).toBeNull();
	});
});
