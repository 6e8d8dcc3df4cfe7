import { binary } from '../rules/binary.ts';

export const mul = binary({
	name: 'mul',
	summary: 'Multiplies two tensors number by number, with broadcasting.',
	sign: '⊙',
	verb: 'times',
	f: (a, b) => a * b,
	tex: (a, b) => `${a} \\cdot ${b}`,
	df: [(_, b) => b, (a) => a],
	dtex: [(_, b) => b, (a) => a],
	loops: {
		f(a, b, out) {
			for (let i = 0; i < out.length; i++) out[i] = a[i]! * b[i]!;
		},
		df: [
			(_, b, dy, out) => {
				for (let i = 0; i < out.length; i++) out[i] = b[i]! * dy[i]!;
			},
			(a, _, dy, out) => {
				for (let i = 0; i < out.length; i++) out[i] = a[i]! * dy[i]!;
			}
		]
	},
	from: [[1], [0]]
});
