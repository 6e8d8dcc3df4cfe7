import { extreme } from '../rules/extreme.ts';

export const amin = extreme({
	name: 'amin',
	summary: 'The smallest number over some axes; equal ones share the gradient.',
	of: 'smallest',
	ties: 'all',
	torch: "x.amin(a['axes'], keepdim=a.get('keepdim', False)) if a['axes'] else x"
});
