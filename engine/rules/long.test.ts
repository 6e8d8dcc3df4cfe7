/** What an equation with numbers shows of a sum that is too long for a picture's place: expected numbers are PyTorch's. */
import { expect, test } from 'vitest';
import { Tape, type Op, type Tensor } from '#engine';
import { binaryCrossEntropyWithLogits } from '../ops/binaryCrossEntropyWithLogits.ts';
import { crossEntropy } from '../ops/crossEntropy.ts';

/** The numbers of an equation, without what ties them to cells. */
function equation(op: Op, build: (tape: Tape) => Tensor[]): string {
	const tape = new Tape();
	const { call } = tape.apply(op, build(tape), {}).writer!;
	const { tex } = op.forward.cell!(call, 0);
	return tex.replace(/\\htmlData\{[^}]*\}\{([^}]*)\}/g, '$1');
}

test('a cross-entropy of several rows is what each of them costs; of one row it is the whole formula', () => {
	const two = equation(crossEntropy as Op, (tape) => [
		tape.input('x', [2, 3], [2, 1, 0.1, 0, 3, 1]),
		tape.input('t', [2], [0, 2])
	]);
	expect(two).toBe('\\tfrac{1}{2} \\big(0.417 + 2.17\\big) = 1.293');
	const one = equation(crossEntropy as Op, (tape) => [
		tape.input('x', [1, 3], [2, 1, 0.1]),
		tape.input('t', [1], [0])
	]);
	expect(one).toContain('-\\ln \\frac{e^{2 - 2}}');
});

test('of many formulas the largest of what they come to are seen; of few, all formulas', () => {
	const bce = (count: number) =>
		equation(binaryCrossEntropyWithLogits as Op, (tape) => [
			tape.input(
				'x',
				[count],
				Array.from({ length: count }, (_, k) => k / 2 - 5)
			),
			tape.input('y', [count], new Array(count).fill(1))
		]);
	expect(bce(20)).toBe('\\tfrac{1}{20} (5.007 + 4.511 + 4.018 + 3.53 + 3.049 + 2.579 + \\cdots) = 1.54');
	expect(bce(2)).toContain('\\ln');
});
