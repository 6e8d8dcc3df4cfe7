/** The network of a trace, asked again about other letters. */
import { Tape, type Trace } from '#engine';
import { inputs, network, parameters } from './network.ts';
import { classes, END, MOST } from './words.ts';

/** The same weights asked about other letters, with nothing dropped: the probabilities after each of them. */
export function ask(trace: Trace, letters: readonly string[]): readonly (readonly number[])[] {
	const tape = new Tape();
	const given = parameters(tape, (name) => trace.tensors.get(name)!.data);
	tape.scope('forward', () => network(tape, inputs(tape, letters), given), { part: { kind: 'network' } });
	const { tensors } = tape.trace();
	return letters.map((_, k) => Array.from(tensors.get(`p${k + 1}`)!.data));
}

const best = (probabilities: readonly number[]) => probabilities.indexOf(Math.max(...probabilities));

/** The most probable letter is added and read again, until the word ends or is long enough. */
export function continued(trace: Trace, letters: readonly string[]): string[] {
	const word = [...letters];
	while (word.length < 2 * MOST) {
		const next = classes[best(ask(trace, word).at(-1)!)]!;
		word.push(next);
		if (next === END) break;
	}
	return word.slice(letters.length);
}
