/**
 * PE(p + k) from PE(p): by the angle-sum formulas, each pair (sin, cos) is turned by an angle that depends on k alone.
 * Rows are multiplied, so for all pairs together it is a matrix with a 2×2 block for each pair.
 */
import { frequency } from '#engine/layers/positional.ts';
import { cos, sin } from '#engine/math.ts';

/** The block of one pair: (sin a, cos a) times it is (sin(a + b), cos(a + b)) with b = k·ω. */
export function block(i: number, d: number, k: number): readonly [number, number, number, number] {
	const angle = k * frequency(i, d);
	return [cos(angle), 0 - sin(angle), sin(angle), cos(angle)];
}

/** d × d. */
export function rotation(d: number, k: number): Float64Array {
	const out = new Float64Array(d * d);
	for (let i = 0; i < d / 2; i++)
		block(i, d, k).forEach((value, n) => {
			out[(2 * i + Math.floor(n / 2)) * d + 2 * i + (n % 2)] = value;
		});
	return out;
}
