/** Square matrix products, against three plain loops. */
import { Tape, matmul, random } from '../../dist/engine/index.js';
import { line, race, ratio, verdict } from './lib/measure.mjs';

function plainLoops(n, a, b, c) {
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < n; j++) {
			let sum = 0;
			for (let k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
			c[i * n + j] = sum;
		}
	}
}

console.log('Matrix products');
for (const n of [256, 512]) {
	const source = random(3);
	const tape = new Tape();
	const [a, b] = ['a', 'b'].map((name) => tape.input(name, [n, n], source.array(n * n)));
	const { data } = tape.apply(matmul, [a, b]);
	const [leaf] = tape.trace().leaves;
	const c = new Float64Array(n * n);
	const times = race(
		{
			backstep: () => leaf.rule.run(leaf.call, data),
			'plain loops': () => plainLoops(n, a.data, b.data, c)
		},
		{ rounds: 20 }
	);
	if (!data.every((value, k) => value === c[k])) throw new Error('The products differ in some bit');
	const speed = ({ median, best }) => ({
		median: (2 * n ** 3) / median / 1e6,
		best: (2 * n ** 3) / best / 1e6
	});
	for (const [name, result] of Object.entries(times)) line(`${name} ${n}³`, speed(result), 'GFLOP/s');
	verdict(`GFLOP/s at ${n}³`, speed(times.backstep), '≥ 3.5', (x) => x >= 3.5);
	verdict(
		`times faster than plain loops at ${n}³`,
		ratio(times['plain loops'], times.backstep),
		'> 1',
		(x) => x > 1
	);
}
