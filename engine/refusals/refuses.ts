/** What bad input is told: every message names the op and what was given, and says what to change. */
import { describe, expect, test } from 'vitest';
import { BackstepError, Tape, opsIn, size, type Problem, type Shape } from '../index.ts';

const ops = new Map(opsIn(import.meta.glob('../ops/*.ts', { eager: true })).map((op) => [op.name, op]));

/** An input by its shape, with ones in it, or by its shape and values. */
export type Given = Shape | { shape: Shape; values: readonly number[] };
/** An op, what it is given, and what the message says. */
export type Row = readonly [
	op: string,
	given: readonly Given[],
	attrs: unknown,
	problem: Problem,
	...parts: RegExp[]
];

export const list = (...values: number[]): Given => ({ shape: [values.length], values });
export const image = [1, 1, 4, 4];

/** What `body` throws. */
export function thrown(body: () => unknown): unknown {
	try {
		body();
	} catch (error) {
		return error;
	}
	return null;
}

const ones = (shape: Shape) => new Float64Array(size(shape)).fill(1);

function apply(name: string, given: readonly Given[], attrs: unknown) {
	const tape = new Tape();
	const xs = given.map((x, k) =>
		'shape' in x ? tape.input(`x${k}`, x.shape, x.values) : tape.input(`x${k}`, x, ones(x))
	);
	return tape.apply(ops.get(name)!, xs, attrs);
}

/** A test for each row. */
export const refuses = (what: string, rows: readonly Row[]) =>
	describe(what, () => {
		test.each(
			rows.map((row) => [row[0], JSON.stringify(row[1]), JSON.stringify(row[2]) ?? '', row] as const)
		)('%s of %s %s', (name, _, __, [, given, attrs, problem, ...parts]) => {
			expect(ops.has(name), `there is no op ${name} in engine/ops`).toBe(true);
			const error = thrown(() => apply(name, given, attrs));
			expect(error).toBeInstanceOf(BackstepError);
			const { message, problem: kind } = error as BackstepError;
			expect(kind, message).toBe(problem);
			expect(message).toMatch(new RegExp(`^${name}`));
			for (const part of parts) expect(message).toMatch(part);
		});
	});
