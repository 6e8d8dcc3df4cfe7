import { extreme } from '../rules/extreme.ts';

export const amax = extreme({
	name: 'amax',
	summary: 'The largest number over some axes; equal ones share the gradient.',
	of: 'largest',
	ties: 'all',
	torch: "x.amax(a['axes'], keepdim=a.get('keepdim', False)) if a['axes'] else x"
});
