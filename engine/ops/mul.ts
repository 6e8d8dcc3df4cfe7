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
		f(a, aStep, b, bStep, out, n) {
			for (let k = 0, i = 0, j = 0; k < out.length; k += n, i += aStep, j += bStep)
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
