import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { defaults, loadLesson } from '#lessons';
import { icicle, positionOf, stepsAt } from './icicle.ts';

const lesson = (await loadLesson('cnn'))!;
const tape = new Tape();
lesson.build(tape, defaults(lesson));
const trace = tape.trace();
const bars = icicle(trace.root);

test('time runs from left to right, and every op is wide enough to see', () => {
	const leaves = bars.filter(({ node }) => node.kind === 'leaf').sort((a, b) => a.node.start - b.node.start);
	let right = 0;
	for (const { left, width } of leaves) {
		expect(left).toBeCloseTo(right, 9);
		expect(width).toBeGreaterThan(0.001);
		right = left + width;
	}
	expect(right).toBeCloseTo(1, 9);
});

test('a place on the timeline and its step lead to each other', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: trace.steps }), (done) => {
			const back = stepsAt(bars, positionOf(bars, done));
			// Where one op ends the next begins: both names of that place are the same step.
			expect(Math.abs(back - done)).toBeLessThanOrEqual(1);
		})
	);
	expect(positionOf(bars, 0)).toBe(0);
	expect(positionOf(bars, trace.steps)).toBeCloseTo(1, 9);
});
