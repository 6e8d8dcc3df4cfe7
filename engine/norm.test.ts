/** Norms of numbers whose squares no number holds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normOf, Tape, stepAt } from './index.ts';
import { norm } from './ops/norm.ts';
import { clipByNorm } from './optimizers/clip.ts';

test.each([
	[[3, 4], 5],
	[[3e200, -4e200], 5e200],
	[[3e-200, 4e-200], 5e-200],
	[[0, -0], 0],
	[[], 0],
	[[1e-320], 1e-320],
	[[-Infinity, 1], Infinity],
	[[NaN, Infinity], NaN],
	[[Number.MAX_VALUE, Number.MAX_VALUE], Infinity]
])('the norm of %j is %d', (numbers, expected) => {
	const found = normOf(numbers);
	if (Number.isFinite(expected) && expected > 1e-300) expect(found / expected).toBeCloseTo(1, 14);
	else expect(found).toBe(expected);
});

test('numbers twice as large, or 2^400 times, have a norm that is exactly so much larger', () => {
	const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 });
	fc.assert(
		fc.property(numbers, fc.integer({ min: -700, max: 900 }), (list, power) => {
			const kept = list.map((x) => (Math.abs(x) < 1e-6 ? 1 : x));
			expect(normOf(kept.map((x) => x * 2 ** power))).toBe(normOf(kept) * 2 ** power);
		})
	);
});

test('several arrays count as one', () => expect(normOf([1, 2], [], [2])).toBe(3));

describe('the op', () => {
	const small = () => {
		const tape = new Tape();
		const x = tape.input('x', [2], [3e-200, -4e-200]);
		const y = tape.scope('forward', () => tape.apply(norm, [x], undefined, 'y'));
		tape.backward(y);
		return { x, y, trace: tape.trace() };
	};

	test('has a direction, however small its numbers', () => {
		const { x } = small();
		expect(x.grad!.data[0]).toBeCloseTo(0.6, 14);
		expect(x.grad!.data[1]).toBeCloseTo(-0.8, 14);
	});

	test('says what its numbers are multiplied by, where their own squares are no numbers', () => {
		const { trace, y } = small();
		const { start } = y.writer!;
		expect(stepAt(trace.root, start).text).toMatch(
			/^The square of x position 0 \(3e−200\) times 2 to the power of 600, since its own square is too small for a number, is /
		);
		expect(stepAt(trace.root, start + 2).text).toMatch(
			/divided by 2 to the power of 600 again, is 5e−200\.$/
		);
	});
});

test('gradients whose squares overflow are clipped to the limit', () => {
	const tape = new Tape();
	const w = tape.parameter('w', [2], [1, 1]);
	const loss = tape.scope('forward', () => tape.apply(norm, [w], undefined));
	tape.backward(loss);
	w.grad!.data.set([3e200, 4e200]);
	const [clipped] = clipByNorm(tape, [w], 1).gradients;
	expect(clipped!.data[0]).toBeCloseTo(0.6, 12);
	expect(clipped!.data[1]).toBeCloseTo(0.8, 12);
});
