import { extreme } from '../rules/extreme.ts';

export const min = extreme({
	name: 'min',
	summary: 'The smallest number along an axis; the gradient goes to the first of them.',
	of: 'smallest',
	ties: 'first',
	torch: "x.min(a['axes'][0], keepdim=a.get('keepdim', False)).values"
});
