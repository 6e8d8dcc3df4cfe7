import { describe, expect, it } from 'vitest';
import { partsOf } from './parts.ts';
import data from './keras.json';
import { run } from '../inPython.ts';
import summary from './summary.txt?raw';
import summaryProgram from './summary.py?raw';

const TELL = `
import json
print(json.dumps([[list(np.shape(a)), [float(x) for x in np.asarray(a).ravel().tolist()]] for a in found]))
`;

describe('Keras', () => {
	it.each(data.cases)('$name', ({ program, shapes, numbers }) => {
		const ran = run(data.prelude + program + TELL);
		expect(ran.failure).toBeNull();
		const found = ran.answer() as [number[], number[]][];
		expect(found.map(([shape]) => shape)).toEqual(shapes);
		found.forEach(([, own], k) => {
			const theirs = numbers[k]!;
			const largest = Math.max(1, ...theirs.map(Math.abs));
			// Float32 on both sides, through a few sums and updates.
			own.forEach((x, j) => expect(Math.abs(x - theirs[j]!)).toBeLessThan(2e-5 * largest));
		});
	});

	it('prints summaries as Keras does', () => {
		expect(run(summaryProgram).printed).toBe(summary);
	});

	it('gives a trace of forward, backward and update, each layer a scope with its part', () => {
		const { machine, failure } = run(`
import keras, numpy as np
m = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Conv2D(2, 3), keras.layers.MaxPooling2D(), keras.layers.Flatten(), keras.layers.Dense(1)])
m.compile('adam', 'mse')
m.fit(np.zeros((6, 4, 4, 1)), np.zeros(6), batch_size=3, epochs=2, verbose=0)
`);
		expect(failure).toBeNull();
		expect(machine.update).toBe(4);
		expect(machine.curve.loss).toHaveLength(4);
		const parts = partsOf(machine);
		for (const one of [
			'conv2d: convolution',
			'max_pooling2d: pooling',
			'dense: dense',
			'loss: loss',
			'update: update'
		])
			expect(parts).toContain(one);
	});

	it('says what it has where a name is not here', () => {
		const said = (program: string) => run(program).failure!.text;
		expect(said('import keras\nkeras.layers.ConvLSTM2D')).toContain(
			'keras.layers.ConvLSTM2D is not part of this page.'
		);
		expect(said('import keras\nkeras.layers.Dens')).toContain('It has Dense');
		expect(said('import tensorflow as tf\ntf.signal')).toContain('tf.signal is not part of this page.');
	});

	it('adds to the loss what regularizers say of weights', () => {
		const { answer, failure } = run(`
import json, keras, numpy as np
from keras import layers, regularizers
x, y = np.ones((4, 3)), np.zeros((4, 1))
held = keras.Sequential([keras.Input((3,)), layers.Dense(2, kernel_regularizer=regularizers.L2(0.1), bias_initializer='ones', bias_regularizer='l1'), layers.Dense(1, kernel_regularizer=regularizers.L1L2(0.1, 0.2))])
free = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.Dense(1)])
free.set_weights(held.get_weights())
for model in (held, free):
    model.compile('sgd', 'mse')
w, b, v, _ = held.get_weights()
more = 0.1 * (w ** 2).sum() + 0.01 * np.abs(b).sum() + 0.1 * np.abs(v).sum() + 0.2 * (v ** 2).sum()
print(json.dumps([float(held.evaluate(x, y, verbose=0) - free.evaluate(x, y, verbose=0)), float(more)]))
`);
		expect(failure).toBeNull();
		const [added, worked] = answer() as [number, number];
		expect(added).toBeCloseTo(worked, 5);
	});

	it('is tf.keras too', () => {
		const { printed, failure } = run(`
import tensorflow as tf
from tensorflow.keras.models import Sequential
from tensorflow.keras import layers
x = tf.constant([[1., 2.], [3., 4.]])
m = tf.keras.Sequential([layers.Dense(1, kernel_initializer='ones')])
print(m(x).numpy().tolist(), tf.reduce_sum(x).numpy())
`);
		expect(failure).toBeNull();
		expect(printed).toBe('[[3.0], [7.0]] 10.0\n');
	});
});
