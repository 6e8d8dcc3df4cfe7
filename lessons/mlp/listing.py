#? --set network=deep
#? --set network=pass
#? --set activation=false
#? --set network=deep --set activation=false
#? --set start=trained --set update=300
x, target = given["X"], given["t"]
layers = {"xor": 2, "deep": 3, "pass": 2}[settings["network"]]
trained = settings["network"] == "xor" and settings["start"] == "trained"
rate = settings["learningRate"]

h = x
for k in range(1, layers + 1):
    w, b = given[f"W{k}"], given[f"b{k}"]
    z = keep(f"z{k}", h @ w + b)  #: forward/layer *
    if k == layers:
        yhat = keep("yhat", torch.sigmoid(z))  #: forward/layer *
    elif settings["activation"]:
        h = keep(f"h{k}", torch.sigmoid(z))  #: forward/layer *
    else:
        h = z
loss = keep("loss", torch.nn.functional.binary_cross_entropy(yhat, target))  #: loss

if not settings["activation"] and not trained:
    with torch.no_grad():
        w, b = given["W1"], given["b1"]
        for k in range(2, layers + 1):
            w, b = w @ given[f"W{k}"], b @ given[f"W{k}"] + given[f"b{k}"]  #: one layer
        keep("W", w)
        keep("b", b)
        keep("z", x @ w + b)  #: one layer
loss.backward()  #: backward
with torch.no_grad():
    for k in range(1, layers + 1):
        w, b = given[f"W{k}"], given[f"b{k}"]
        keep(f"W{k}.new", w - rate * w.grad)  #: update/W*
        keep(f"b{k}.new", b - rate * b.grad)  #: update/b*
