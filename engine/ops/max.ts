import { extreme } from '../rules/extreme.ts';

export const max = extreme({
	name: 'max',
	summary: 'The largest number along an axis; the gradient goes to the first of them.',
	of: 'largest',
	ties: 'first',
	torch: "x.max(a['axes'][0], keepdim=a.get('keepdim', False)).values"
});
