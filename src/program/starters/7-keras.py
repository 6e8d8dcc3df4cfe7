# A Keras Sequential model that tells three kinds of points apart.
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(0)
middles = np.array([[0.0, 1.5], [-1.3, -0.75], [1.3, -0.75]])
y = np.arange(60) % 3
x = middles[y] + 0.4 * np.random.randn(60, 2)

model = keras.Sequential([
    keras.Input(shape=(2,)),
    layers.Dense(8, activation="relu"),
    layers.Dense(3, activation="softmax"),
])
model.summary()
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.05), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=8, batch_size=20, validation_split=0.2)
print(model.predict(middles, verbose=0).round(2))
