#? --set points=xor --set activation=sign --set update=7
#? --set points=clouds --set activation=sigmoid --set update=33 --set learningRate=0.05
# One update: the sample comes from the batch's place among the points.
points, targets, row = given["X"], given["t"], given["rows"].long()
w, b = given["w"], given["b"]
activations = {
    "step": lambda z: (z >= 0).double(),
    "sign": torch.sign,
    "sigmoid": torch.sigmoid,
}

x, y = keep("X.batch", points[row]), keep("t.batch", targets[row])  #: batch
z = keep("z", x @ w + b)  #: forward/neuron
yhat = keep("yhat", activations[settings["activation"]](z))  #: forward/activation
error = keep("error", yhat.detach() - y)  #: loss/sub
loss = keep("loss", (error * z).mean())  #: loss/mean
loss.backward()  #: backward
with torch.no_grad():
    keep("w.new", w - settings["learningRate"] * w.grad)  #: update/w
    keep("b.new", b - settings["learningRate"] * b.grad)  #: update/b
