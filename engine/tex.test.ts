import { expect, test } from 'vitest';
import { Tape } from './index.ts';
import { binaryCrossEntropy } from './ops/binaryCrossEntropy.ts';
import { matmul } from './ops/matmul.ts';
import { mean } from './ops/mean.ts';
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

test('of a sum of few terms that are so long that two lines do not hold them, the largest are written', () => {
	const tape = new Tape();
	const sizes = [3, 9, 1, 8, 2, 7, 4, 6, 5];
	const x = tape.input(
		'x',
		[1, 9],
		sizes.map((size) => -size * 1.2345e-7)
	);
	const w = tape.input('w', [9, 1], Array(9).fill(-1.2345e-4));
	tape.apply(matmul, [x, w], undefined, 'y');
	const [leaf] = tape.trace().leaves;
	const { tex } = leaf!.rule.cell!(leaf!.call, 0);
	const kept = [...tex.matchAll(/tensor=x,cell=(\d)/g)].map(([, k]) => sizes[Number(k)]!);
	expect(kept.length).toBeGreaterThanOrEqual(3);
	expect(kept.length).toBeLessThan(9);
	expect(Math.min(...kept)).toBe(9 - kept.length + 1);
	expect(tex).toContain('\\cdots');
});

test('a mean of few long terms stands in parentheses, where it can break; of short ones over a fraction bar', () => {
	const tape = new Tape();
	const [p, y] = [
		tape.parameter('p', [4], [0.0207, 0.9762, 0.9762, 0.0207]),
		tape.input('y', [4], [0, 1, 1, 0])
	];
	const loss = tape.apply(binaryCrossEntropy, [p, y], {});
	const short = tape.apply(mean, [p], {});
	const texOf = ({ writer }: typeof loss) => writer!.rule.cell!(writer!.call, 0).tex;
	expect(texOf(loss)).toMatch(/^\\tfrac\{1\}\{4\} \(/);
	expect(texOf(short)).toMatch(/^\\frac\{/);
});
