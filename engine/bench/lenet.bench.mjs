/** A LeNet-sized network, forward and backward, every value and gradient kept: tape, tfjs, convnetjs. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Buffers, Tape } from '../../dist/engine/index.js';
import { agree, inConvnet, inTf, onTape } from './lib/lenet.mjs';
import { line, race, ratio, verdict } from './lib/measure.mjs';
import { loadConvnet, loadTf } from './lib/rivals.mjs';

const buffers = new Buffers();
const contenders = {
	backstep: () => {
		buffers.begin();
		return onTape(new Tape({ take: buffers.take }));
	},
	convnetjs: inConvnet(loadConvnet()),
	tfjs: inTf(await loadTf())
};
agree(Object.fromEntries(Object.entries(contenders).map(([name, run]) => [name, run()])));

console.log('LeNet-sized network on 28×28, forward and backward, batch 1');
const times = race(contenders);
for (const [name, result] of Object.entries(times)) line(name, result);
verdict('times faster than tfjs on the CPU', ratio(times.tfjs, times.backstep), '≥ 10', (x) => x >= 10);
verdict('times faster than convnetjs', ratio(times.convnetjs, times.backstep), '≥ 2', (x) => x >= 2);

// For orientation, where there is a PyTorch: native code, in float64 and on one core as here.
const script = fileURLToPath(new URL('./lib/lenet.py', import.meta.url));
const { status, stdout } = spawnSync('/usr/bin/python3', [script], { encoding: 'utf8' });
if (status === 0) line('PyTorch, not raced, no goal', JSON.parse(stdout));
