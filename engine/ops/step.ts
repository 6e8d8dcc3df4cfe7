import { pointwise } from '../rules/pointwise.ts';

/** Heaviside's step with 1 at 0, as torch.heaviside(x, 1): a threshold that is reached counts. Nothing is learned through it. */
export const step = pointwise({
	name: 'step',
	called: 'the step',
	family: 'activation',
	summary: 'Of every number only whether it reaches 0: 1 where it does, 0 where it does not.',
	range: [0, 1],
	torch: 'torch.heaviside(x.detach(), torch.ones_like(x)) + 0 * x',
	f: (x) => (x >= 0 ? 1 : x < 0 ? 0 : NaN),
	tex: (x) => `[${x} \\ge 0]`,
	df: () => 0,
	dtex: () => '0',
	stops: true,
	from: 'x',
	example: [-2, -1, -0.5, 0, 0.5, 1, 2],
	draw: (random) => random.pick([-1, 1]) * random.between(0.05, 2)
});
