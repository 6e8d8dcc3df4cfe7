import { expect, test } from 'vitest';
import { samePlane } from './plane.ts';

test('a plane belongs to that of another tensor which stands at the same place', () => {
	// Channel 2 of 3 of the second image: cell 5 × 4 × 4 + 7 of planes of 4 by 4, and of planes of 2 by 2.
	expect(samePlane([2, 3, 4, 4], 5 * 16 + 7, [2, 3, 2, 2])).toBe(5 * 4);
	// There is but one mask for all heads.
	expect(samePlane([8, 4, 4], 3 * 16, [4, 4])).toBe(0);
	expect(samePlane([7], 3, [7])).toBe(0);
});
