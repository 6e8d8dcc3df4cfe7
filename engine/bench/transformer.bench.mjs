/**
 * An encoder block of a Transformer with 64 positions, forward and backward, every value and gradient kept: tape, tfjs on
 * the CPU and in WebAssembly, PyTorch. A row of its own has the block's matrix products alone: what no bookkeeping can beat.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Buffers, Tape } from '../../dist/engine/index.js';
import { line, race, ratio, verdict } from './lib/measure.mjs';
import { loadTf } from './lib/rivals.mjs';
import { agree, inTf, onTape, productsOf } from './lib/transformer.mjs';

const tf = await loadTf();
const script = fileURLToPath(new URL('./lib/transformer.py', import.meta.url));

/** A backend of tfjs of its own tensors, switched to before each call. */
async function inBackend(name) {
	await tf.setBackend(name);
	await tf.ready();
	const run = inTf(tf);
	return () => {
		tf.setBackend(name);
		return run();
	};
}

const buffers = new Buffers();
const products = new Tape();
onTape(products);
const contenders = {
	backstep: () => {
		buffers.begin();
		return onTape(new Tape({ take: buffers.take }));
	},
	'backstep, matrix products alone': productsOf(products.trace()),
	'tfjs, CPU': await inBackend('cpu'),
	'tfjs, WebAssembly': await inBackend('wasm')
};
agree(
	Object.fromEntries(
		Object.entries(contenders).flatMap(([name, run]) => {
			const result = run();
			return result ? [[name, result]] : [];
		})
	)
);
console.log('Encoder block, 64 positions, d = 128, 4 heads, feed-forward 512, causal, forward and backward');
const times = race(contenders, { rounds: 20 });
for (const [name, result] of Object.entries(times)) line(name, result);
const whole = times.backstep;
verdict(
	'times its matrix products alone',
	ratio(whole, times['backstep, matrix products alone']),
	'≤ 1.4',
	(x) => x <= 1.4
);
verdict('times faster than tfjs on the CPU', ratio(times['tfjs, CPU'], whole), '≥ 5', (x) => x >= 5);
verdict(
	'times faster than tfjs in WebAssembly',
	ratio(times['tfjs, WebAssembly'], whole),
	'≥ 1',
	(x) => x >= 1
);
const { status, stdout } = spawnSync('/usr/bin/python3', [script], { encoding: 'utf8' });
if (status === 0) {
	const theirs = JSON.parse(stdout);
	line('PyTorch, retain_grad, just after', theirs);
	const against = { median: theirs.median / whole.median, best: theirs.best / whole.best };
	verdict('times faster than PyTorch', against, '≥ 1', (x) => x >= 1);
}
