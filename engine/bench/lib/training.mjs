/**
 * One update of a small dense network on all its points, written for each contender: forward, mean squared error or
 * binary cross-entropy left to each library's own regression loss, backward, a step of gradient descent.
 * `sizes` are the neurons of each layer; hidden ones have `activation`, the output is linear, the loss ½(ŷ − y)² or its
 * like, since that is what all of them have.
 */
import {
	add,
	matmul,
	mse,
	random,
	relu,
	sgd,
	sigmoid,
	tanh,
	Tape,
	train
} from '../../../dist/engine/index.js';
import { batches } from '../../../dist/engine/training/batches.js';
import { Runner } from '../../../dist/engine/training/runner.js';

const ACTIVATIONS = { relu, tanh, sigmoid };
export const RATE = 0.01;

/** Inputs from −1 to 1, one target each, and weights as inputs × outputs. */
export function problem(sizes, points, activation) {
	const { array } = random(5);
	const inputs = array(points * sizes[0]);
	const targets = Float64Array.from({ length: points }, (_, k) =>
		inputs[k * sizes[0]] * inputs[k * sizes[0] + 1] > 0 ? 1 : 0
	);
	const layers = sizes.slice(1).map((n, k) => ({
		w: array(sizes[k] * n, Math.sqrt(3 / sizes[k])),
		b: new Float64Array(n),
		shape: [sizes[k], n]
	}));
	return { sizes, points, activation, inputs, targets, layers };
}

/** The network as Backstep has it. */
function program({ activation, layers }) {
	const parameters = Object.fromEntries(
		layers.flatMap(({ w, b, shape }, k) => [
			[`W${k}`, { shape, values: w }],
			[`b${k}`, { shape: [shape[1]], values: b }]
		])
	);
	const names = layers.map((_, k) => ({ w: `W${k}`, b: `b${k}` }));
	const activate = ACTIVATIONS[activation];
	const network = (tape, { inputs, targets, parameters: p }) => {
		let x = inputs;
		names.forEach(({ w, b }, k) => {
			x = tape.apply(add, [tape.apply(matmul, [x, p[w]]), p[b]]);
			if (k < names.length - 1) x = tape.apply(activate, [x]);
		});
		return { output: x, loss: tape.apply(mse, [x, targets], {}) };
	};
	return { network, parameters, optimizer: (tape, w, state) => sgd(tape, w, { learningRate: RATE }, state) };
}

const dataOn = (tape, { sizes, points, inputs, targets }) => ({
	inputs: tape.constant('X', [points, sizes[0]], inputs),
	targets: tape.constant('y', [points, 1], targets)
});

/** Backstep's updates that are not recorded. */
export function inBackstep(of) {
	const runner = new Runner(
		{ ...program(of), data: dataOn(new Tape(), of), validation: null, metrics: {} },
		batches({ samples: of.points, epochs: 1_000_000 })
	);
	let u = 0;
	return () => runner.update(u++).loss;
}

/** Records an update of a run of so many: the first call runs them all. */
export function seeker(of, updates) {
	const seek = (at) => {
		const tape = new Tape();
		train(tape, { ...program(of), data: dataOn(tape, of), epochs: updates, at });
		return tape.trace();
	};
	seek(0);
	return seek;
}

export function inTf(tf, { sizes, points, activation, inputs, targets, layers }) {
	const x = tf.tensor2d(Float32Array.from(inputs), [points, sizes[0]]);
	const y = tf.tensor2d(Float32Array.from(targets), [points, 1]);
	const variables = layers.flatMap(({ w, b, shape }) => [
		tf.variable(tf.tensor2d(Float32Array.from(w), shape)),
		tf.variable(tf.tensor1d(Float32Array.from(b)))
	]);
	const optimizer = tf.train.sgd(RATE);
	const loss = () => {
		let h = x;
		layers.forEach((_, k) => {
			h = tf.add(tf.matMul(h, variables[2 * k]), variables[2 * k + 1]);
			if (k < layers.length - 1) h = tf[activation](h);
		});
		return tf.mean(tf.squaredDifference(h, y));
	};
	return () => tf.tidy(() => optimizer.minimize(loss, true, variables).dataSync()[0]);
}

