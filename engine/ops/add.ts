import { binary } from '../rules/binary.ts';

function pass(_: Float64Array, __: Float64Array, dy: Float64Array, out: Float64Array): void {
	for (let i = 0; i < out.length; i++) out[i] = dy[i]!;
}

export const add = binary({
	name: 'add',
	summary: 'Adds two tensors number by number, with broadcasting.',
	sign: '+',
	verb: 'plus',
	f: (a, b) => a + b,
	tex: (a, b) => `${a} + ${b}`,
	df: [() => 1, () => 1],
	dtex: [() => '1', () => '1'],
	loops: {
		f(a, b, out) {
			for (let i = 0; i < out.length; i++) out[i] = a[i]! + b[i]!;
		},
		df: [pass, pass]
	},
	from: [[], []]
});
