/** What the parity tests share: values as the reference files hold them, and how close is close enough. */
import { expect } from 'vitest';

export interface Values {
	shape: number[];
	data: number[];
}

const TOLERANCE = 1e-10;

/** Relative to the reference, or absolute where that is below 1. */
export function expectClose(mine: ArrayLike<number>, theirs: readonly number[], what: string) {
	expect(mine.length, what).toBe(theirs.length);
	for (let i = 0; i < theirs.length; i++) {
		const [a, b] = [mine[i]!, theirs[i]!];
		const deviation = Math.abs(a - b) / Math.max(1, Math.abs(b));
		// Written so that NaN fails.
		if (!(deviation <= TOLERANCE))
			expect.fail(`${what} [${i}] is ${a}, PyTorch has ${b}: off by ${deviation}`);
	}
}
