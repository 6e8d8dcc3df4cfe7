/**
 * Where a position is, as numbers: PE(p, 2i) = sin(p/10000^(2i/d)), PE(p, 2i + 1) = cos(p/10000^(2i/d)); Vaswani et al.,
 * 2017, section 3.5. Each pair of numbers is a hand of a clock, and every pair turns slower than the one before it.
 */
import { fail } from '../errors.ts';
import { cos, pow, sin } from '../math.ts';
import { add } from '../ops/add.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { PLAIN, tagged, type Tag } from './naming.ts';

/** How far pair i turns from one position to the next, in radians: ω_i = 1/10000^(2i/d). */
export const frequency = (i: number, d: number): number => 1 / pow(10000, (2 * i) / d);

/** Positions × d, from position `from` on. Where d is odd, the last pair has its sine alone. */
export function positionalEncoding(positions: number, d: number, from = 0): Float64Array {
	if (![positions, d].every((n) => Number.isInteger(n) && n >= 1))
		fail(
			'value',
			`positionalEncoding: ${positions} positions with ${d} features each: give whole numbers from 1 up`
		);
	return Float64Array.from({ length: positions * d }, (_, i) => {
		const [p, column] = [from + Math.floor(i / d), i % d];
		const angle = p / pow(10000, (column - (column % 2)) / d);
		return column % 2 ? cos(angle) : sin(angle);
	});
}

/** Adds the encoding to what stands at each position; the first row is position `from`. */
export function addPositions(
	tape: Tape,
	x: Tensor,
	{ from = 0, tag = PLAIN }: { from?: number; tag?: Tag } = {}
): Tensor {
	const [positions, d] = x.shape as readonly [number, number];
	const encoding = tape.constant(`PE${tag.suffix}`, x.shape, positionalEncoding(positions, d, from), {
		label: 'positional encoding',
		symbol: '\\mathrm{PE}'
	});
	return tape.scope(
		'positional encoding',
		() => tape.apply(add, [x, encoding], undefined, tagged(tag, 'placed', 'embeddings with positions', 'X')),
		{
			about: 'Attention does not see in which order positions stand, so to each is added where it is.',
			part: { kind: 'positions' }
		}
	);
}
