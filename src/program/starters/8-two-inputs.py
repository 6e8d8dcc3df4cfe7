# A Keras Functional model with two inputs: a house's numbers and words about it.
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(1)
words = ["", "bright", "dark", "new", "old", "quiet", "loud"]
numbers = np.random.rand(24, 2)
text = np.random.randint(0, len(words), (24, 3))
worth = np.array([0.0, 0.2, -0.2, 0.3, -0.3, 0.1, -0.1])
price = numbers @ np.array([1.0, 0.5]) + worth[text].sum(axis=1)

size = keras.Input(shape=(2,), name="size")
about = keras.Input(shape=(3,), dtype="int32", name="about")
a = layers.Dense(4, activation="relu")(size)
b = layers.Embedding(len(words), 4, name="words")(about)
b = layers.Flatten()(b)
both = layers.Concatenate()([a, b])
answer = layers.Dense(1, name="price")(both)

model = keras.Model(inputs=[size, about], outputs=answer)
model.summary()
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["mae"])
history = model.fit([numbers, text], price, epochs=40, batch_size=8, verbose=0).history
print(f"loss from {history['loss'][0]:.3f} to {history['loss'][-1]:.3f}")
print(model.predict([numbers[:3], text[:3]], verbose=0).reshape(-1).round(2), price[:3].round(2))
