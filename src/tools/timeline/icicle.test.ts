import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tape, type Scope } from '#engine';
import { relu } from '#engine/ops/relu.ts';
import { defaults, loadLesson } from '#lessons';
import { barOf, drawn, icicle, positionOf, stepsAt } from './icicle.ts';

const lesson = (await loadLesson('cnn'))!;
const tape = new Tape();
lesson.build(tape, defaults(lesson));
const trace = tape.trace();
const timeline = icicle(trace.root);
const ops = drawn(timeline, timeline.rows, 0).filter(({ node }) => node.kind === 'leaf');

test('time runs from left to right, and every op is wide enough to see', () => {
	let right = 0;
	for (const { left, width } of ops) {
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

test('the bar of a node is the one that is drawn, in the scope that is zoomed into', () => {
	for (const bar of drawn(timeline, timeline.rows, 0)) {
		const found = barOf(timeline, bar.node)!;
		expect(found.row).toBe(bar.row);
		expect(found.left).toBeCloseTo(bar.left, 9);
		expect(found.width).toBeCloseTo(bar.width, 9);
	}
	const [forward, loss] = trace.root.children as Scope[];
	const inside = icicle(forward!);
	expect(barOf(inside, forward!.children[0]!)).toMatchObject({ row: 0, left: 0 });
	expect(barOf(inside, forward!)).toBeNull();
	expect(barOf(inside, loss!.children[0]!)).toBeNull();
	// Steps outside lie at its ends.
	expect(positionOf(inside, forward!.start)).toBe(0);
	expect(positionOf(inside, trace.steps)).toBeCloseTo(1, 9);
});
