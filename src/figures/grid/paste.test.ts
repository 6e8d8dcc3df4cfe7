import { describe, expect, test } from 'vitest';
import { pasted } from './paste.ts';

const place = { row: 1, column: 1, rows: 3, columns: 4, count: 12 };

/** The numbers, row by row, wherever they go. */
function matrix(text: string): unknown {
	const found = pasted(text, { row: 0, column: 0, rows: 9, columns: 9, count: 81 });
	if (!('numbers' in found)) return found;
	const rows: number[][] = [];
	for (const [r, , value] of found.numbers) (rows[r] ??= []).push(value);
	return rows;
}

describe('numbers that are pasted', () => {
	test('go where the paste begins', () => {
		expect(pasted('1\t-2\n3\t4.5', place)).toEqual({
			numbers: [
				[1, 1, 1],
				[1, 2, -2],
				[2, 1, 3],
				[2, 2, 4.5]
			]
		});
	});

	test.each([
		'1\t-2\r\n3\t4.5\r\n',
		'1 -2\n3 4.5',
		'1,-2\n3,4.5',
		'1, -2; 3, 4.5',
		'1;-2\n3;4.5',
		'[1, −2; 3, 4.5]',
		'[1 -2\n 3 4.5]',
		'1\t–2\n3\t4.5',
		'[[1, −2], ; [3, 4.5]]',
		'[[1,-2],[3,4.5]]',
		'{{1, -2}, {3, 4.5}}',
		'(1,-2)\r\n(3,4.5)',
		'[[ 1.  -2. ]\n [ 3.   4.5]]',
		'tensor([[ 1.0000, -2.0000],\n        [ 3.0000,  4.5000]])',
		'tensor([[1., -2.], [3., 4.5]], dtype=torch.float64, grad_fn=<AddBackward0>)',
		"torch.tensor([[1., -2.], [3., 4.5]], device='cuda:0', requires_grad=True)",
		'array([[ 1. , -2. ],\n       [ 3. ,  4.5]], dtype=float32)',
		'     [,1] [,2]\n[1,]    1 -2.0\n[2,]    3  4.5',
		'1\t-2\n3\t4,5',
		'1;-2\n3;4,5',
		'1,0\t−2,0\n3,0\t0,45e1'
	])('are read from %j', (text) => {
		expect(matrix(text)).toEqual([
			[1, -2],
			[3, 4.5]
		]);
	});

	test('are read from one line', () => {
		expect(matrix('0,5\t1,5')).toEqual([[0.5, 1.5]]);
		expect(matrix('0,5;1,5')).toEqual([[0.5, 1.5]]);
		expect(matrix('1,2,3')).toEqual([[1, 2, 3]]);
		expect(matrix('0,5,1,5')).toEqual([[0, 5, 1, 5]]);
		expect(matrix('[1] 0.5 1.5')).toEqual([[0.5, 1.5]]);
		expect(matrix('[0,5]')).toEqual([[0, 5]]);
		expect(matrix('[1;2]')).toEqual([[1], [2]]);
	});

	test.each(['0,5 1,5', '0,5, 1,5', '1,2\n3,4', '0,5\n1\n2,5', '[0,5 1,5]', '0,5\t1.5', '0.5 1,5'])(
		'are refused where a comma may be either: %j',
		(text) => {
			expect(matrix(text)).toEqual({
				refusal:
					'A comma may part two numbers here, or be a decimal sign: write 0.5, or put a tab or a semicolon between numbers: nothing was changed'
			});
		}
	);

	test.each([
		['10,000.00', '10000.00'],
		['−1,000,000', '−1000000'],
		['1,050.5', '1050.5'],
		['20 000', '20000']
	])('%j is one number of thousands', (text, word) => {
		expect(pasted(text, place)).toEqual({ word });
	});

	test('are read where they are thousands', () => {
		expect(matrix('10,000.00\t2.5\n1,000,000\t-3')).toEqual([
			[10000, 2.5],
			[1000000, -3]
		]);
		expect(matrix('1\t1 000')).toEqual([[1, 1000]]);
		// Numbers of three digits stay numbers.
		expect(matrix('128 255 192')).toEqual([[128, 255, 192]]);
		expect(matrix('128, 255, 192')).toEqual([[128, 255, 192]]);
		expect(matrix('[128,255,192]')).toEqual([[128, 255, 192]]);
		expect(matrix('1,234\t0,5')).toEqual([[1.234, 0.5]]);
	});

	test.each(['10,000', '1,234.50', '1.234,5', '1.000,00', '128,255,192', '1\t2\n3\t1.234,5'])(
		'are refused where a comma may part thousands: %j',
		(text) => {
			expect(matrix(text)).toEqual({
				refusal:
					'A comma may part thousands here, or be a decimal sign, or part two numbers: write 1234 or 1.234, or put a space after a comma between numbers: nothing was changed'
			});
		}
	);

	test('fill the plane where one line has as many as it has cells', () => {
		const found = pasted(Array.from({ length: 12 }, (_, k) => k).join(' '), place);
		expect(found).toMatchObject({ numbers: { length: 12, 0: [0, 0, 0], 5: [1, 1, 5], 11: [2, 3, 11] } });
	});

	test.each([
		['1 2 3 4', '1×4 numbers do not fit from row 1, column 1 of 3×4'],
		['1 two', '"two", in row 0, column 1 of what was pasted, is not a number'],
		['1\t1 00', '"1 00", in row 0, column 1 of what was pasted, is not a number'],
		['1\t\t3', 'Row 0, column 1 of what was pasted is empty'],
		['1 2\n3', 'Row 1 of what was pasted has 1 numbers, and row 0 has 2'],
		['loss: [1, 2]', '"loss:", in row 0, column 0 of what was pasted, is not a number']
	])('are refused, and nothing is changed: %j', (text, why) => {
		expect(pasted(text, place)).toEqual({ refusal: `${why}: nothing was changed` });
	});

	test('a single word is typed, not pasted, and its comma is a decimal sign', () => {
		for (const word of ['7', '0,5', '−1,25']) expect(pasted(` ${word}\n`, place)).toEqual({ word });
		expect(pasted('tensor(0.5)', place)).toEqual({ word: '0.5' });
		expect(pasted('', place)).toEqual({ word: '' });
	});
});
