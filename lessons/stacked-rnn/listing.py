#? --set word=attention --set next=s
#? --set word=a
#! dropout = 0
import torch.nn.functional as F

letters = [given[name].long() for name in given if name.startswith("letter")]
T = len(letters)
below = []
for t, letter in enumerate(letters, start=1):
    below.append(keep(f"x{t}", given["E"][letter]))  #: forward/embedding/t = *

for k in range(3):
    W_xh, W_hh, b_h = given[f"W_xh_l{k}"], given[f"W_hh_l{k}"], given[f"b_h_l{k}"]
    h, states = given[f"h0_l{k}"], []
    for t, x in enumerate(below, start=1):
        from_x = keep(f"h{t}_l{k}.x", x @ W_xh)  #: forward/stacked rnn/layer */t = */matmul
        from_h = keep(f"h{t}_l{k}.h", h @ W_hh)  #: forward/stacked rnn/layer */t = */matmul
        net = keep(f"h{t}_l{k}.net", from_x + from_h + b_h)  #: forward/stacked rnn/layer */t = */accumulate
        h = keep(f"h{t}_l{k}", torch.tanh(net))  #: forward/stacked rnn/layer */t = */tanh
        states.append(h)
    # The layer above reads what this one wrote.
    below = states

scores = []
for t, h in enumerate(below, start=1):
    product = keep(f"product{t}", h @ given["W_hy"])  #: forward/output/t = */matmul
    scores.append(keep(f"logits{t}", product + given["b_y"]))  #: forward/output/t = */add
    keep(f"p{t}", F.softmax(scores[-1], dim=1))  #: forward/output/t = */softmax
logits = keep("logits", torch.cat(scores)) if T > 1 else scores[0]  #: loss/concat
loss = keep("loss", F.cross_entropy(logits, given["target"].long()))  #: loss/crossEntropy
loss.backward()  #: backward
