import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packed, unpacked } from './link.ts';

test('a program comes back from its link as it was', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (program) => {
			const text = packed(program.toWellFormed())!;
			expect(text).toMatch(/^[\w-]*$/);
			expect(unpacked(text)).toBe(program.toWellFormed());
		})
	);
});

test('a program that is too long for a link has none', () => {
	const digits = Array.from({ length: 20_000 }, (_, k) => Math.imul(k, 0x9e3779b1) >>> 0).join(' ');
	expect(packed(digits)).toBe(null);
});

test('what is no program is none: other letters, and a few that stand for megabytes', () => {
	for (const text of ['%', 'AAAA', 'not a program', packed('x = 1')!.slice(0, 5)])
		expect(unpacked(text)).toBe(null);
	expect(unpacked(packed('#'.repeat(3_000_000))!) === null).toBe(true);
});
