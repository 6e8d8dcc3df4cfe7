#? --set update=write --set reset=before
#? --set update=write --set gap=12
#? --set reset=before --set flag=green
import torch.nn.functional as F

xs = [given[name] for name in given if name.startswith("x")]


def gate(name, t, x, h):
    """A gate: input, memory and bias, between 0 and 1."""
    from_x = keep(f"{name}{t}.x", x @ given[f"W_x{name}"])  #: forward/gru/t = */* gate/matmul
    from_h = keep(f"{name}{t}.h", h @ given[f"W_h{name}"])  #: forward/gru/t = */* gate/matmul
    net = keep(f"{name}{t}.net", from_x + from_h + given[f"b_{name}"])  #: forward/gru/t = */* gate/accumulate
    return keep(f"{name}{t}", torch.sigmoid(net))  #: forward/gru/t = */* gate/sigmoid


def candidate(t, x, h, r):
    """The new state, for which the reset gate says how much of the old one counts."""
    if settings["reset"] == "after":
        from_x = keep(f"n{t}.xb", keep(f"n{t}.x", x @ given["W_xn"]) + given["b_n"])  #: forward/gru/t = */candidate/matmul
        from_h = keep(f"n{t}.hb", keep(f"n{t}.h", h @ given["W_hn"]) + given["b_hn"])  #: forward/gru/t = */candidate/matmul
        reset = keep(f"n{t}.reset", r * from_h)  #: forward/gru/t = */candidate/mul
        net = keep(f"n{t}.net", from_x + reset)  #: forward/gru/t = */candidate/add
    else:
        reset = keep(f"n{t}.reset", r * h)  #: forward/gru/t = */candidate/mul
        from_x = keep(f"n{t}.x", x @ given["W_xn"])  #: forward/gru/t = */candidate/matmul
        from_h = keep(f"n{t}.h", reset @ given["W_hn"])  #: forward/gru/t = */candidate/matmul
        net = keep(f"n{t}.net", from_x + from_h + given["b_n"])  #: forward/gru/t = */candidate/accumulate
    return keep(f"n{t}", torch.tanh(net))  #: forward/gru/t = */candidate/tanh


h = given["h0"]
for t, x in enumerate(xs, start=1):
    r = gate("r", t, x, h)  #: forward/gru/t = */reset gate
    z = gate("z", t, x, h)  #: forward/gru/t = */update gate
    n = candidate(t, x, h, r)  #: forward/gru/t = */candidate
    rest = keep(f"z{t}.rest", 1 - z)  #: forward/gru/t = */hidden state/sub
    old, new = (z, rest) if settings["update"] == "keep" else (rest, z)
    kept = keep(f"h{t}.kept", old * h)  #: forward/gru/t = */hidden state/mul
    written = keep(f"h{t}.new", new * n)  #: forward/gru/t = */hidden state/mul
    h = keep(f"h{t}", kept + written)  #: forward/gru/t = */hidden state/add
product = keep("product", h @ given["W_hy"])  #: forward/gru output/matmul
logits = keep("logits", product + given["b_y"])  #: forward/gru output/add
keep("p", F.softmax(logits, dim=1))  #: forward/gru output/softmax
loss = keep("loss", F.cross_entropy(logits, given["target"].long()))  #: loss
loss.backward()  #: backward
