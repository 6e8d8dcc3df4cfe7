/**
 * One network, written three times with the same weights: 28×28 → conv 8 @ 3×3 → ReLU → pool → conv 16 @ 3×3 → ReLU →
 * pool → dense 10 → cross-entropy, one image, forward and backward, down to the gradient of the image.
 */
import {
	add,
	conv2d,
	crossEntropy,
	flatten,
	matmul,
	maxPool2d,
	random,
	relu,
	size
} from '../../../dist/engine/index.js';

const LABEL = 3;

/** Shapes as in PyTorch; the dense weights are features × classes. */
const SHAPES = {
	x: [1, 1, 28, 28],
	w1: [8, 1, 3, 3],
	b1: [8],
	w2: [16, 8, 3, 3],
	b2: [16],
	w3: [400, 10],
	b3: [10]
};

const source = random(7);
export const values = Object.fromEntries(
	Object.entries(SHAPES).map(([name, shape]) => [name, source.array(size(shape), name === 'x' ? 1 : 0.3)])
);

/** On a tape, with every value and gradient kept. */
export function onTape(tape) {
	const given = (name) => tape[name === 'x' ? 'input' : 'parameter'](name, SHAPES[name], values[name]);
	const [x, w1, b1, w2, b2, w3, b3] = Object.keys(SHAPES).map(given);
	const target = tape.constant('target', [1], [LABEL]);
	const loss = tape.scope('forward', () => {
		const block = (x, w, b) =>
			tape.apply(maxPool2d, [tape.apply(relu, [tape.apply(conv2d, [x, w, b], {})])], { kernel: 2 });
		const features = tape.apply(flatten, [block(block(x, w1, b1), w2, b2)], {});
		return tape.apply(crossEntropy, [tape.apply(add, [tape.apply(matmul, [features, w3]), b3]), target], {});
	});
	tape.backward(loss);
	return { loss: loss.data[0], dx: x.grad.data };
}

/** In tfjs: images last by channel, weights as rows × columns × channels × kernels. */
export function inTf(tf) {
	const hwio = (name) => tf.tensor(Float32Array.from(values[name]), SHAPES[name]).transpose([2, 3, 1, 0]);
	const plain = (name) => tf.tensor(Float32Array.from(values[name]), SHAPES[name]);
	const x = plain('x').transpose([0, 2, 3, 1]);
	const xs = [x, hwio('w1'), plain('b1'), hwio('w2'), plain('b2'), plain('w3'), plain('b3')];
	const truth = tf.oneHot(tf.tensor1d([LABEL], 'int32'), 10);
	const block = (x, w, b) => tf.maxPool(tf.relu(tf.add(tf.conv2d(x, w, 1, 'valid'), b)), 2, 2, 'valid');
	const run = tf.valueAndGrads((x, w1, b1, w2, b2, w3, b3) => {
		// Channels first, as in the others, so that the dense weights mean the same.
		const features = tf.reshape(tf.transpose(block(block(x, w1, b1), w2, b2), [0, 3, 1, 2]), [1, 400]);
		return tf.losses.softmaxCrossEntropy(truth, tf.add(tf.matMul(features, w3), b3));
	});
	return () =>
		tf.tidy(() => {
			const { value, grads } = run(xs);
			return { loss: value.dataSync()[0], dx: grads[0].dataSync() };
		});
}

/** In convnetjs: a volume is rows × columns × channels. Its layers keep their outputs and gradients by design. */
export function inConvnet(convnet) {
	const net = new convnet.Net();
	net.makeLayers([
		{ type: 'input', out_sx: 28, out_sy: 28, out_depth: 1 },
		{ type: 'conv', sx: 3, filters: 8, stride: 1, pad: 0, activation: 'relu' },
		{ type: 'pool', sx: 2, stride: 2 },
		{ type: 'conv', sx: 3, filters: 16, stride: 1, pad: 0, activation: 'relu' },
		{ type: 'pool', sx: 2, stride: 2 },
		{ type: 'softmax', num_classes: 10 }
	]);
	const [conv1, conv2] = net.layers.filter((layer) => layer.layer_type === 'conv');
	const dense = net.layers.find((layer) => layer.layer_type === 'fc');
	const fill = (layer, w, b, [kernels, channels, rows, columns]) => {
		for (let o = 0; o < kernels; o++) {
			for (let c = 0; c < channels; c++)
				for (let u = 0; u < rows; u++)
					for (let v = 0; v < columns; v++)
						layer.filters[o].w[(u * columns + v) * channels + c] =
							values[w][((o * channels + c) * rows + u) * columns + v];
			layer.biases.w[o] = values[b][o];
		}
	};
	fill(conv1, 'w1', 'b1', SHAPES.w1);
	fill(conv2, 'w2', 'b2', SHAPES.w2);
	for (let n = 0; n < 10; n++) {
		for (let c = 0; c < 16; c++)
			for (let k = 0; k < 25; k++) dense.filters[n].w[k * 16 + c] = values.w3[(c * 25 + k) * 10 + n];
		dense.biases.w[n] = values.b3[n];
	}
	const x = new convnet.Vol(28, 28, 1, 0);
	x.w.set(values.x);
	return () => {
		net.forward(x, true);
		return { loss: net.backward(LABEL), dx: x.dw };
	};
}

/** The same numbers from everybody, or the comparison means nothing. tfjs computes in float32. */
export function agree(results) {
	const [first, ...others] = Object.entries(results);
	for (const [name, { loss, dx }] of others) {
		const off = Math.max(
			...Array.from(dx, (d, k) => Math.abs(d - first[1].dx[k])),
			Math.abs(loss - first[1].loss)
		);
		if (!(off < 1e-4)) throw new Error(`${name} and ${first[0]} differ by ${off}`);
	}
}
