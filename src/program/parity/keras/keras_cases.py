"""Cases for our Keras, with the numbers of the real one.

    KERAS_BACKEND=jax python keras_cases.py > keras.json      (keras 3.15.1, jax 0.10.2)

A case is a program that appends arrays to `found`; it runs in both.
"""

PRELUDE = """
import numpy as np
import keras
from keras import layers, losses, optimizers

rng = np.random.RandomState(7)
found = []

def some(*shape):
    return (rng.randn(*shape) * 0.7).astype('float32')

def fill(model):
    model.set_weights([np.abs(some(*w.shape)) + 0.1 for w in model.get_weights()] if positive else [some(*w.shape) for w in model.get_weights()])

def step(model, x, y, loss='mse', optimizer=None, steps=1):
    # Two predictions around updates: the weights after one say what the gradients were.
    found.append(model.predict(x, verbose=0))
    model.compile(optimizer or optimizers.SGD(0.1), loss)
    for _ in range(steps):
        h = model.fit(x, y, epochs=1, batch_size=1000, shuffle=False, verbose=0)
    found.append(np.array(h.history['loss']))
    found.extend(model.get_weights())

positive = False
"""

# name: the layer, the shape of an example, what is given where it is not normal numbers.
LAYERS = {
    "dense": ("layers.Dense(4)", (3,)),
    "dense without bias": ("layers.Dense(2, use_bias=False)", (3,)),
    "dense relu": ("layers.Dense(4, activation='relu')", (3,)),
    "dense tanh": ("layers.Dense(4, activation='tanh')", (3,)),
    "dense sigmoid": ("layers.Dense(4, activation='sigmoid')", (3,)),
    "dense softmax": ("layers.Dense(4, activation='softmax')", (3,)),
    "dense gelu": ("layers.Dense(4, activation='gelu')", (3,)),
    "dense elu": ("layers.Dense(4, activation='elu')", (3,)),
    "dense selu": ("layers.Dense(4, activation='selu')", (3,)),
    "dense silu": ("layers.Dense(4, activation='silu')", (3,)),
    "dense softplus": ("layers.Dense(4, activation='softplus')", (3,)),
    "dense leaky_relu": ("layers.Dense(4, activation='leaky_relu')", (3,)),
    "dense along steps": ("layers.Dense(4)", (5, 3)),
    "convolution": ("layers.Conv2D(2, 3)", (5, 6, 3)),
    "convolution same": ("layers.Conv2D(2, 3, padding='same', activation='relu')", (5, 6, 3)),
    "convolution of an even kernel, same": ("layers.Conv2D(2, 2, padding='same')", (5, 5, 1)),
    "convolution of stride 2, same": ("layers.Conv2D(2, (3, 2), strides=2, padding='same')", (6, 7, 2)),
    "convolution of stride 2": ("layers.Conv2D(2, 3, strides=2)", (7, 7, 1)),
    "convolution of dilation 2": ("layers.Conv2D(2, 2, dilation_rate=2)", (6, 6, 1)),
    "convolution along a line": ("layers.Conv1D(3, 2, padding='same')", (5, 2)),
    "convolution turned round": ("layers.Conv2DTranspose(2, 3)", (3, 4, 3)),
    "convolution turned round, same": ("layers.Conv2DTranspose(2, 3, strides=2, padding='same', activation='relu')", (3, 4, 2)),
    "convolution turned round, even kernel": ("layers.Conv2DTranspose(2, 4, strides=2, padding='same')", (3, 3, 1)),
    "convolution turned round, small kernel": ("layers.Conv2DTranspose(1, 2, strides=3)", (3, 3, 2)),
    "convolution turned round, small kernel, same": ("layers.Conv2DTranspose(1, (1, 2), strides=(2, 3), padding='same')", (3, 2, 2)),
    "convolution turned round along a line": ("layers.Conv1DTranspose(2, 7, strides=2, padding='same')", (4, 3)),
    "batch normalization": ("layers.BatchNormalization()", (4,)),
    "batch normalization of images": ("layers.BatchNormalization(momentum=0.9)", (3, 3, 2)),
    "batch normalization without scale": ("layers.BatchNormalization(scale=False, epsilon=1e-5)", (4,)),
    "layer normalization": ("layers.LayerNormalization()", (5,)),
    "layer normalization of steps": ("layers.LayerNormalization(epsilon=1e-6)", (3, 4)),
    "simple rnn": ("layers.SimpleRNN(3)", (4, 2)),
    "simple rnn relu, sequences": ("layers.SimpleRNN(3, activation='relu', return_sequences=True)", (4, 2)),
    "lstm": ("layers.LSTM(3)", (4, 2)),
    "lstm sequences": ("layers.LSTM(3, return_sequences=True)", (4, 2)),
    "lstm relu": ("layers.LSTM(3, activation='relu')", (4, 2)),
    "lstm backwards, without bias": ("layers.LSTM(3, go_backwards=True, use_bias=False)", (4, 2)),
    "gru": ("layers.GRU(3)", (4, 2)),
    "gru sequences": ("layers.GRU(3, return_sequences=True)", (4, 2)),
    "bidirectional lstm": ("layers.Bidirectional(layers.LSTM(2))", (4, 2)),
    "bidirectional gru sequences": ("layers.Bidirectional(layers.GRU(2, return_sequences=True))", (4, 3)),
    "bidirectional sum": ("layers.Bidirectional(layers.SimpleRNN(2), merge_mode='sum')", (4, 3)),
    "dense at every step": ("layers.TimeDistributed(layers.Dense(2, activation='tanh'))", (4, 3)),
}
SMALL = {
    "max pooling": ("layers.MaxPooling2D(2)", (4, 6, 2)),
    "max pooling same": ("layers.MaxPooling2D(2, padding='same')", (5, 5, 1)),
    "average pooling": ("layers.AveragePooling2D((2, 3))", (4, 6, 2)),
    "global average pooling": ("layers.GlobalAveragePooling2D()", (4, 3, 2)),
    "flatten": ("layers.Flatten()", (2, 3, 2)),
    "reshape": ("layers.Reshape((3, -1))", (2, 6)),
    "dropout predicts": ("layers.Dropout(0.5)", (4,)),
}
PROGRAMS = {
    "embedding": "m = keras.Sequential([keras.Input((3,)), layers.Embedding(5, 2), layers.Flatten(), layers.Dense(1)]); fill(m)\nstep(m, np.array([[1, 2, 1], [0, 4, 4]]), some(2, 1))",
    "embedding with a mask, lstm": "m = keras.Sequential([keras.Input((4,)), layers.Embedding(6, 3, mask_zero=True), layers.LSTM(2), layers.Dense(1)]); fill(m)\nstep(m, np.array([[1, 2, 0, 0], [3, 4, 5, 1], [2, 0, 0, 0]]), some(3, 1))",
    "embedding with a mask, gru": "m = keras.Sequential([keras.Input((4,)), layers.Embedding(6, 3, mask_zero=True), layers.GRU(2), layers.Dense(1)]); fill(m)\nstep(m, np.array([[1, 2, 0, 0], [3, 4, 5, 1], [2, 0, 0, 0]]), some(3, 1))",
    "a mask in the loss": "m = keras.Sequential([keras.Input((4,)), layers.Embedding(6, 3, mask_zero=True), layers.SimpleRNN(2, return_sequences=True), layers.Dense(3, activation='softmax')]); fill(m)\nstep(m, np.array([[1, 2, 0, 0], [3, 4, 5, 1]]), np.array([[0, 1, 2, 2], [1, 1, 0, 2]]), 'sparse_categorical_crossentropy')",
    "a mask in a mean": "m = keras.Sequential([keras.Input((4,)), layers.Embedding(6, 3, mask_zero=True), layers.GlobalAveragePooling1D(), layers.Dense(1, activation='sigmoid')]); fill(m)\nstep(m, np.array([[1, 2, 0, 0], [3, 4, 5, 1]]), np.array([0., 1.]), 'binary_crossentropy')",
    "self-attention": "x = keras.Input((3, 4)); m = keras.Model(x, layers.MultiHeadAttention(2, 3)(x, x)); fill(m)\nstep(m, some(2, 3, 4), some(2, 3, 4))",
    "attention that is causal": "x = keras.Input((3, 4)); m = keras.Model(x, layers.MultiHeadAttention(2, 2)(x, x, use_causal_mask=True)); fill(m)\nstep(m, some(2, 3, 4), some(2, 3, 4))",
    "attention of two": "x, z = keras.Input((3, 4)), keras.Input((2, 5)); m = keras.Model([x, z], layers.MultiHeadAttention(2, 2)(x, z)); fill(m)\nstep(m, [some(2, 3, 4), some(2, 2, 5)], some(2, 3, 4))",
    "two inputs": "x, z = keras.Input((3,)), keras.Input((2,)); m = keras.Model([x, z], layers.Dense(1)(layers.concatenate([layers.Dense(4, activation='relu')(x), z]))); fill(m)\nstep(m, [some(5, 3), some(5, 2)], some(5, 1))",
    "two outputs": "x = keras.Input((3,)); h = layers.Dense(4, activation='tanh')(x); m = keras.Model(x, [layers.Dense(1)(h), layers.Dense(3, activation='softmax')(h)]); fill(m)\nx = some(5, 3); found.extend(m.predict(x, verbose=0))\nm.compile('sgd', ['mse', 'sparse_categorical_crossentropy'], loss_weights=[1., 0.3]); h = m.fit(x, [some(5, 1), np.array([0, 1, 2, 1, 0])], verbose=0, shuffle=False, batch_size=2)\nfound.append(np.array(h.history['loss'])); found.extend(m.get_weights())",
    "a shared layer": "shared = layers.Dense(3, activation='tanh'); x, z = keras.Input((4,)), keras.Input((4,)); m = keras.Model([x, z], layers.Dense(1)(layers.subtract([shared(x), shared(z)]))); fill(m)\nstep(m, [some(5, 4), some(5, 4)], some(5, 1))",
    "a residual": "x = keras.Input((4,)); m = keras.Model(x, layers.Dense(2)(layers.add([x, layers.Dense(4, activation='relu')(x)]))); fill(m)\nstep(m, some(5, 4), some(5, 2))",
    "binary cross-entropy": "m = keras.Sequential([keras.Input((3,)), layers.Dense(1, activation='sigmoid')]); fill(m)\nstep(m, some(6, 3), np.array([0, 1, 1, 0, 1, 0]), 'binary_crossentropy')",
    "binary cross-entropy from logits": "m = keras.Sequential([keras.Input((3,)), layers.Dense(1)]); fill(m)\nstep(m, some(4, 3), np.array([[0], [1], [1], [0]]), losses.BinaryCrossentropy(from_logits=True))",
    "categorical cross-entropy": "m = keras.Sequential([keras.Input((3,)), layers.Dense(3, activation='softmax')]); fill(m)\nstep(m, some(4, 3), keras.utils.to_categorical([0, 2, 1, 1]), 'categorical_crossentropy')",
    "categorical cross-entropy from logits, smoothed": "m = keras.Sequential([keras.Input((3,)), layers.Dense(3)]); fill(m)\nstep(m, some(4, 3), keras.utils.to_categorical([0, 2, 1, 1]), losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1))",
    "categorical cross-entropy of no shares": "m = keras.Sequential([keras.Input((3,)), layers.Dense(3, activation='sigmoid')]); fill(m)\nstep(m, some(4, 3), keras.utils.to_categorical([0, 2, 1, 1]), 'categorical_crossentropy')",
    "sparse categorical cross-entropy": "m = keras.Sequential([keras.Input((3,)), layers.Dense(3, activation='softmax')]); fill(m)\nstep(m, some(4, 3), np.array([0, 2, 1, 1]), 'sparse_categorical_crossentropy')",
    "sparse categorical cross-entropy from logits": "m = keras.Sequential([keras.Input((3,)), layers.Dense(3)]); fill(m)\nstep(m, some(4, 3), np.array([[0], [2], [1], [1]]), losses.SparseCategoricalCrossentropy(from_logits=True))",
    "mae": "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)]); fill(m)\nstep(m, some(4, 3), some(4, 2), 'mae')",
    "huber": "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)]); fill(m)\nstep(m, some(4, 3), some(4, 2), losses.Huber(0.5))",
    "metrics and validation": "m = keras.Sequential([keras.Input((3,)), layers.Dense(3, activation='softmax')]); fill(m)\nm.compile(optimizers.SGD(0.2), 'sparse_categorical_crossentropy', metrics=['accuracy'])\nh = m.fit(some(10, 3), rng.randint(0, 3, 10), epochs=3, batch_size=3, validation_split=0.3, shuffle=False, verbose=0)\nfound.extend(np.array(h.history[k]) for k in sorted(h.history))",
    "evaluate": "m = keras.Sequential([keras.Input((3,)), layers.Dense(1, activation='sigmoid')]); fill(m)\nm.compile('sgd', 'binary_crossentropy', metrics=['accuracy', 'mae']); found.append(np.array(m.evaluate(some(40, 3), rng.randint(0, 2, 40), verbose=0)))",
    "early stopping": "m = keras.Sequential([keras.Input((3,)), layers.Dense(1)]); fill(m)\nm.compile(optimizers.SGD(0.3), 'mse'); h = m.fit(some(8, 3), some(8, 1), epochs=60, batch_size=8, shuffle=False, verbose=0, validation_data=(some(4, 3), some(4, 1)), callbacks=[keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)])\nfound.append(np.array(h.history['val_loss'])); found.extend(m.get_weights())",
    "a layer that is not trainable": "m = keras.Sequential([keras.Input((3,)), layers.Dense(4, activation='tanh'), layers.BatchNormalization(), layers.Dense(1)]); positive = True; fill(m); positive = False\nm.layers[0].trainable = False; m.layers[1].trainable = False\nstep(m, some(5, 3), some(5, 1))\nfound.append(np.array([len(m.trainable_weights), len(m.non_trainable_weights)]))",
    "a model in a model": "inner = keras.Sequential([keras.Input((3,)), layers.Dense(4, activation='relu'), layers.Dense(2)]); x = keras.Input((3,)); m = keras.Model(x, layers.Dense(1)(inner(x))); fill(m)\nstep(m, some(5, 3), some(5, 1))",
    "a lambda": "x, z = keras.Input((3,)), keras.Input((3,)); d = layers.Dense(2, activation='tanh'); y = layers.Lambda(lambda v: keras.ops.sqrt(keras.ops.sum(keras.ops.square(v[0] - v[1]), axis=1, keepdims=True) + 1e-3))([d(x), d(z)]); m = keras.Model([x, z], y); fill(m)\nstep(m, [some(4, 3), some(4, 3)], some(4, 1))",
    "tensors that are computed with": "x = keras.Input((3,)); h = layers.Dense(3)(x); y = (1 - h / 2) * h + h ** 2 - (-h)[:, :3] * keras.ops.tanh(h); m = keras.Model(x, y); fill(m)\nstep(m, some(4, 3), some(4, 3))",
    "functions as parts of a model": "x = keras.Input((4, 3)); h = keras.ops.concatenate([layers.Dense(2)(x), keras.ops.relu(x)], axis=-1); h = keras.ops.reshape(h, (-1, 20)); m = keras.Model(x, keras.ops.mean(h, axis=-1, keepdims=True)); fill(m)\nstep(m, some(2, 4, 3), some(2, 1))",
    "a layer of one's own": "class Scaled(layers.Layer):\n    def __init__(self, units):\n        super().__init__()\n        self.units = units\n    def build(self, input_shape):\n        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer='zeros', trainable=True)\n        self.b = self.add_weight(shape=(self.units,), initializer='zeros', trainable=True)\n    def call(self, inputs):\n        return keras.ops.matmul(inputs, self.w) + self.b\nx = keras.Input((3,)); m = keras.Model(x, Scaled(2)(layers.Dense(3, activation='relu')(x))); fill(m)\nstep(m, some(4, 3), some(4, 2))\nfound.append(np.array(m.output_shape[1:]))",
    "a layer that adds to the loss": "class Held(layers.Layer):\n    def call(self, inputs):\n        self.add_loss(0.1 * keras.ops.sum(keras.ops.square(inputs)))\n        return inputs\nx = keras.Input((3,)); m = keras.Model(x, layers.Dense(1)(Held()(layers.Dense(2)(x)))); fill(m)\nstep(m, some(4, 3), some(4, 1))",
    "an axis that was left out": "m = keras.Sequential([keras.Input((4, 4, 1)), layers.Conv2D(2, 3), layers.Flatten(), layers.Dense(1)]); x = keras.Input((4, 4, 1)); m = keras.Model(x, m(x)); fill(m)\nfound.append(m.predict(some(2, 4, 4), verbose=0))",
    "binary cross-entropy of noisy labels": "m = keras.Sequential([keras.Input((3,)), layers.Dense(1)]); fill(m)\nstep(m, some(4, 3), np.array([[0.02], [1.03], [0.99], [-0.04]], 'float32'), losses.BinaryCrossentropy(from_logits=True))",
    "functions": "x, y = some(2, 3), np.abs(some(2, 3)) + 0.2\nfor f in (keras.ops.exp, keras.ops.log1p, keras.ops.sqrt, keras.ops.sigmoid, keras.ops.softmax, keras.ops.gelu, keras.ops.leaky_relu, keras.ops.square, keras.ops.sign): found.append(keras.ops.convert_to_numpy(f(y)))\nfor f in (keras.ops.add, keras.ops.maximum, keras.ops.divide, keras.ops.minimum): found.append(keras.ops.convert_to_numpy(f(x, y)))\nfor f in (keras.ops.sum, keras.ops.mean, keras.ops.max, keras.ops.std, keras.ops.var, keras.ops.logsumexp): found.append(keras.ops.convert_to_numpy(f(x))); found.append(keras.ops.convert_to_numpy(f(x, axis=1, keepdims=True)))\nfound.extend(keras.ops.convert_to_numpy(z) for z in (keras.ops.transpose(x), keras.ops.clip(x, -0.5, 0.5), keras.ops.one_hot(np.array([2, 0]), 3), keras.ops.take(x, np.array([1, 0, 1]), axis=0), keras.ops.stack([x, y], axis=1), keras.ops.where(x > 0, x, y), keras.ops.einsum('ij,kj->ik', x, y), keras.ops.tile(x, (1, 2)), keras.ops.repeat(x, 2, axis=0), keras.ops.cumsum(x, axis=1), keras.ops.argmax(x, axis=1), keras.ops.expand_dims(x, 1), keras.ops.arange(4), keras.ops.zeros((2,)), keras.ops.flip(x, axis=1)))",
    "a model of one's own": "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n        self.a = layers.Dense(4, activation='relu')\n        self.b = layers.Dense(1)\n    def call(self, x):\n        return self.b(self.a(x))\nm = Net(); x = some(5, 3); m(x); fill(m)\nstep(m, x, some(5, 1))",
}
OPTIMIZERS = [
    "SGD()", "SGD(0.1, momentum=0.9)", "SGD(0.1, momentum=0.9, nesterov=True)", "Adam()", "Adam(0.05, beta_1=0.8, epsilon=1e-3)", "AdamW(0.01)",
    "RMSprop()", "RMSprop(0.01, rho=0.8, momentum=0.5)", "Adagrad()", "Adagrad(0.1, initial_accumulator_value=0.0)", "Adam(0.05, clipnorm=0.5)",
]


