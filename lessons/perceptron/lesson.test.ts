/** What lecture notes N3.1 say of the perceptron, and what the text says of its four sets of points. */
import { expect, test } from 'vitest';
import { keptParameter, seriesOf, Tape } from '#engine';
import { defaults } from '../index.ts';
import type { Value } from '../lesson.ts';
import { and, clouds, or, xor } from '../pointSets.ts';
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	lesson.build(tape, { ...defaults(lesson), ...given });
	const trace = tape.trace();
	return {
		history: trace.training!,
		right: seriesOf(trace.training!, 'val.accuracy')!.values,
		data: (name: string) => Array.from(trace.tensors.get(name)!.data)
	};
}

test.each([0.05, 0.2, 1])(
	'a wrong point is added to the weights, η = %f times, and a right one changes nothing',
	(learningRate) => {
		const { xy, classes } = or;
		const { history } = run({ points: 'or', learningRate });
		for (let u = 0; u < history.updates; u++) {
			const [[w1, w2], [b]] = [
				keptParameter(history, 'w', u)!,
				keptParameter(history, 'b', u)!
			] as unknown as [[number, number], [number]];
			const [x1, x2] = xy[u % 4]!;
			const error = classes[u % 4]! - Number(w1 * x1 + w2 * x2 + b >= 0);
			const after = [...keptParameter(history, 'w', u + 1)!, ...keptParameter(history, 'b', u + 1)!];
			const wanted = [
				w1 + learningRate * error * x1,
				w2 + learningRate * error * x2,
				b + learningRate * error
			];
			after.forEach((v, k) => expect(v).toBeCloseTo(wanted[k]!, 12));
		}
	}
);

test('the jump problem of the notes: with η = 1 the first wrong point moves the line a hundred times as far as with 0.01', () => {
	const firstMove = (learningRate: number) => {
		const { history } = run({ points: 'or', learningRate });
		const at = (u: number) => [...keptParameter(history, 'w', u)!, ...keptParameter(history, 'b', u)!];
		const u = Array.from({ length: history.updates }, (_, k) => k).find(
			(k) => at(k + 1).join() !== at(k).join()
		)!;
		return { u, moved: at(u + 1).map((v, k) => v - at(u)[k]!) };
	};
	const [jump, step] = [firstMove(1), firstMove(0.01)];
	expect(jump.u).toBe(step.u);
	// (y − ŷ)x and y − ŷ are whole numbers here, and one of them at least is not 0.
	expect(Math.max(...jump.moved.map(Math.abs))).toBeCloseTo(1, 12);
	jump.moved.forEach((v, k) => expect(step.moved[k]).toBeCloseTo(v / 100, 12));
});

test('AND, OR and parted clouds converge, and stay so', () => {
	for (const points of ['and', 'or', 'clouds'])
		for (const activation of ['step', 'sign']) {
			const right = Array.from(run({ points, activation, epochs: 30 }).right);
			const first = right.indexOf(1);
			expect(first, `${points} with ${activation}`).toBeGreaterThanOrEqual(0);
			expect(new Set(right.slice(first))).toEqual(new Set([1]));
		}
});

test('one’s own points are learned as those that are given', () => {
	const own = '0,0,0|0,1,0|1,0,0|1,1,1';
	expect(Array.from(run({ own, points: 'xor' }).right)).toEqual(Array.from(run({ points: 'and' }).right));
	expect(() => run({ own: '1,2' })).toThrow(/three, x, y and its class/);
});

test('XOR never does, whatever the activation and the learning rate', () => {
	for (const activation of ['step', 'sign', 'sigmoid'])
		for (const learningRate of [0.01, 0.2, 1])
			expect(Math.max(...run({ points: 'xor', activation, learningRate, epochs: 100 }).right)).toBeLessThan(
				1
			);
});

test('with the sigmoid the rule is the gradient of the binary cross-entropy', () => {
	const { data } = run({ activation: 'sigmoid', points: 'clouds', update: 5 });
	const [p, y] = [data('yhat')[0]!, data('t.batch')[0]!];
	const slope = ((p - y) / (p * (1 - p))) * p * (1 - p);
	data('w.grad').forEach((g, k) => expect(g).toBeCloseTo(slope * data('X.batch')[k]!, 12));
});

test('the tables are those of AND, OR and XOR; the clouds have as many of each class', () => {
	expect([and, or, xor].map(({ classes }) => classes)).toEqual([
		[0, 0, 0, 1],
		[0, 1, 1, 1],
		[0, 1, 1, 0]
	]);
	const { classes } = clouds(20, 4);
	expect(classes.filter((c) => c === 1)).toHaveLength(10);
});
