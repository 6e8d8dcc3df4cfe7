/**
 * An RNN and an LSTM, T = 100, hidden 64, input 32, one sequence, written for the tape and for tfjs with the same
 * weights: the loss is the sum of the last hidden state, and backward reaches every input, state and weight.
 */
import {
	gruCell,
	lstmCell,
	random,
	recurrence,
	recurrentParameters,
	rnnCell,
	sum
} from '../../../dist/engine/index.js';

export const SIZES = { time: 100, input: 32, hidden: 64 };
const { time, input, hidden } = SIZES;
const CELLS = { rnn: rnnCell(), lstm: lstmCell, gru: gruCell() };

const source = random(7);
const steps = Array.from({ length: time }, () => source.array(input));
const shapes = (gates) => ({
	weight_ih: [gates * hidden, input],
	weight_hh: [gates * hidden, hidden],
	bias_ih: [gates * hidden],
	bias_hh: [gates * hidden]
});
const weightsOf = (gates) =>
	Object.fromEntries(
		Object.entries(shapes(gates)).map(([name, [rows, columns = 1]]) => [
			name,
			source.array(rows * columns, 1 / Math.sqrt(hidden))
		])
	);
const WEIGHTS = { rnn: weightsOf(1), lstm: weightsOf(4), gru: weightsOf(3) };

/** On a tape, with every value and gradient kept. */
export function onTape(tape, kind) {
	const cell = CELLS[kind];
	const values = Object.fromEntries(Object.entries(WEIGHTS[kind]).map(([name, v]) => [`${name}_l0`, v]));
	const named = recurrentParameters(tape, cell, { input, hidden }, values);
	const packed = Object.fromEntries(Object.entries(named).map(([name, w]) => [name.slice(0, -3), w]));
	const xs = steps.map((x, t) => tape.input(`x${t + 1}`, [1, input], x));
	const loss = tape.scope('forward', () => {
		const { hs } = recurrence(tape, cell, xs, packed);
		return tape.apply(sum, [hs.at(-1)], {});
	});
	tape.backward(loss);
	return { loss: loss.data[0], dx: xs[0].grad.data, dw: named.weight_hh_l0.grad.data };
}

/** In tfjs, gates sliced from the stacked weights as PyTorch does. */
export function inTf(tf, kind) {
	const gates = { rnn: 1, lstm: 4 }[kind];
	const weights = Object.entries(shapes(gates)).map(([name, shape]) =>
		tf.tensor(Float32Array.from(WEIGHTS[kind][name]), shape)
	);
	const x = tf.tensor(Float32Array.from(steps.flatMap((step) => [...step])), [time, input]);
	const zeros = tf.zeros([1, hidden]);
	const run = tf.valueAndGrads((x, w, u, b, d) => {
		let [h, c] = [zeros, zeros];
		for (const step of tf.split(x, time, 0)) {
			const net = tf.add(tf.add(tf.matMul(step, w, false, true), b), tf.add(tf.matMul(h, u, false, true), d));
			if (kind === 'rnn') {
				h = tf.tanh(net);
				continue;
			}
			const [i, f, g, o] = tf.split(net, 4, 1);
			c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
			h = tf.mul(tf.sigmoid(o), tf.tanh(c));
		}
		return tf.sum(h);
	});
	return () =>
		tf.tidy(() => {
			const { value, grads } = run([x, ...weights]);
			return { loss: value.dataSync()[0], dx: grads[0].dataSync().slice(0, input), dw: grads[2].dataSync() };
		});
}

/** The same numbers from everybody, or the comparison means nothing. tfjs computes in float32. */
export function agree(results) {
	const [first, ...others] = Object.entries(results);
	for (const [name, result] of others) {
		const off = Math.max(
			Math.abs(result.loss - first[1].loss),
			...['dx', 'dw'].flatMap((key) => Array.from(result[key], (d, k) => Math.abs(d - first[1][key][k])))
		);
		if (!(off < 1e-3)) throw new Error(`${name} and ${first[0]} differ by ${off}`);
	}
}
