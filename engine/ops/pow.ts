import { fail } from '../errors.ts';
import { pow as power } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';
import { num, wrap } from '../tex.ts';

export interface Pow {
	exponent: number;
}

/** √x and 1/√x are those of −∞ and −0 too, where a power is ∞ and 0. */
const raised = (x: number, p: number) =>
	p === 0.5 ? Math.sqrt(x) : p === -0.5 ? 1 / Math.sqrt(x) : power(x, p);

/** xᵖ with a fixed exponent. Its slope is p·xᵖ⁻¹, and 0 everywhere where p is 0, as in PyTorch. */
export const pow = pointwise<Pow>({
	name: 'pow',
	called: 'the power',
	family: 'function',
	summary: 'Every number to a power that is the same for all.',
	byHand: false,
	torch: "x.pow(a['exponent'])",
	attributes: { exponent: 'the power' },
	check(attrs) {
		if (!Number.isFinite(attrs?.exponent))
			fail('attribute', `pow: exponent is ${attrs?.exponent}: give a finite number, such as 3`);
	},
	f: (x, { exponent }) => raised(x, exponent),
	tex: (_, { exponent }, wrapped) => `{${wrapped}}^{${num(exponent)}}`,
	df: (x, _, { exponent }) => (exponent === 0 ? 0 : exponent * raised(x, exponent - 1)),
	dtex: (x, _, { exponent }) => `${wrap(exponent)} \\cdot {${x}}^{${num(exponent - 1)}}`,
	from: 'x',
	example: [0.25, 0.5, 1, 2, 3],
	exampleAttrs: { exponent: 3 },
	attrs: (random) => ({ exponent: random.pick([-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4]) }),
	draw: (random) => random.between(0.2, 2)
});
