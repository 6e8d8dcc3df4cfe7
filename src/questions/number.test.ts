import { expect, test } from 'vitest';
import { checkNumber } from './number.ts';

test.each<[string, number, boolean]>([
	['0.25', 0.25, true],
	['.25', 0.25, true],
	['−3', -3, true],
	['-3,5', -3.5, true],
	['0.13', 0.12761, true],
	['0.12', 0.12761, false],
	['0', 0.3, false],
	['0', 0, true],
	['1', 0.996, true],
	['1', 0.8, false],
	['12', 12.4, true],
	['1e-3', 0.001, true],
	['2.6·10^-4', 2.598e-4, true],
	['2,6 × 10⁻⁴', 2.598e-4, true],
	['25%', 0.25, true],
	['-2,5 %', -0.025, true],
	['25 %', 0.26, false],
	['—3', -3, true],
	['‐3', -3, true],
	['－3e—1', -0.3, true],
	['1/3', 1 / 3, true],
	['-1 / 3', -1 / 3, true],
	['1/3', 0.36, false],
	// Thousands are parted by a comma, which elsewhere is the decimal sign.
	['1,000', 1000, true],
	['1,000', 1, true],
	['1,000', 100, false],
	['−12,345.5', -12345.5, true],
	['1 234 567', 1234567, true],
	['0,250', 0.25, true],
	['0,250', 250, false]
])('%s for %f is right: %s', (text, value, is) => {
	expect(checkNumber(text, value)).toEqual({ right: is });
});

test.each([
	'',
	'three',
	'1 2',
	'1 23',
	'1,00,000',
	'1,000 000',
	'--1',
	'1/',
	'1/0',
	'1/2/3',
	'10^',
	'%',
	'1/4%',
	'2%%'
])('%j is no number, and is said to be none', (text) => {
	expect(checkNumber(text, 1)).toHaveProperty('problem');
});
