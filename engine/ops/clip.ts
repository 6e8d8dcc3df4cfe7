import { fail } from '../errors.ts';
import { pointwise } from '../rules/pointwise.ts';
import { num } from '../tex.ts';

export interface Clip {
	/** The smallest number let through; none where left out. */
	min?: number;
	/** The largest number let through; none where left out. */
	max?: number;
}

const bounds = (attrs: Clip | undefined) => [attrs?.min ?? -Infinity, attrs?.max ?? Infinity] as const;

/** As torch.clamp: at a bound itself, the slope is 1; where min is above max, all become max. */
export const clip = pointwise<Clip>({
	name: 'clip',
	called: 'the clipped value',
	family: 'function',
	summary: 'Keeps every number between a smallest and a largest one, as clipping gradients by value does.',
	attributes: {
		min: 'what smaller numbers become (no bound)',
		max: 'what larger numbers become (no bound)'
	},
	check(attrs) {
		const [min, max] = bounds(attrs);
		if (Number.isNaN(min) || Number.isNaN(max) || (min === -Infinity && max === Infinity))
			fail('attribute', `clip: min is ${attrs?.min} and max is ${attrs?.max}: give at least one number`);
	},
	f(x, attrs) {
		const [min, max] = bounds(attrs);
		const low = x < min ? min : x;
		return low > max ? max : low;
	},
	tex(x, attrs) {
		const [min, max] = bounds(attrs);
		if (min === -Infinity) return `\\min(${x}, ${num(max)})`;
		if (max === Infinity) return `\\max(${num(min)}, ${x})`;
		return `\\min(\\max(${num(min)}, ${x}), ${num(max)})`;
	},
	df(x, _, attrs) {
		const [min, max] = bounds(attrs);
		return x >= min && x <= max ? 1 : 0;
	},
	dtex(x, _, attrs) {
		const [min, max] = bounds(attrs);
		const low = min === -Infinity ? '' : `${num(min)} \\le `;
		return `[${low}${x}${max === Infinity ? '' : ` \\le ${num(max)}`}]`;
	},
	stops: true,
	from: 'x',
	example: [-2, -1, -0.5, 0, 0.5, 1, 2],
	exampleAttrs: { min: -1, max: 1 },
	attrs: (random) => random.pick([{ min: -1, max: 1 }, { min: -0.5 }, { max: 0.5 }, { min: -0.1, max: 0.8 }]),
	// Half-way between tenths, and so away from every bound.
	draw: (random) => random.integer(-20, 19) / 10 + 0.05
});
