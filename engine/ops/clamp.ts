import { fail } from '../errors.ts';
import { pointwise } from '../rules/pointwise.ts';
import { num } from '../tex.ts';

export interface Clamp {
	min?: number;
	max?: number;
}

const boundsOf = (attrs: Clamp | undefined) => [attrs?.min ?? -Infinity, attrs?.max ?? Infinity] as const;

/**
 * Both bounds let the gradient through, as in PyTorch: a number that lies on one could still move inwards. Where the
 * least is above the most, everything is the most.
 */
export const clamp = pointwise<Clamp>({
	name: 'clamp',
	called: 'the nearest number within bounds of',
	family: 'activation',
	summary: 'Numbers that lie outside of two bounds are moved onto them: ReLU6 and hardtanh are such.',
	torch: "x.clamp(a.get('min'), a.get('max'))",
	attributes: { min: 'the least that comes out (no bound)', max: 'the most that comes out (no bound)' },
	check(attrs) {
		if (attrs?.min === undefined && attrs?.max === undefined)
			fail('attribute', 'clamp has no bound: give min, max, or both');
		for (const [name, bound] of Object.entries(attrs))
			if (typeof bound !== 'number' || Number.isNaN(bound))
				fail('attribute', `clamp: ${name} is ${bound}: give a number, such as 1`);
	},
	f(x, attrs) {
		const [min, max] = boundsOf(attrs);
		return Math.min(Math.max(x, min), max);
	},
	tex(x, attrs) {
		const lower = attrs.min === undefined ? x : `\\max\\left(${x},\\, ${num(attrs.min)}\\right)`;
		return attrs.max === undefined ? lower : `\\min\\left(${lower},\\, ${num(attrs.max)}\\right)`;
	},
	df(x, _, attrs) {
		const [min, max] = boundsOf(attrs);
		return x >= min && x <= max ? 1 : 0;
	},
	dtex(x, _, attrs) {
		const [min, max] = boundsOf(attrs);
		return `\\left[${min === -Infinity ? '' : `${num(min)} \\le `}${x}${max === Infinity ? '' : ` \\le ${num(max)}`}\\right]`;
	},
	stops: true,
	from: 'x',
	example: [-4, -2, -1, 0, 1, 2, 4],
	exampleAttrs: { min: -1, max: 2 },
	attrs: (random) => random.pick([{ min: 0, max: 6 }, { min: -1, max: 1 }, { min: 0.5 }, { max: -0.5 }]),
	draw: (random) => random.integer(-3, 2) + random.between(0.05, 0.45)
});
