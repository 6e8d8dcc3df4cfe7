#? --set graph=neuron --set loss=logit --set answer=0
#? --set weight=w5 --set epsilon=0.1
#? --set loss=logit --set weight=b --set epsilon=1e-4
import torch.nn.functional as F

x1, x2, y = given["x1"], given["x2"], given["y"]
weights = {name: given[name] for name in ("w1", "w2", "w3", "w4", "w5", "w6", "b") if name in given}


def neuron(w, v, a, b, names, tag):
    first = keep(f"{names[0]}{tag}", w * a)
    second = keep(f"{names[1]}{tag}", v * b)
    return keep(f"{names[2]}{tag}", first + second)


def forward(weights, tag=""):
    w = weights
    if settings["graph"] == "network":
        z1 = neuron(w["w1"], w["w2"], x1, x2, ["w1x1", "w2x2", "z1"], tag)  #: **/h1
        h1 = keep(f"h1{tag}", torch.sigmoid(z1))  #: **/h1
        z2 = neuron(w["w5"], w["w6"], x1, x2, ["w5x1", "w6x2", "z2"], tag)  #: **/h2
        h2 = keep(f"h2{tag}", torch.sigmoid(z2))  #: **/h2
        s = neuron(w["w3"], w["w4"], h1, h2, ["w3h1", "w4h2", "s"], tag)  #: **/output
    else:
        s = neuron(w["w1"], w["w2"], x1, x2, ["w1x1", "w2x2", "s"], tag)  #: **/output
    z = keep(f"z{tag}", s + w["b"])  #: **/output
    yhat = keep(f"yhat{tag}", torch.sigmoid(z))  #: **/output
    if settings["loss"] == "logit":
        return keep(f"loss{tag}", F.binary_cross_entropy_with_logits(z, y))  #: **/loss
    return keep(f"loss{tag}", F.binary_cross_entropy(yhat, y))  #: **/loss


loss = forward(weights)  #: graph
loss.backward()  #: backward

with torch.no_grad():
    eps, w = given["eps"], weights[settings["weight"]]
    up_weight = keep("nudged.up", w + eps)  #: nudge/up
    up = forward({**weights, settings["weight"]: up_weight}, ".up")  #: nudge/up
    down_weight = keep("nudged.down", w - eps)  #: nudge/down
    down = forward({**weights, settings["weight"]: down_weight}, ".down")  #: nudge/down
    slope = keep("slope", (up - loss) / eps)  #: nudge/compare
    central = keep("central", (up - down) / (2 * eps))  #: nudge/compare
    keep("off", slope - w.grad)  #: nudge/compare
    keep("off.central", central - w.grad)  #: nudge/compare
