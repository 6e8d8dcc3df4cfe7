#? --set gap=12 --set seed=9
#? --set flag=green --set gap=1
import torch.nn.functional as F

keep("kept", given["f"] * given["C"])  #: worked example
xs = [given[name] for name in given if name.startswith("x")]
target = given["target"].long()


def net(name, t, x, h):
    """What a gate or a candidate is made of: input, memory and bias."""
    from_x = keep(f"{name}{t}.x", x @ given[f"W_x{name}"])  #: forward/lstm/t = */*/matmul
    from_h = keep(f"{name}{t}.h", h @ given[f"W_h{name}"])  #: forward/lstm/t = */*/matmul
    return keep(f"{name}{t}.net", from_x + from_h + given[f"b_{name}"])  #: forward/lstm/t = */*/accumulate


h, c = given["h0"], given["c0"]
for t, x in enumerate(xs, start=1):
    f = keep(f"f{t}", torch.sigmoid(net("f", t, x, h)))  #: forward/lstm/t = */forget gate
    i = keep(f"i{t}", torch.sigmoid(net("i", t, x, h)))  #: forward/lstm/t = */input gate
    g = keep(f"g{t}", torch.tanh(net("g", t, x, h)))  #: forward/lstm/t = */candidate
    o = keep(f"o{t}", torch.sigmoid(net("o", t, x, h)))  #: forward/lstm/t = */output gate
    kept = keep(f"c{t}.kept", f * c)  #: forward/lstm/t = */cell state/mul
    new = keep(f"c{t}.new", i * g)  #: forward/lstm/t = */cell state/mul
    c = keep(f"c{t}", kept + new)  #: forward/lstm/t = */cell state/add
    h = keep(f"h{t}", o * keep(f"c{t}.tanh", torch.tanh(c)))  #: forward/lstm/t = */hidden state
product = keep("product", h @ given["W_hy"])  #: forward/lstm output/matmul
logits = keep("logits", product + given["b_y"])  #: forward/lstm output/add
keep("p", F.softmax(logits, dim=1))  #: forward/lstm output/softmax

# The plain network beside it.
s = given["h0_rnn"]
for t, x in enumerate(xs, start=1):
    from_x = keep(f"h{t}_rnn.x", x @ given["W_xh_rnn"])  #: forward/rnn/t = */matmul
    from_h = keep(f"h{t}_rnn.h", s @ given["W_hh_rnn"])  #: forward/rnn/t = */matmul
    together = keep(f"h{t}_rnn.net", from_x + from_h + given["b_h_rnn"])  #: forward/rnn/t = */accumulate
    s = keep(f"h{t}_rnn", torch.tanh(together))  #: forward/rnn/t = */tanh
product = keep("product_rnn", s @ given["W_hy_rnn"])  #: forward/rnn output/matmul
logits_rnn = keep("logits_rnn", product + given["b_y_rnn"])  #: forward/rnn output/add
keep("p_rnn", F.softmax(logits_rnn, dim=1))  #: forward/rnn output/softmax

loss_lstm = keep("loss_lstm", F.cross_entropy(logits, target))  #: loss/crossEntropy
loss_rnn = keep("loss_rnn", F.cross_entropy(logits_rnn, target))  #: loss/crossEntropy
loss = keep("loss", loss_lstm + loss_rnn)  #: loss/add
loss.backward()  #: backward
