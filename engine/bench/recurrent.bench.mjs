/**
 * An RNN and an LSTM over 100 steps, forward and backward, every value and gradient kept: tape, tfjs, PyTorch. What each
 * time step contributes to the gradient of a weight is kept apart by the tape alone: it is added up at once and computed
 * again when looked at, as no rival can. A row of its own looks at every one of these contributions, too.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Buffers, Tape } from '../../dist/engine/index.js';
import { line, race, ratio, verdict } from './lib/measure.mjs';
import { agree, inTf, onTape } from './lib/recurrent.mjs';
import { loadTf } from './lib/rivals.mjs';

const tf = await loadTf();
const script = fileURLToPath(new URL('./lib/recurrent.py', import.meta.url));

for (const kind of ['rnn', 'lstm']) {
	const recorded = (look) => {
		const buffers = new Buffers();
		return () => {
			buffers.begin();
			const tape = new Tape({ take: buffers.take });
			const result = onTape(tape, kind);
			look(tape.trace());
			return result;
		};
	};
	const contenders = {
		backstep: recorded(() => {}),
		'backstep, every contribution looked at': recorded(({ tensors }) => tensors.forEach(({ data }) => data)),
		tfjs: inTf(tf, kind)
	};
	agree(Object.fromEntries(Object.entries(contenders).map(([name, run]) => [name, run()])));
	console.log(`${kind.toUpperCase()} over 100 steps, hidden 64, input 32, forward and backward, batch 1`);
	const times = race(contenders, { rounds: 30 });
	for (const [name, result] of Object.entries(times)) line(name, result);
	verdict('times faster than tfjs on the CPU', ratio(times.tfjs, times.backstep), '≥ 7', (x) => x >= 7);
	const { status, stdout } = spawnSync('/usr/bin/python3', [script, kind], { encoding: 'utf8' });
	if (status !== 0) continue;
	const theirs = JSON.parse(stdout);
	line('PyTorch, retain_grad, just after', theirs);
	const against = {
		median: theirs.median / times.backstep.median,
		best: theirs.best / times.backstep.best
	};
	verdict('times faster than PyTorch', against, '≥ 1', (x) => x >= 1);
}
