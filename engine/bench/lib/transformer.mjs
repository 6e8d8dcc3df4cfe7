/**
 * One encoder block of a Transformer, 64 positions, 128 features, 4 heads, feed-forward 512, causal mask, written for the
 * tape and for tfjs with the same weights: the loss weighs every number of the output, and backward reaches every weight.
 */
import {
	encoderBlock,
	encoderBlockOf,
	encoderBlockShapes,
	mul,
	namedParameters,
	random,
	size,
	sum
} from '../../../dist/engine/index.js';

export const SIZES = { time: 64, model: 128, heads: 4, feedForward: 512 };
const { time, model, heads, feedForward } = SIZES;

const source = random(7);
const SHAPES = encoderBlockShapes({ model, feedForward });
const WEIGHTS = Object.fromEntries(
	Object.entries(SHAPES).map(([name, shape]) => [
		name,
		name.endsWith('norm1.weight') || name.endsWith('norm2.weight')
			? new Float64Array(size(shape)).fill(1)
			: source.array(size(shape), 1 / Math.sqrt(shape.at(-1)))
	])
);
const X = source.array(time * model);
const DY = source.array(time * model);

/** On a tape, with every value and gradient kept. */
export function onTape(tape) {
	const named = namedParameters(tape, SHAPES, WEIGHTS);
	const x = tape.input('x', [time, model], X);
	const dy = tape.constant('dy', [time, model], DY);
	const loss = tape.scope('forward', () => {
		const weights = encoderBlockOf(tape, named, '', heads);
		const { output } = encoderBlock(tape, x, weights, { causal: true });
		return tape.apply(sum, [tape.apply(mul, [output, dy])], {});
	});
	tape.backward(loss);
	return { loss: loss.data[0], dx: x.grad.data, dw: named['self_attn.in_proj_weight'].grad.data };
}

/** Its matrix products alone, forward and backward: each one filled again, into the array it has. */
export function productsOf({ leaves }) {
	const products = leaves.filter(({ call }) => call.op.name === 'matmul');
	for (const { rule, call, out } of products) rule.run(call, out.data);
	return () => {
		for (const { rule, call, out } of products) rule.run(call, out.data);
	};
}

/** In tfjs, all heads in one product, as it does best. */
export function inTf(tf) {
	const names = Object.keys(SHAPES);
	const weights = names.map((name) => tf.tensor(Float32Array.from(WEIGHTS[name]), SHAPES[name]));
	const x = tf.tensor(Float32Array.from(X), [time, model]);
	const dy = tf.tensor(Float32Array.from(DY), [time, model]);
	const width = model / heads;
	const hidden = Float32Array.from({ length: time * time }, (_, i) =>
		i % time > Math.floor(i / time) ? -1e9 : 0
	);
	const mask = tf.tensor(hidden, [1, time, time]);
	const linear = (x, w, b) => tf.add(tf.matMul(x, w, false, true), b);
	const norm = (x, weight, bias) => {
		const { mean, variance } = tf.moments(x, -1, true);
		return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5))), weight), bias);
	};
	const split = (x) => tf.transpose(tf.reshape(x, [time, heads, width]), [1, 0, 2]);
	const run = tf.valueAndGrads((x, ...all) => {
		const w = Object.fromEntries(names.map((name, k) => [name, all[k]]));
		const [q, k, v] = tf
			.split(linear(x, w['self_attn.in_proj_weight'], w['self_attn.in_proj_bias']), 3, 1)
			.map(split);
		const scores = tf.add(tf.div(tf.matMul(q, k, false, true), Math.sqrt(width)), mask);
		const found = tf.reshape(tf.transpose(tf.matMul(tf.softmax(scores), v), [1, 0, 2]), [time, model]);
		const attended = linear(found, w['self_attn.out_proj.weight'], w['self_attn.out_proj.bias']);
		const middle = norm(tf.add(x, attended), w['norm1.weight'], w['norm1.bias']);
		const wide = tf.relu(linear(middle, w['linear1.weight'], w['linear1.bias']));
		const fed = linear(wide, w['linear2.weight'], w['linear2.bias']);
		return tf.sum(tf.mul(norm(tf.add(middle, fed), w['norm2.weight'], w['norm2.bias']), dy));
	});
	return () =>
		tf.tidy(() => {
			const { value, grads } = run([x, ...weights]);
			const dw = grads[1 + names.indexOf('self_attn.in_proj_weight')];
			return { loss: value.dataSync()[0], dx: grads[0].dataSync(), dw: dw.dataSync() };
		});
}

/** The same numbers from everybody, or the comparison means nothing. tfjs computes in float32. */
export function agree(results) {
	const [first, ...others] = Object.entries(results);
	for (const [name, result] of others) {
		const off = Math.max(
			Math.abs(result.loss - first[1].loss) / 100,
			...['dx', 'dw'].map((key) =>
				result[key].reduce((most, d, k) => Math.max(most, Math.abs(d - first[1][key][k])), 0)
			)
		);
		if (!(off < 1e-3)) throw new Error(`${name} and ${first[0]} differ by ${off}`);
	}
}
