import { binary } from '../rules/binary.ts';

export const mul = binary({
	name: 'mul',
	summary: 'Multiplies two tensors number by number, with broadcasting.',
	verb: 'times',
	f: (a, b) => a * b,
	tex: (a, b) => `${a} \\cdot ${b}`,
	df: [(_, b) => b, (a) => a],
	dtex: [(_, b) => b, (a) => a],
	from: [[1], [0]]
});
