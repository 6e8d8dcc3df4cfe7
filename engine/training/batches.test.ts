import { expect, test } from 'vitest';
import { batches } from './batches.ts';

// Lecture notes N3.7: N rows at once, one at a time, or mini-batches of 32, 64 or 128.
test.each([
	[1000, 1],
	[1, 1000],
	[32, 32],
	[64, 16],
	[128, 8]
])('of 1,000 rows, in batches of %i, an epoch has %i updates, and sees each row once', (batch, updates) => {
	const plan = batches({ samples: 1000, epochs: 2, batch, shuffle: 1 });
	expect(plan.perEpoch).toBe(updates);
	expect(plan.updates).toBe(2 * updates);
	const seen = Array.from({ length: updates }, (_, u) => Array.from(plan.rows(u)!)).flat();
	expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, k) => k));
});
