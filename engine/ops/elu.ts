import { fail } from '../errors.ts';
import { exp, expm1 } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';
import { num } from '../tex.ts';

export interface Elu {
	alpha?: number;
}

const alphaOf = (attrs: Elu | undefined) => attrs?.alpha ?? 1;
const times = (attrs: Elu | undefined) => (alphaOf(attrs) === 1 ? '' : `${num(alphaOf(attrs))} \\cdot `);

/** x above 0, α(eˣ − 1) below; as torch.nn.functional.elu. */
export const elu = pointwise<Elu>({
	name: 'elu',
	called: 'the ELU',
	family: 'activation',
	summary:
		'Keeps positive numbers and bends the others towards −α, so that they never stop learning at once.',
	byHand: false,
	torch: "F.elu(x, a.get('alpha', 1))",
	attributes: { alpha: 'how far below 0 it goes (1)' },
	check(attrs) {
		if (!Number.isFinite(alphaOf(attrs)))
			fail('attribute', `elu: alpha is ${alphaOf(attrs)}: give a finite number, such as 1`);
	},
	f: (x, attrs) => (x > 0 ? x : alphaOf(attrs) * expm1(x)),
	tex: (x, attrs) => `\\max(0, ${x}) + ${times(attrs)}\\left(e^{\\min(0, ${x})} - 1\\right)`,
	df: (x, _, attrs) => (x > 0 ? 1 : alphaOf(attrs) * exp(x)),
	dtex: (x, _, attrs) => `\\big([${x} > 0] + [${x} \\le 0] \\cdot ${times(attrs)}e^{${x}}\\big)`,
	from: 'x',
	example: [-4, -2, -1, 0, 1, 2, 4],
	exampleAttrs: {},
	attrs: (random) => (random.next() < 0.4 ? {} : { alpha: random.between(0.2, 2) }),
	draw: (random) => random.pick([-1, 1]) * random.between(0.05, 3)
});
