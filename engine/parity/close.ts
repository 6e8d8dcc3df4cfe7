/** What the parity tests share: values as the reference files hold them, and how close is close enough. */
import { expect } from 'vitest';

/** A number, or "NaN", "Infinity", "-Infinity", "-0", which JSON cannot hold. */
export type Written = number | string;

export interface Values<T = number> {
	shape: number[];
	data: T[];
}

const TOLERANCE = 1e-10;

/** Relative to the reference, or absolute where that is below 1; NaN and infinities are the same, and zeros in sign where `signed`. */
export function expectClose(
	mine: ArrayLike<number>,
	theirs: readonly number[],
	what: string,
	signed = false
) {
	expect(mine.length, what).toBe(theirs.length);
	for (let i = 0; i < theirs.length; i++) {
		const [a, b] = [mine[i]!, theirs[i]!];
		if (Object.is(a, b)) continue;
		if (signed && a === 0 && b === 0)
			expect.fail(`${what} [${i}] is ${1 / a < 0 ? '−0' : '0'}, not in PyTorch`);
		const deviation = Math.abs(a - b) / Math.max(1, Math.abs(b));
		// Written so that NaN fails.
		if (!(deviation <= TOLERANCE))
			expect.fail(`${what} [${i}] is ${a}, PyTorch has ${b}: off by ${deviation}`);
	}
}
