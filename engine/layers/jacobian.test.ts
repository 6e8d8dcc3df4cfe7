/** How strongly states hang on earlier ones: against central differences, and against the product in the textbook. */
import { describe, expect, test } from 'vitest';
import { Tape, random } from '../index.ts';
import { sum } from '../ops/sum.ts';
import type { RecurrentCell, State } from './cell.ts';
import { gruCell } from './gru.ts';
import { gradientNorms, jacobian, jacobianNorms } from './jacobian.ts';
import { lstmCell } from './lstm.ts';
import { recurrence } from './recurrence.ts';
import { rnnCell } from './rnn.ts';
import { packedLayers, recurrentParameters } from './parameters.ts';
import type { Packed } from './weights.ts';

const [TIME, HIDDEN] = [5, 3];
const inputs = random(2).array(TIME * 2);

/** Steps `from` … 5 on given states. */
function run(
	cell: RecurrentCell,
	from = 1,
	start: { h?: ArrayLike<number>; c?: ArrayLike<number> } = {},
	truncate?: number
) {
	const tape = new Tape();
	const named = recurrentParameters(tape, cell, { input: 2, hidden: HIDDEN }, random(4));
	const x = tape.input('x', [TIME + 1 - from, 2], inputs.slice(2 * (from - 1)));
	const initial: Partial<State> = {
		...(start.h && { h: tape.input('h', [1, HIDDEN], start.h) }),
		...(start.c && { c: tape.input('c', [1, HIDDEN], start.c) })
	};
	const result = tape.scope('forward', () =>
		recurrence(tape, cell, x, packedLayers(named)[0] as Packed, { initial, ...(truncate && { truncate }) })
	);
	return { tape, trace: tape.trace(), ...result };
}

const norm = (values: Iterable<number>) => Math.hypot(...values);

describe.each([
	['rnn', rnnCell()],
	['lstm', lstmCell],
	['gru', gruCell()],
	['gru, reset before', gruCell({ reset: 'before', update: 'write' })]
] as const)('%s', (_, cell) => {
	test('the Jacobian is the slope of the later state, by central differences', () => {
		const { hs, cs } = run(cell);
		for (const t of [1, 3, 4]) {
			const matrix = jacobian(hs[t - 1]!, hs.at(-1)!);
			for (let j = 0; j < HIDDEN; j++) {
				const at = (nudge: number) => {
					const h = hs[t - 1]!.data.map((v, k) => (k === j ? v + nudge : v));
					return run(cell, t + 1, { h, ...(cs.length && { c: cs[t - 1]!.data }) }).hs.at(-1)!.data;
				};
				const [more, less] = [at(1e-5), at(-1e-5)];
				for (let i = 0; i < HIDDEN; i++)
					expect(matrix[i * HIDDEN + j]).toBeCloseTo((more[i]! - less[i]!) / 2e-5, 8);
			}
		}
	});

	test('the norms of all steps are those of the single Jacobians', () => {
		const { hs } = run(cell);
		const norms = jacobianNorms(hs);
		hs.forEach((h, t) => expect(norms[t]).toBeCloseTo(norm(jacobian(h, hs.at(-1)!)), 12));
		// ∂h_T/∂h_T is the identity.
		expect(norms.at(-1)).toBe(Math.sqrt(HIDDEN));
	});

	test('is 0 across a cut', () => {
		const { hs } = run(cell, 1, {}, 3);
		expect([...jacobianNorms(hs)].map((n) => n > 0)).toEqual([false, false, false, true, true]);
	});
});

test('in an RNN, one step is diag(1 − h²)·W_hh, and many steps are the product', () => {
	const { hs, trace } = run(rnnCell());
	const w = trace.tensors.get('weight_hh_l0')!.data;
	const one = (t: number) =>
		Array.from({ length: HIDDEN }, (_, i) =>
			Array.from({ length: HIDDEN }, (_, j) => (1 - hs[t]!.data[i]! ** 2) * w[i * HIDDEN + j]!)
		);
	const times = (a: number[][], b: number[][]) =>
		a.map((row) => b[0]!.map((_, j) => row.reduce((s, v, k) => s + v * b[k]![j]!, 0)));
	const product = times(times(one(4), one(3)), one(2));
	jacobian(hs[1]!, hs[4]!).forEach((v, k) => expect(v).toBeCloseTo(product.flat()[k]!, 12));
});

test('the gradient norms are those of the recorded gradients, and null where none arrived', () => {
	const { tape, hs } = run(rnnCell());
	expect(gradientNorms(hs)).toEqual([null, null, null, null, null]);
	const loss = tape.scope('forward', () => tape.apply(sum, [hs[3]!], {}));
	tape.backward(loss);
	const norms = gradientNorms(hs);
	expect(norms[3]).toBeCloseTo(Math.sqrt(HIDDEN), 12);
	expect(norms[4]).toBeNull();
	expect(norms[0]).toBeCloseTo(norm(hs[0]!.grad!.data), 12);
});
