#? --set digit=5 --set momentum=0.9 --set weightDecay=0.01
import torch.nn.functional as F

names = ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "dense.weight", "dense.bias"]
weights = {name: given[name] for name in names}
target = given["target"].long()


def network(weights, after=""):
    """The scores of the ten digits."""
    y = given["x"]
    for k in (1, 2):
        y = keep(f"conv{k}{after}", F.conv2d(y, weights[f"conv{k}.weight"], weights[f"conv{k}.bias"]))  #: forward/conv*
        y = keep(f"relu{k}{after}", F.relu(y))  #: forward/relu*
        y = keep(f"pool{k}{after}", F.max_pool2d(y, 2))  #: forward/pool*
    y = keep(f"flat{after}", y.flatten(1))  #: forward/flatten
    product = keep(f"dense.product{after}", y @ weights["dense.weight"].T)  #: forward/dense
    return keep(f"logits{after}", product + weights["dense.bias"])  #: forward/dense/add


logits = network(weights)
keep("p", F.softmax(logits, dim=1))  #: forward/softmax
loss = keep("loss", F.cross_entropy(logits, target))  #: loss
loss.backward()  #: backward

with torch.no_grad():
    new = {}
    for name, w in weights.items():
        # The first step of momentum has no velocity yet: it is a plain step.
        gradient = w.grad + settings["weightDecay"] * w
        new[name] = keep(f"{name}.new", w - settings["learningRate"] * gradient)  #: update/*
    keep("loss.after", F.cross_entropy(network(new, ".after"), target))  #: forward again
