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
		f(a, i, b, j, out, k, n) {
			for (let m = 0; m < n; m++) out[k + m] = a[i + m]! * b[j + m]!;
		},
		df: [
			(_, __, b, j, dy, d, out, k, n) => {
				for (let m = 0; m < n; m++) out[k + m] = b[j + m]! * dy[d + m]!;
			},
			(a, i, _, __, dy, d, out, k, n) => {
				for (let m = 0; m < n; m++) out[k + m] = a[i + m]! * dy[d + m]!;
			}
		]
	},
	from: [[1], [0]]
});