/** convnetjs learns sample by sample and steps after a batch of them; its gradient is that of ½(ŷ − y)², and the loss it tells is 2(ŷ − y)². */
export function inConvnet(convnet, { sizes, points, activation, inputs, targets, layers }) {
	const net = new convnet.Net();
	net.makeLayers([
		{ type: 'input', out_sx: 1, out_sy: 1, out_depth: sizes[0] },
		...sizes.slice(1, -1).map((n) => ({ type: 'fc', num_neurons: n, activation })),
		{ type: 'regression', num_neurons: sizes.at(-1) }
	]);
	net.layers
		.filter((layer) => layer.layer_type === 'fc')
		.forEach((layer, k) => {
			const [ins, outs] = layers[k].shape;
			for (let o = 0; o < outs; o++) {
				for (let i = 0; i < ins; i++) layer.filters[o].w[i] = layers[k].w[i * outs + o];
				layer.biases.w[o] = layers[k].b[o];
			}
		});
	const trainer = new convnet.SGDTrainer(net, {
		learning_rate: 2 * RATE,
		momentum: 0,
		batch_size: points,
		l2_decay: 0
	});
	const volumes = Array.from({ length: points }, (_, n) => {
		const volume = new convnet.Vol(1, 1, sizes[0], 0);
		for (let d = 0; d < sizes[0]; d++) volume.w[d] = inputs[n * sizes[0] + d];
		return volume;
	});
	return () => {
		let loss = 0;
		for (let n = 0; n < points; n++) loss += trainer.train(volumes[n], [targets[n]]).cost_loss;
		return loss / (2 * points);
	};
}

/** micrograd's way, in JavaScript: an object for every number, its parents, and a function that passes its gradient on. */
export function inScalars({ sizes, points, activation, inputs, targets, layers }) {
	class Value {
		constructor(data, parents, pass) {
			this.data = data;
			this.grad = 0;
			this.parents = parents;
			this.pass = pass;
		}
		add(o) {
			return new Value(this.data + o.data, [this, o], (g) => ((this.grad += g), (o.grad += g)));
		}
		mul(o) {
			return new Value(
				this.data * o.data,
				[this, o],
				(g) => ((this.grad += o.data * g), (o.grad += this.data * g))
			);
		}
		activated() {
			const x = this.data;
			const [y, slope] =
				activation === 'relu'
					? [Math.max(0, x), Number(x > 0)]
					: activation === 'tanh'
						? [Math.tanh(x), 1 - Math.tanh(x) ** 2]
						: [1 / (1 + Math.exp(-x)), 0];
			const local = activation === 'sigmoid' ? y * (1 - y) : slope;
			return new Value(y, [this], (g) => (this.grad += local * g));
		}
		backward() {
			const order = [];
			const seen = new Set();
			const visit = (v) => {
				if (seen.has(v)) return;
				seen.add(v);
				v.parents?.forEach(visit);
				order.push(v);
			};
			visit(this);
			this.grad = 1;
			for (const v of order.reverse()) v.pass?.(v.grad);
		}
	}
	const weights = layers.map(({ w, b, shape: [ins, outs] }) => ({
		w: Array.from({ length: outs }, (_, o) =>
			Array.from({ length: ins }, (_, i) => new Value(w[i * outs + o]))
		),
		b: Array.from(b, (value) => new Value(value))
	}));
	const all = weights.flatMap(({ w, b }) => [...w.flat(), ...b]);
	return () => {
		for (const v of all) v.grad = 0;
		let total = new Value(0);
		for (let n = 0; n < points; n++) {
			let x = Array.from({ length: sizes[0] }, (_, d) => new Value(inputs[n * sizes[0] + d]));
			weights.forEach(({ w, b }, k) => {
				x = w.map((row, o) => row.reduce((sum, weight, i) => sum.add(weight.mul(x[i])), b[o]));
				if (k < weights.length - 1) x = x.map((v) => v.activated());
			});
			const off = x[0].add(new Value(-targets[n]));
			total = total.add(off.mul(off));
		}
		const loss = total.mul(new Value(1 / points));
		loss.backward();
		for (const v of all) v.data -= RATE * v.grad;
		return loss.data;
	};
}
