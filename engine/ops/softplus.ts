import { fail } from '../errors.ts';
import { exp, log1p, sigmoid } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';
import { num } from '../tex.ts';

export interface Softplus {
	/** How sharply it bends: the larger, the nearer to a ReLU. */
	beta?: number;
	/** Where β·x is above this, the function is x itself: the difference is too small to be seen. */
	threshold?: number;
}

const betaOf = (attrs: Softplus | undefined) => attrs?.beta ?? 1;
const isStraight = (x: number, attrs: Softplus | undefined) => betaOf(attrs) * x > (attrs?.threshold ?? 20);

/** ln(1 + eᵃ), without overflow: for large a it is a + ln(1 + e⁻ᵃ). */
const softened = (a: number) => Math.max(a, 0) + log1p(exp(-Math.abs(a)));
const times = (x: string, attrs: Softplus | undefined) =>
	betaOf(attrs) === 1 ? x : `${num(betaOf(attrs))} \\cdot ${x}`;

/** As torch.nn.functional.softplus; its slope is the sigmoid of β·x. */
export const softplus = pointwise<Softplus>({
	name: 'softplus',
	called: 'the softplus',
	family: 'activation',
	summary: 'A ReLU with a rounded corner: every number comes out positive, and large ones hardly change.',
	range: [0, Infinity],
	byHand: false,
	torch: "F.softplus(x, a.get('beta', 1), a.get('threshold', 20))",
	attributes: {
		beta: 'how sharply it bends: the larger, the nearer to a ReLU (1)',
		threshold: 'where beta times x is above this, x comes out as it is (20)'
	},
	check(attrs) {
		const beta = betaOf(attrs);
		const threshold = attrs?.threshold ?? 20;
		if (!Number.isFinite(beta) || beta <= 0)
			fail('attribute', `softplus: beta is ${beta}: give a number above 0, such as 1`);
		if (!Number.isFinite(threshold))
			fail('attribute', `softplus: threshold is ${threshold}: give a finite number, such as 20`);
	},
	f: (x, attrs) => (isStraight(x, attrs) ? x : softened(betaOf(attrs) * x) / betaOf(attrs)),
	tex: (x, attrs, wrapped) =>
		`${betaOf(attrs) === 1 ? '' : `\\tfrac{1}{${num(betaOf(attrs))}} `}\\ln\\left(1 + e^{${times(betaOf(attrs) === 1 ? x : wrapped, attrs)}}\\right)`,
	df: (x, _, attrs) => (isStraight(x, attrs) ? 1 : sigmoid(betaOf(attrs) * x)),
	dtex: (x, _, attrs) => `\\sigma\\left(${times(x, attrs)}\\right)`,
	from: 'x',
	example: [-4, -2, -1, 0, 1, 2, 4],
	exampleAttrs: {},
	attrs: (random) => random.pick([{}, { beta: 0.5 }, { beta: 8 }, { beta: 8, threshold: 16 }]),
	draw: (random) => random.between(-4, 4)
});
