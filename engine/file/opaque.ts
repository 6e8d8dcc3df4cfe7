/**
 * An op that Backstep does not know, as it was recorded elsewhere: its values can be looked at, and what it sends back to
 * its inputs, but not how they were computed.
 */
import type { Call, Op, Rule } from '../op.ts';
import { sym } from '../tex.ts';
import type { Tensor } from '../tensor.ts';
import { the } from '../words.ts';

export interface Recorded {
	readonly name: string;
	/** Its numbers, asked for when they are looked at. */
	y(): Float64Array;
	readonly shape: readonly number[];
	/** What is sent back to each input; null where nothing is. */
	readonly gradients: readonly ((() => Float64Array) | null)[];
}

const recordedRule = (
	numbers: () => Float64Array,
	reads: (call: Call<void>) => readonly Tensor[]
): Rule<void> => ({
	tex: (c) =>
		`${sym(c.out)} = \\mathrm{${upright(c.op.name)}}(${reads(c)
			.map((x) => sym(x))
			.join(',\\, ')})`,
	about: (c) =>
		`Backstep has no steps for the op ${c.op.name}: the values of ${the(c.out)} are shown as they were recorded.`,
	reads,
	run: (_, out) => out.set(numbers()),
	steps: () => 1,
	step: (c, cell) => ({
		reads: [],
		value: numbers()[cell]!,
		tex: recordedRule(numbers, reads).tex(c),
		text: `Backstep has no steps for the op ${c.op.name}: this number of ${the(c.out)} is shown as it was recorded.`
	}),
	// Which numbers of its inputs went into which of its output is not known.
	uses: () => []
});

const upright = (name: string) => name.replace(/[^A-Za-z0-9]+/g, '\\_');

export function opaque({ name, y, shape, gradients }: Recorded): Op<void> {
	const back = gradients.map((numbers) => numbers && recordedRule(numbers, (c) => [...c.xs, c.dy!]));
	return {
		name,
		unknown: true,
		family: 'arithmetic',
		summary: 'An op that was recorded elsewhere.',
		inputs: ['x'],
		variadic: true,
		shape: () => shape,
		forward: recordedRule(y, (c) => c.xs),
		backward: (k) => back[k] ?? null,
		example: () => ({ xs: [{ shape }], attrs: undefined }),
		sample: () => ({ xs: [{ shape }], attrs: undefined })
	};
}
