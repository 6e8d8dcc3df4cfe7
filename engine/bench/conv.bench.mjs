/** One convolution layer, 64×64×3 → 16 kernels of 3×3 with padding, forward and all three gradients. */
import { Buffers, Tape, conv2d, random, sum } from '../../dist/engine/index.js';
import { agree } from './lib/lenet.mjs';
import { line, race, ratio, verdict } from './lib/measure.mjs';
import { loadConvnet, loadTf } from './lib/rivals.mjs';

const [SIDE, CHANNELS, KERNELS] = [64, 3, 16];
const source = random(11);
const x = source.array(CHANNELS * SIDE * SIDE);
const w = source.array(KERNELS * CHANNELS * 9, 0.3);
const b = source.array(KERNELS, 0.3);

/** The loss is the sum of the outputs, since backward starts from one number: it is part of the time. */
const buffers = new Buffers();
function backstep() {
	buffers.begin();
	const tape = new Tape({ take: buffers.take });
	const xs = [
		tape.input('x', [1, CHANNELS, SIDE, SIDE], x),
		tape.parameter('w', [KERNELS, CHANNELS, 3, 3], w),
		tape.parameter('b', [KERNELS], b)
	];
	const y = tape.scope('forward', () => tape.apply(conv2d, xs, { padding: 1 }));
	const loss = tape.scope('loss', () => tape.apply(sum, [y], {}));
	tape.backward(loss);
	return { loss: loss.data[0], dx: xs[0].grad.data };
}

function inTf(tf) {
	const plain = (data, shape) => tf.tensor(Float32Array.from(data), shape);
	const xs = [
		plain(x, [1, CHANNELS, SIDE, SIDE]).transpose([0, 2, 3, 1]),
		plain(w, [KERNELS, CHANNELS, 3, 3]).transpose([2, 3, 1, 0]),
		plain(b, [KERNELS])
	];
	const run = tf.valueAndGrads((x, w, b) => tf.sum(tf.add(tf.conv2d(x, w, 1, 'same'), b)));
	return () =>
		tf.tidy(() => {
			const { value, grads } = run(xs);
			for (const grad of grads) grad.dataSync();
			return { loss: value.dataSync()[0], dx: tf.transpose(grads[0], [0, 3, 1, 2]).dataSync() };
		});
}

/** The gradient of a sum is 1 everywhere; convnetjs is given it, and spared the sum. */
function inConvnet(convnet) {
	const layer = new convnet.ConvLayer({
		in_sx: SIDE,
		in_sy: SIDE,
		in_depth: CHANNELS,
		sx: 3,
		filters: KERNELS,
		stride: 1,
		pad: 1
	});
	for (let o = 0; o < KERNELS; o++) {
		layer.biases.w[o] = b[o];
		for (let c = 0; c < CHANNELS; c++)
			for (let t = 0; t < 9; t++) layer.filters[o].w[t * CHANNELS + c] = w[(o * CHANNELS + c) * 9 + t];
	}
	const image = new convnet.Vol(SIDE, SIDE, CHANNELS, 0);
	for (let c = 0; c < CHANNELS; c++)
		for (let k = 0; k < SIDE * SIDE; k++) image.w[k * CHANNELS + c] = x[c * SIDE * SIDE + k];
	return () => {
		const out = layer.forward(image, true);
		out.dw.fill(1);
		layer.backward();
		return image;
	};
}

const contenders = { backstep, convnetjs: inConvnet(loadConvnet()), tfjs: inTf(await loadTf()) };
const ours = backstep();
const { dw } = contenders.convnetjs();
const dx = Float64Array.from(ours.dx, (_, k) => dw[(k % SIDE ** 2) * CHANNELS + Math.floor(k / SIDE ** 2)]);
agree({ backstep: ours, convnetjs: { loss: ours.loss, dx } });
const { dx: tfdx } = contenders.tfjs();
agree({ backstep: { loss: 0, dx: ours.dx }, tfjs: { loss: 0, dx: tfdx } });

console.log('One convolution, 64×64×3 → 16 kernels of 3×3, padding 1, forward and backward');
const times = race(contenders, { rounds: 25 });
for (const [name, result] of Object.entries(times)) line(name, result);
verdict('times faster than tfjs on the CPU', ratio(times.tfjs, times.backstep), '≥ 12', (r) => r >= 12);
verdict('times faster than convnetjs', ratio(times.convnetjs, times.backstep), '≥ 2', (r) => r >= 2);
