#? --set "sentence=the dog never bites the man" --set "label=a person attacks"
#? --set "sentence=dog" --set learningRate=1
#! shape = many to one
import torch.nn.functional as F

names = ["E", "W_xh", "W_hh", "b_h", "W_hy", "b_y"]
weights = {name: given[name] for name in names}
words = [given[name].long() for name in given if name.startswith("word")]
target = given["target"].long()


def network(weights, after=""):
    """Reads the words one after the other, and scores the answers from the last state."""
    h = given["h0" + after]
    for t, word in enumerate(words, start=1):
        x = keep(f"x{t}{after}", weights["E"][word])  #: forward/embedding/t = *
        from_x = keep(f"h{t}{after}.x", x @ weights["W_xh"])  #: forward/rnn/t = */matmul
        from_h = keep(f"h{t}{after}.h", h @ weights["W_hh"])  #: forward/rnn/t = */matmul
        net = keep(f"h{t}{after}.net", from_x + from_h + weights["b_h"])  #: forward/rnn/t = */accumulate
        h = keep(f"h{t}{after}", torch.tanh(net))  #: forward/rnn/t = */tanh
    product = keep(f"product{after}", h @ weights["W_hy"])  #: forward/output/matmul
    logits = keep(f"logits{after}", product + weights["b_y"])  #: forward/output/add
    keep(f"p{after}", F.softmax(logits, dim=1))  #: forward/softmax
    return logits


loss = keep("loss", F.cross_entropy(network(weights), target))  #: loss
loss.backward()  #: backward

with torch.no_grad():
    new = {}
    for name, w in weights.items():
        new[name] = keep(f"{name}.new", w - settings["learningRate"] * w.grad)  #: update/*
    keep("loss_after", F.cross_entropy(network(new, "_after"), target))  #: forward again
