import { binary } from '../rules/binary.ts';

export const sub = binary({
	name: 'sub',
	summary: 'Subtracts one tensor from another number by number, with broadcasting.',
	sign: '−',
	verb: 'minus',
	f: (a, b) => a - b,
	tex: (a, b) => `${a} - ${b}`,
	df: [() => 1, () => -1],
	dtex: [() => '1', () => '(-1)'],
	from: [[], []]
});
