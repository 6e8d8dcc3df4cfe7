#? --set shared=false --set same=no
#? --set learningRate=2
import torch.nn.functional as F

a, b, t = given["a"], given["b"], given["t"]

# keras.Sequential([Dense(3, "tanh"), Dense(1, "sigmoid")])
x = keep("x", torch.cat([a, b], dim=1))  #: networks/one input
z = keep("z_1", x @ given["W1"] + given["b1"])  #: networks/sequential/dense 1
h = keep("h_1", torch.tanh(z))  #: networks/sequential/dense 1/tanh
z = keep("z_2", h @ given["W2"] + given["b2"])  #: networks/sequential/dense 2
y_1 = keep("y_1", torch.sigmoid(z))  #: networks/sequential/dense 2/sigmoid

# layer = Dense(3, "tanh"); y = Dense(1, "sigmoid")(concatenate([layer(a), layer(b)]))
left = ("W_s", "b_s")
right = left if settings["shared"] else ("W_r", "b_r")
sides = []
for side, value, (w, bias) in (("a", a, left), ("b", b, right)):
    z = keep(f"z_{side}", value @ given[w] + given[bias])  #: networks/functional/left
    sides.append(keep(f"h_{side}", torch.tanh(z)))  #: networks/functional/left/tanh
h = keep("h", torch.cat(sides, dim=1))  #: networks/functional/side by side
z = keep("z_o", h @ given["W_o"] + given["b_o"])  #: networks/functional/output
y_2 = keep("y_2", torch.sigmoid(z))  #: networks/functional/output/sigmoid

losses = [keep(f"loss_{k}", F.binary_cross_entropy(y, t)) for k, y in ((1, y_1), (2, y_2))]  #: loss
loss = keep("loss", losses[0] + losses[1])  #: loss/add
loss.backward()  #: backward

with torch.no_grad():
    for name in ("W1", "b1", "W2", "b2", "W_s", "b_s", "W_r", "b_r", "W_o", "b_o"):
        if name in given:
            keep(f"{name}.new", given[name] - settings["learningRate"] * given[name].grad)  #: update/*
