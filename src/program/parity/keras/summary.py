import keras
from keras import layers

model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D()])
model.add(layers.Flatten())
model.add(layers.Dropout(0.5))
model.add(layers.Dense(10, activation="softmax", name="a_long_name_of_a_layer_that_says_much"))
model.summary()
keras.Sequential([layers.Dense(4), layers.BatchNormalization()]).summary()

left, right = keras.Input((4,), name="left"), keras.Input((5,), name="right")
shared = layers.Dense(3, activation="tanh")
a, b = shared(left), shared(layers.Dense(4)(right))
both = layers.concatenate([a, b])
one = layers.Dense(1, activation="sigmoid", name="one")(both)
two = layers.Dense(3, activation="softmax", name="two")(layers.Add()([a, b]))
keras.Model([left, right], [one, two], name="both").summary()

x = keras.Input((None,), dtype="int32")
h = layers.Embedding(1000, 8)(x)
h, state = layers.GRU(4, return_sequences=True, return_state=True)(h)
h = layers.BatchNormalization()(h)
frozen = layers.Dense(2, name="frozen", trainable=False)
keras.Model(x, frozen(h)).summary()
