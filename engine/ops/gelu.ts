import { fail } from '../errors.ts';
import { erf, exp, tanh } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';
import { num } from '../tex.ts';

export interface Gelu {
	/** 'none' for the exact function where left out, or 'tanh' for the approximation that BERT and GPT-2 use. */
	approximate?: 'none' | 'tanh';
}

const isApproximate = (attrs: Gelu | undefined) => attrs?.approximate === 'tanh';

const ROOT_HALF = Math.sqrt(0.5);
const TWO_OVER_PI = Math.sqrt(2 / Math.PI);
const DENSITY_AT_0 = 0.5 * TWO_OVER_PI;
const CUBIC = 0.044715;

/** The share of the normal distribution below x. */
const below = (x: number) => 0.5 * (1 + erf(x * ROOT_HALF));
/** Its slope, the density at x: 1/√(2π)·e^(−x²/2). */
const density = (x: number) => DENSITY_AT_0 * exp(-0.5 * x * x);
const inner = (x: number) => TWO_OVER_PI * (x + CUBIC * x * x * x);

function approximateSlope(x: number): number {
	const t = tanh(inner(x));
	return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * TWO_OVER_PI * (1 + 3 * CUBIC * x * x);
}

const innerTex = (x: string) => `\\sqrt{\\tfrac{2}{\\pi}}\\,\\left(${x} + ${CUBIC}\\,{${x}}^3\\right)`;

/** Hendrycks and Gimpel, 2016: x times the share of the normal distribution that lies below x. */
export const gelu = pointwise<Gelu>({
	name: 'gelu',
	called: 'the GELU',
	family: 'activation',
	summary: 'A smooth ReLU: scales every number by how likely a normal random number is below it.',
	byHand: false,
	attributes: { approximate: '"none" for the exact function, "tanh" for an approximation ("none")' },
	check(attrs) {
		const given = attrs?.approximate ?? 'none';
		if (given !== 'none' && given !== 'tanh')
			fail('attribute', `gelu: approximate is ${JSON.stringify(given)}: choose "none" or "tanh"`);
	},
	f: (x, attrs) => (isApproximate(attrs) ? 0.5 * x * (1 + tanh(inner(x))) : x * below(x)),
	tex: (x, attrs) =>
		isApproximate(attrs)
			? `\\tfrac{1}{2}\\,${x}\\left(1 + \\tanh\\left(${innerTex(x)}\\right)\\right)`
			: `${x} \\cdot \\tfrac{1}{2}\\left(1 + \\operatorname{erf}\\tfrac{${x}}{\\sqrt{2}}\\right)`,
	df: (x, _, attrs) => (isApproximate(attrs) ? approximateSlope(x) : below(x) + x * density(x)),
	dtex: (x, _, attrs) =>
		isApproximate(attrs)
			? `\\Big(\\tfrac{1}{2}(1 + t) + \\tfrac{1}{2}\\,${x}\\,(1 - t^2)\\,\\sqrt{\\tfrac{2}{\\pi}}\\,(1 + ${num(3 * CUBIC)}\\,{${x}}^2)\\Big)`
			: `\\Big(\\tfrac{1}{2}\\left(1 + \\operatorname{erf}\\tfrac{${x}}{\\sqrt{2}}\\right) + ${x} \\cdot \\tfrac{1}{\\sqrt{2\\pi}} e^{-{${x}}^2/2}\\Big)`,
	from: 'x',
	example: [-3, -2, -1, -0.5, 0, 0.5, 1, 2],
	exampleAttrs: {},
	attrs: (random) => random.pick([{}, { approximate: 'none' }, { approximate: 'tanh' }] as const)
});
