import { expect, test } from 'vitest';
import { percent } from './percent.ts';

test.each([
	[0, '0 %'],
	[0.004, '< 1 %'],
	[0.63, '63 %'],
	[0.987, '98.7 %'],
	[0.9999, '> 99.9 %'],
	[1, '100 %'],
	[NaN, 'NaN']
])('%f is %s', (share, text) => {
	expect(percent(share).replaceAll('\u2009', ' ')).toBe(text);
});
