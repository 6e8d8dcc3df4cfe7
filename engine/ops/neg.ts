import { pointwise } from '../rules/pointwise.ts';

export const neg = pointwise({
	name: 'neg',
	called: 'the negative',
	family: 'function',
	summary: 'Turns the sign of every number.',
	f: (x) => -x,
	tex: (_, __, wrapped) => `-${wrapped}`,
	df: () => -1,
	dtex: () => '(-1)',
	from: 'x',
	example: [-2, -1, 0.5, 3]
});
