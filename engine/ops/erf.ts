import { erf as value, exp } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';

const SLOPE_AT_0 = 2 / Math.sqrt(Math.PI);

/** 2/√π times the integral of e^(−t²) from 0 to x. */
export const erf = pointwise({
	name: 'erf',
	called: 'the error function',
	family: 'activation',
	summary: 'Squeezes every number between −1 and 1, along the bell curve of the normal distribution.',
	torch: 'torch.erf(x)',
	range: [-1, 1],
	byHand: false,
	f: value,
	tex: (x) => `\\operatorname{erf}(${x})`,
	df: (x) => SLOPE_AT_0 * exp(-x * x),
	dtex: (x) => `\\tfrac{2}{\\sqrt{\\pi}}\\,e^{-{${x}}^2}`,
	from: 'x',
	example: [-2, -1, -0.5, 0, 0.5, 1, 2]
});
