/** What a network says is found by what is done with its scores, and told by name. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isKnown, passesOf, sharesOf } from './answers.ts';
import { Tape } from './index.ts';
import { add } from './ops/add.ts';
import { argmax } from './ops/argmax.ts';
import { concat } from './ops/concat.ts';
import { crossEntropy } from './ops/crossEntropy.ts';
import { matmul } from './ops/matmul.ts';
import { softmax } from './ops/softmax.ts';

const PETS = ['dog', 'cat', 'cow'];

/** Scores of three pets for each row. */
function scores(tape: Tape, rows: number[][]) {
	const x = tape.input('x', [rows.length, 3], rows.flat(), { names: rows.map((_, k) => `photo ${k}`) });
	return tape.apply(add, [x, tape.parameter('b', [3], [0, 0, 0], { names: PETS })], undefined);
}

test('the classes by name, the surest first, and the right one from the loss', () => {
	const tape = new Tape();
	const y = scores(tape, [[0, Math.log(6), Math.log(3)]]);
	tape.apply(crossEntropy, [y, tape.constant('t', [1], [2])], {});
	const [pass, ...none] = passesOf(tape.trace());
	expect(none).toEqual([]);
	expect(pass).toHaveLength(1);
	expect(pass![0]).toMatchObject({ right: 'cow', position: 'photo 0' });
	const shares = sharesOf(pass![0]!);
	expect(shares.map(({ name }) => name)).toEqual(['cat', 'cow', 'dog']);
	[0.6, 0.3, 0.1].forEach((share, k) => expect(shares[k]!.share).toBeCloseTo(share, 12));
});

test('attention, whose weights are read on, is no answer', () => {
	const tape = new Tape();
	const a = tape.apply(softmax, [scores(tape, [[1, 2, 3]])], {});
	tape.apply(matmul, [a, tape.input('v', [3, 2], [1, 2, 3, 4, 5, 6])], undefined);
	expect(passesOf(tape.trace())).toEqual([]);
});

test('scores over nothing that has a name are no answer', () => {
	const tape = new Tape();
	tape.apply(softmax, [tape.input('x', [1, 3], [1, 2, 3])], {});
	expect(passesOf(tape.trace())).toEqual([]);
});

test('rows that are put together and chosen from are one answer each, known when the row is', () => {
	const tape = new Tape();
	const first = scores(tape, [[1, 2, 3]]);
	tape.apply(argmax, [first], undefined);
	const second = scores(tape, [[3, 2, 1]]);
	tape.apply(argmax, [second], undefined);
	tape.apply(softmax, [tape.apply(concat, [first, second], {})], {});
	const [pass] = passesOf(tape.trace());
	expect(pass!.map(({ scores }) => scores)).toEqual([first, second]);
	expect(isKnown(pass![0]!, 2)).toBe(false);
	expect(isKnown(pass![0]!, 3)).toBe(true);
});

test('what was said before an update and after it are two passes', () => {
	const tape = new Tape();
	for (const name of ['forward', 'forward again'])
		tape.scope(name, () => tape.apply(softmax, [scores(tape, [[1, 2, 3]])], {}), {
			part: { kind: 'network' }
		});
	expect(passesOf(tape.trace()).map((pass) => pass.length)).toEqual([1, 1]);
});

test('shares are from 0 to 1, fall, and add up to 1, however large the scores', () => {
	fc.assert(
		fc.property(
			fc.array(fc.double({ min: -1e300, max: 1e300, noNaN: true }), { minLength: 3, maxLength: 3 }),
			(row) => {
				const tape = new Tape();
				tape.apply(softmax, [scores(tape, [row])], {});
				const shares = sharesOf(passesOf(tape.trace())[0]![0]!).map(({ share }) => share);
				expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
				expect(shares).toEqual(shares.toSorted((a, b) => b - a));
				expect(shares.at(-1)!).toBeGreaterThanOrEqual(0);
			}
		)
	);
});
