#? --set both=false
#? --set "sentence=the bank"
#? --set "sentence=the bank" --set both=false
import torch.nn.functional as F

words = [given[name].long() for name in given if name.startswith("word")]
xs = []
for t, word in enumerate(words, start=1):
    xs.append(keep(f"x{t}", given["E"][word]))  #: forward/embedding/t = *


def step(t, x, h, way=""):
    """One step of a recurrent layer, with the weights of its direction."""
    from_x = keep(f"h{t}{way}.x", x @ given["W_xh" + way])  #: forward/*rnn/*/matmul
    from_h = keep(f"h{t}{way}.h", h @ given["W_hh" + way])  #: forward/*rnn/*/matmul
    net = keep(f"h{t}{way}.net", from_x + from_h + given["b_h" + way])  #: forward/*rnn/*/accumulate
    return keep(f"h{t}{way}", torch.tanh(net))  #: forward/*rnn/*/tanh


T = len(words)
hs = {}
if settings["both"]:
    forward, reverse = {0: given["h0_forward"]}, {T + 1: given[f"h{T + 1}_reverse"]}
    for t in range(1, T + 1):
        forward[t] = step(t, xs[t - 1], forward[t - 1], "_forward")  #: forward/bidirectional rnn/left to right
    for t in range(T, 0, -1):
        reverse[t] = step(t, xs[t - 1], reverse[t + 1], "_reverse")  #: forward/bidirectional rnn/right to left
    for t in range(1, T + 1):
        hs[t] = keep(f"h{t}", torch.cat([forward[t], reverse[t]], dim=1))  #: forward/bidirectional rnn/both directions
else:
    hs[0] = given["h0"]
    for t in range(1, T + 1):
        hs[t] = step(t, xs[t - 1], hs[t - 1])  #: forward/rnn

scores = []
for t in range(1, T + 1):
    product = keep(f"product{t}", hs[t] @ given["W_hy"])  #: forward/output/t = */matmul
    scores.append(keep(f"logits{t}", product + given["b_y"]))  #: forward/output/t = */add
    keep(f"p{t}", F.softmax(scores[-1], dim=1))  #: forward/output/t = */softmax
logits = keep("logits", torch.cat(scores))  #: loss/concat
loss = keep("loss", F.cross_entropy(logits, given["target"].long()))  #: loss/crossEntropy
loss.backward()  #: backward
