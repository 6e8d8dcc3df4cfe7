#? --set mask=false
#? --set "words=plays" --set mask=true
import torch.nn.functional as F

words = [name for name in given if name.startswith("word")]
rows = []
for name in words:
    row, k = given[name], name[4:]
    if f"pad{k}" in given:
        row = keep(f"padded{k}", torch.cat([row, given[f"pad{k}"]]))  #: forward/padding/concat
    rows.append(row)
# One row for each letter's place, one column for each word.
batch = keep("batch", torch.stack(rows, dim=1))  #: forward/padding/stack
X = keep("X", given["E"][batch.long()])  #: forward/embedding

h = given["h0"]
for t, letters in enumerate(X, start=1):
    x = keep(f"x{t}", letters)  #: forward/rnn/sequence
    from_x = keep(f"h{t}.x", x @ given["W_xh"])  #: forward/rnn/t = */matmul
    from_h = keep(f"h{t}.h", h @ given["W_hh"])  #: forward/rnn/t = */matmul
    net = keep(f"h{t}.net", from_x + from_h + given["b_h"])  #: forward/rnn/t = */accumulate
    new = keep(f"h{t}", torch.tanh(net))  #: forward/rnn/t = */tanh
    if settings["mask"] and "mask" in given:
        # Where a word has ended, it keeps the state that it had.
        there = given["mask"][t - 1] == 1  #: forward/rnn/mask
        new = keep(f"h{t}.held", torch.where(there, new, h))  #: forward/rnn/t = */padding
    h = new
product = keep("product", h @ given["W_hy"])  #: forward/output/matmul
logits = keep("logits", product + given["b_y"])  #: forward/output/add
keep("p", F.softmax(logits, dim=1))  #: forward/softmax
loss = keep("loss", F.cross_entropy(logits, given["target"].long()))  #: loss
loss.backward()  #: backward
