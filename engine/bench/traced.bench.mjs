/** What tracing costs: a network on a tape, against its kernels alone, called one after another on the same arrays. */
import { Buffers, Tape } from '../../dist/engine/index.js';
import { onTape } from './lib/lenet.mjs';
import { line, race, ratio, verdict } from './lib/measure.mjs';

const buffers = new Buffers();
const traced = () => {
	buffers.begin();
	onTape(new Tape({ take: buffers.take }));
};
const tape = new Tape();
onTape(tape);
const { leaves } = tape.trace();
const untraced = () => {
	for (const { rule, call } of leaves) rule.run(call, call.out.data);
};

console.log('The LeNet-sized network, with and without a trace');
const times = race({ traced, untraced }, { rounds: 150 });
for (const [name, result] of Object.entries(times)) line(name, result);
verdict('traced : untraced', ratio(times.traced, times.untraced), '≤ 1.15', (x) => x <= 1.15);
