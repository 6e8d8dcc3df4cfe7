import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { relu } from '#engine/ops/relu.ts';
import { defaults, loadLesson } from '#lessons';
import { drawn, icicle, positionOf, stepsAt } from './icicle.ts';

const lesson = (await loadLesson('cnn'))!;
const tape = new Tape();
lesson.build(tape, defaults(lesson));
const trace = tape.trace();
const timeline = icicle(trace.root);

test('time runs from left to right, and every op is wide enough to see', () => {
	let right = 0;
	for (const { left, width } of timeline.ops) {
		expect(left).toBeCloseTo(right, 9);
		expect(width).toBeGreaterThan(0.001);
		right = left + width;
	}
	expect(right).toBeCloseTo(1, 9);
});

test('a place on the timeline and its step lead to each other', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: trace.steps }), (done) => {
			const back = stepsAt(timeline, positionOf(timeline, done));
			// Where one op ends the next begins: both names of that place are the same step.
			expect(Math.abs(back - done)).toBeLessThanOrEqual(1);
		})
	);
	expect(positionOf(timeline, 0)).toBe(0);
	expect(positionOf(timeline, trace.steps)).toBeCloseTo(1, 9);
});

test('what is too narrow to see is drawn with its neighbours, and nothing is left out', () => {
	const many = new Tape();
	many.scope('forward', () => {
		let x = many.input('x', [2], [1, 2]);
		for (let k = 0; k < 5000; k++) x = many.apply(relu, [x], undefined);
	});
	const all = icicle(many.trace().root);
	const bars = drawn(all, 3, 1 / 300).filter(({ row }) => row === 1);
	expect(bars.length).toBeLessThanOrEqual(300);
	expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
	expect(bars.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1, 9);
	// What is wide enough stands alone.
	expect(drawn(timeline, 9, 0.0005).every(({ count }) => count === 1)).toBe(true);
});
