import { addRows } from '../kernels/vector.ts';
import { binary } from '../rules/binary.ts';

function pass(
	_: Float64Array,
	__: number,
	___: Float64Array,
	____: number,
	dy: Float64Array,
	d: number,
	out: Float64Array,
	k: number,
	n: number
): void {
	for (let m = 0; m < n; m++) out[k + m] = dy[d + m]!;
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
		f: addRows,
		df: [pass, pass]
	},
	from: [[], []]
});
