/** What every op says of numbers that are none, infinite, huge or tiny: its words and its numbers agree. */
import { describe, expect, test } from 'vitest';
import {
	BackstepError,
	num,
	opsIn,
	plain,
	random,
	shapeName,
	size,
	Tape,
	type Op,
	type Tensor
} from './index.ts';
import { layerNorm } from './ops/layerNorm.ts';
import { matmul } from './ops/matmul.ts';
import { mse } from './ops/mse.ts';
import { placeOf, run, SENTENCE, type Run } from './opRuns.ts';

const ops = opsIn(import.meta.glob<object>('./ops/*.ts', { eager: true }));
const SAMPLES = 24;
/** Of each leaf, so many steps are looked at. */
const FIRST = 60;

/** The words and numbers of a sentence. */
const words = (text: string) => text.split(/[\s(),;:]+|\.(?=\s|$)/);

const STRANGE = [NaN, Infinity, -Infinity, 1e200, -1e200, 1e-200, 0, -0];

/**
 * A sample in which about a third of the numbers are strange, but for indices, masks and the like, which have no gradient;
 * null where the op refuses them.
 */
function strangeNumbers(op: Op, k: number): Run | null {
	const source = random(100 * k + 9);
	const sample = op.sample(source);
	const values = sample.xs.map((x) =>
		x.values ? Float64Array.from(x.values) : source.array(size(x.shape), 2)
	);
	const said = `${op.name}, strange sample ${k} of ${sample.xs.map((x) => shapeName(x.shape)).join(' and ')}`;
	const strange = (data: Float64Array) =>
		data.map((value) => (source.next() < 0.3 ? source.pick(STRANGE) : value));
	const disturb = (xs: readonly Tensor[]) => {
		const chosen = xs.filter((_, k) => op.backward(k, { xs, attrs: sample.attrs }));
		for (const { data } of chosen.length ? chosen : xs) data.set(strange(data));
	};
	try {
		return run(op, said, sample, values, (n) => strange(source.array(n)), disturb);
	} catch (error) {
		if (error instanceof BackstepError) return null;
		throw error;
	}
}

describe.each(ops.map((op) => [op.name, op] as const))('%s', (_, op) => {
	test('sentences and equations name the numbers, NaN, infinite, huge and tiny ones too', () => {
		for (let k = 0; k < SAMPLES; k++) {
			const run = strangeNumbers(op, k);
			if (!run) continue;
			for (const leaf of run.leaves) {
				const { rule, call, perCell, out } = leaf;
				for (let cell = 0; cell < out.data.length; cell++) {
					const last = rule.step(call, cell, perCell - 1);
					if (!Object.is(last.value, out.data[cell]))
						expect(last.value, `the last step of ${placeOf(run, leaf, cell)}`).toBe(out.data[cell]);
				}
				for (let at = 0; at < Math.min(leaf.steps, FIRST); at++) {
					const cell = Math.floor(at / perCell);
					const { value, term, tex, text } = rule.step(call, cell, at % perCell);
					const place = (): string => `step ${at % perCell} at ${placeOf(run, leaf, cell)}: ${text}`;
					expect(text, place()).toMatch(SENTENCE);
					if (!tex.includes(num(value))) expect.fail(`the equation ${tex} lacks ${num(value)}: ${place()}`);
					const named = [value, term ?? value].some((n) => words(text).includes(plain(n)));
					if (/\b(adds|gets) 0|\b0 (is added|goes on|comes)/.test(text))
						expect((term ?? value) === 0, place()).toBe(true);
					if (!named) expect.fail(`the sentence lacks ${plain(value)}: ${place()}`);
				}
			}
		}
	});
});

/** What the steps of an op's own tensor say, one line each. */
function said(op: Op, xs: readonly (readonly number[])[], attrs: unknown): string[] {
	const tape = new Tape();
	const y = tape.apply(
		op,
		xs.map((x, k) => tape.input(`x${k}`, [x.length], x)),
		attrs
	);
	const { rule, call, perCell } = y.writer!;
	return Array.from({ length: perCell }, (_, s) => rule.step(call, 0, s).text);
}

describe('numbers that overflow', () => {
	test('in a loss, where they are squared', () =>
		expect(said(mse, [[1e200], [0]], {})[0]).toBe(
			'x0 (1e200) minus x1 (0) is 1e200, and its square is ∞, beyond the largest number, 1.8e308.'
		));

	test('in a layer norm, where its mean cannot be squared, and in one where only the variance is too large', () => {
		expect(said(layerNorm, [[1e200, 2e200, -1e200]], {}).at(-2)).toBe(
			'The mean of this row, 6.667e199, has a square beyond the largest number, 1.8e308: as in PyTorch, that leaves the variance NaN, and with it every number of the row.'
		);
		expect(said(layerNorm, [[1e200, -1e200]], {}).at(-2)).toBe(
			'The variance of this row is the sum of squares ∞ divided by 2: ∞, beyond the largest number, 1.8e308: what is divided by its root becomes 0.'
		);
	});

	test('in a product', () =>
		expect(said(matmul, [[1e200], [1e200]], undefined)[0]).toMatch(
			/x0 \(1e200\) times x1 \(1e200\) is ∞, beyond the largest number, 1\.8e308\.$/
		));
});
