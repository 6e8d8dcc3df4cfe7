import { expect, test } from 'vitest';
import { Tape } from './index.ts';
import { matmul } from './ops/matmul.ts';
import { joined } from './tex.ts';

test('of a long sum, the largest terms are written, in their order', () => {
	const sizes = [0, 0, 0, -7, 0, 0, 1, 0, 0, 0, 0, 9, 2];
	const part = (k: number) => String(sizes[k]);
	expect(joined(13, part, ' + ', 12, () => sizes)).toBe(
		'0 + 0 + \\cdots + -7 + \\cdots + 1 + \\cdots + 9 + 2'
	);
	expect(joined(3, part, ' + ', 12, () => sizes.slice(0, 3))).toBe('0 + 0 + 0');
});

test('the equation of a cell shows where its sum comes from', () => {
	const tape = new Tape();
	const x = tape.input(
		'x',
		[1, 40],
		Array.from({ length: 40 }, (_, k) => (k === 25 ? 0.7 : 0))
	);
	const w = tape.input('w', [40, 1], Array(40).fill(0.11));
	tape.apply(matmul, [x, w], undefined, 'y');
	const [leaf] = tape.trace().leaves;
	const { tex } = leaf!.rule.cell!(leaf!.call, 0);
	expect(tex).toContain('cell=25}{0.7}');
});
