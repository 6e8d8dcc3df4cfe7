#? --set activation=elu --set stacks=gelu --set layers=3 --set unit=leakyRelu --set update=4
#? --set activation=gelu --set stacks=silu --set layers=20 --set gain=1 --set update=2
#? --set activation=silu --set stacks=softplus --set layers=1 --set seed=7
#? --set activation=softplus --set jump=0.05 --set update=500
#? --set activation=leakyRelu
import torch.nn.functional as F

activations = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leakyRelu": F.leaky_relu,
    "elu": F.elu,
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": F.softplus,
}

y = keep("y", activations[settings["activation"]](given["x"]))  #: function/activation
total = keep("total", y.sum())  #: function/sum
total.backward()  #: function/backward

p = keep("p", torch.softmax(given["s"], dim=0))  #: softmax/row
first = keep("first", p[0])  #: softmax/select
first.backward()  #: softmax/backward

ends = []
for name in settings["stacks"]:
    h = given[f"{name}.h0"]
    for k in range(1, settings["layers"] + 1):
        z = keep(f"{name}.z{k}", h @ given[f"W{k}"])  #: deep/layers/*/layer */matmul
        h = keep(f"{name}.h{k}", activations[name](z))  #: deep/layers/*/layer *
    ends.append(keep(f"{name}.end", h.sum()))  #: deep/layers/*/sum
far = keep("far", sum(ends)) if len(ends) > 1 else ends[0]  #: deep/layers/add
far.backward()  #: deep/backward

# One update of the unit.
X, t, w, b = given["X"], given["t"], given["w"], given["b"]
z = keep("z", X @ w + b)  #: forward/unit
h = keep("h", activations[settings["unit"]](z))  #: forward/unit
loss = keep("loss", F.mse_loss(h, t))  #: loss
loss.backward()  #: backward
rate = settings["jump"] if settings["update"] == 4 else 0.05
with torch.no_grad():
    keep("w.new", w - rate * w.grad)  #: update
    keep("b.new", b - rate * b.grad)  #: update
