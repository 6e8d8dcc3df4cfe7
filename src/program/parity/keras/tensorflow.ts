// tf.GradientTape and what stands around it, against formulas worked out by hand.
import { describe, expect, it } from 'vitest';
import { partsOf } from './parts.ts';
import { run } from '../inPython.ts';

/** The last line that a program prints, once it has ended well. */
function told(program: string): unknown {
	const { failure, answer } = run(`import json\nimport tensorflow as tf\nimport numpy as np\n${program}`);
	expect(failure).toBeNull();
	return answer();
}

describe('TensorFlow', () => {
	it('asks a tape for gradients of variables, and moves these by hand', () => {
		// L = (w·x + b − t)²: dL/dw = 2(w·x + b − t)x = 2·(6 + 1 − 5)·3 = 12, dL/db = 4.
		expect(
			told(`
w, b = tf.Variable(2.0), tf.Variable(1.0)
with tf.GradientTape() as tape:
    loss = tf.square(w * 3.0 + b - 5.0)
dw, db = tape.gradient(loss, [w, b])
w.assign_sub(0.1 * dw)
b.assign_sub(0.1 * db)
print(json.dumps([float(loss), float(dw), float(db), round(float(w), 5), round(float(b), 5)]))`)
		).toEqual([4, 12, 4, 0.8, 0.6]);
	});

	it('has tapes in tapes, constants that are watched, persistent tapes, and what is not connected', () => {
		// y = x³: y' = 3x², y'' = 6x at x = 3.
		expect(
			told(`
x = tf.constant(3.0)
with tf.GradientTape() as outer:
    outer.watch(x)
    with tf.GradientTape() as inner:
        inner.watch(x)
        y = x * x * x
    dy = inner.gradient(y, x)
d2y = outer.gradient(dy, x)
v, u = tf.Variable([1.0, 2.0]), tf.Variable(5.0)
with tf.GradientTape(persistent=True) as tape:
    a = tf.reduce_sum(v * v)
    c = tf.reduce_mean(tf.exp(0.0 * v) * 3.0 * v)
found = tape.gradient(a, [v, u])
print(json.dumps([float(dy), float(d2y), found[0].numpy().tolist(), found[1] is None, tape.gradient(c, v).numpy().tolist()]))`)
		).toEqual([27, 18, [2, 4], true, [1.5, 1.5]]);
	});

	it('refuses a second gradient of a tape that is not persistent, as TensorFlow does', () => {
		const { failure } = run(`import tensorflow as tf
w = tf.Variable(2.0)
with tf.GradientTape() as tape:
    y = w * w
tape.gradient(y, w)
tape.gradient(y, w)
`);
		expect(failure).toMatchObject({ line: 6 });
		expect(failure!.text).toContain('A non-persistent GradientTape can only be used to compute one set');
	});

	it('moves the layers of a model by the gradients of a tape, which are laid out as Keras lays weights out', () => {
		// y = Wx, L = mean (y − t)²: dL/dW = xᵀ(y − t)·2/n, here with W = 1.
		expect(
			told(`
model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2, kernel_initializer="ones")])
x, t = np.array([[1.0, 2.0, 4.0]], "float32"), np.array([[5.0, 8.0]], "float32")
optimizer = tf.keras.optimizers.SGD(0.5)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(model(x, training=True) - t))
grads = tape.gradient(loss, model.trainable_variables)
optimizer.apply_gradients(zip(grads, model.trainable_variables))
kernel, bias = model.get_weights()
# Twice as much of a gradient that the program changed.
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(model(x, training=True) - t))
again = tape.gradient(loss, model.trainable_variables)
model.set_weights([np.ones((3, 2)), np.zeros(2)])
optimizer.apply_gradients([(2.0 * g, v) for g, v in zip(grads, model.trainable_variables)])
print(json.dumps([grads[0].numpy().tolist(), kernel.tolist(), bias.tolist(), model.get_weights()[0].tolist()]))`)
		).toEqual([
			[
				[2, -1],
				[4, -2],
				[8, -4]
			],
			[
				[0, 1.5],
				[-1, 2],
				[-3, 3]
			],
			[-1, 0.5],
			[
				[-1, 2],
				[-3, 3],
				[-7, 5]
			]
		]);
	});

	it('trains a model by a step of its own, batch by batch of a data set', () => {
		const { failure, machine, printed } = run(`
import keras, numpy as np, tensorflow as tf
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1, kernel_initializer="zeros")
        self.seen = keras.metrics.Mean(name="seen")
    def call(self, x):
        return self.dense(x)
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=y, y_pred=self(x, training=True))
        grads = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.trainable_variables))
        self.seen.update_state(loss)
        return {"seen": self.seen.result()}
data = tf.data.Dataset.from_tensor_slices((np.ones((6, 2), "float32"), np.full((6, 1), 2.0, "float32")))
data = data.map(lambda x, y: (x * 2.0, y)).batch(4)
net = Net()
net.compile(keras.optimizers.SGD(0.01), "mse")
history = net.fit(data, epochs=2, verbose=0)
print([len(batch) for batch, _ in data], len(history.history["seen"]), history.history["seen"][0] > history.history["seen"][1])
@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.keras.losses.mean_squared_error(y, net(x)))
    net.optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_weights), net.trainable_weights))
    return loss
for x, y in data.shuffle(4).take(1):
    print(float(step(x, y)) < 4, x.shape)
`);
		expect(failure).toBeNull();
		expect(printed).toBe('[4, 2] 2 True\nTrue (4, 2)\n'.replace('(4, 2)', 'torch.Size([4, 2])'));
		expect(machine.update).toBe(5);
		expect(machine.curve.loss).toHaveLength(5);
		// By its prediction of 0 the first loss is that of the targets alone, 2².
		expect(machine.curve.loss[0]).toBe(4);
		expect(partsOf(machine)).toContain('update: update');
	});

	it('has losses that take scores, as their formulas give them', () => {
		const [soft, sparse, sigmoid] = told(`
scores = tf.constant([[1.0, 2.0, 0.5]])
print(json.dumps([float(tf.nn.softmax_cross_entropy_with_logits(labels=[[0.0, 1.0, 0.0]], logits=scores)[0]),
    float(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[2], logits=scores)[0]),
    float(tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=[[1.0, 0.0, 1.0]], logits=scores)))]))`) as number[];
		const all = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(0.5));
		expect(soft).toBeCloseTo(all - 2, 6);
		expect(sparse).toBeCloseTo(all - 0.5, 6);
		const yes = (x: number) => Math.log(1 + Math.exp(-x));
		expect(sigmoid).toBeCloseTo((yes(1) + (yes(2) + 2) + yes(0.5)) / 3, 6);
	});
});
