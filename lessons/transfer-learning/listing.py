#? --set way=fine-tuning --set digit=3 --set stage=trained
#? --set way=scratch --set domain=inverted --set digit=17
import torch.nn.functional as F

FROZEN = {"extraction": 5, "fine-tuning": 3, "scratch": 0}[settings["way"]]
POOLED = (1, 2, 4)


def block(x, n):
    """A convolution with ReLU, and pooling where it has some."""
    x = keep(f"conv{n}", F.conv2d(x, given[f"conv{n}.weight"], given[f"conv{n}.bias"], padding=1))  #: forward/*/conv*
    x = keep(f"relu{n}", F.relu(x))  #: forward/*/relu*
    return keep(f"pool{n}", F.max_pool2d(x, 2)) if n in POOLED else x  #: forward/*/pool*


x = given["x"]
for n in range(1, FROZEN + 1):
    x = block(x, n)
if FROZEN:
    x = keep("kept", x.detach())  #: forward/frozen/cut
for n in range(FROZEN + 1, 6):
    x = block(x, n)

features = keep("features", x.flatten(1))  #: forward/trained/head/flatten
logits = keep("logits", F.linear(features, given["dense.weight"], given["dense.bias"]))  #: forward/trained/head
keep("p", F.softmax(logits, dim=1))  #: softmax
loss = keep("loss", F.cross_entropy(logits, given["target"].long()))  #: loss
loss.backward()  #: backward

with torch.no_grad():
    trained = [f"conv{n}" for n in range(FROZEN + 1, 6)] + ["dense"]
    for name in (f"{layer}.{kind}" for layer in trained for kind in ("weight", "bias")):
        w = given[name]
        keep(f"{name}.new", w - settings["learningRate"] * w.grad)  #: update/*
