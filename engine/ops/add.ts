import { binary } from '../rules/binary.ts';

export const add = binary({
	name: 'add',
	summary: 'Adds two tensors number by number, with broadcasting.',
	verb: 'plus',
	f: (a, b) => a + b,
	tex: (a, b) => `${a} + ${b}`,
	df: [() => 1, () => 1],
	dtex: [() => '1', () => '1'],
	from: [[], []]
});