def cases():
    for name, (layer, shape) in LAYERS.items():
        fill = "positive = True; fill(m); positive = False" if "batch" in name else "fill(m)"
        yield name, f"m = keras.Sequential([keras.Input({shape}), {layer}]); {fill}\nx = some(3, *{shape}); step(m, x, some(*m.predict(x, verbose=0).shape))"
    for name, (layer, shape) in SMALL.items():
        # A layer of weights before it shows the gradient that comes through.
        yield name, f"m = keras.Sequential([keras.Input({shape}), layers.Dense({shape[-1]}), {layer.replace('Dropout(0.5)', 'Dropout(0.0)')}]); fill(m)\nx = some(2, *{shape}); step(m, x, some(*m.predict(x, verbose=0).shape))"
    yield from PROGRAMS.items()
    for optimizer in OPTIMIZERS:
        yield optimizer, f"m = keras.Sequential([keras.Input((3,)), layers.Dense(4, activation='tanh'), layers.Dense(1)]); fill(m)\nstep(m, some(6, 3), some(6, 1), optimizer=optimizers.{optimizer}, steps=4)"


if __name__ == "__main__":
    import json
    import sys

    import keras
    import numpy as np

    written = []
    for name, program in cases():
        keras.backend.clear_session()
        names = {}
        try:
            exec(PRELUDE + program, names)
        except Exception as problem:
            sys.exit(f"{name}: {problem!r}")
        numbers = [[float(f"{x:.7g}") for x in np.asarray(a, dtype="float64").ravel()] for a in names["found"]]
        written.append({"name": name, "program": program, "shapes": [list(np.shape(a)) for a in names["found"]], "numbers": numbers})
    print(json.dumps({"keras": keras.__version__, "prelude": PRELUDE, "cases": written}))
