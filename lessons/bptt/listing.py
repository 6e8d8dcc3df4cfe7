#? --set nonlinearity=relu --set T=20 --set norm=1.2
#? --set truncate=7 --set T=20
#? --set clipping=norm --set limit=0.1 --set T=12
#? --set clipping=value --set limit=0.1 --set T=12
W_xh, W_hh, W_hy = weights = [given[name] for name in ("W_xh", "W_hh", "W_hy")]
T = settings["T"]
f = torch.tanh if settings["nonlinearity"] == "tanh" else torch.relu

h = given["h0"]
for t in range(1, T + 1):
    if settings["truncate"] and t > 1 and (t - 1) % settings["truncate"] == 0:
        h = h.detach()
    from_x = keep(f"h{t}.x", given[f"x{t}"] @ W_xh)  #: forward/rnn/t = */matmul
    from_h = keep(f"h{t}.h", h @ W_hh)  #: forward/rnn/t = */matmul
    net = keep(f"h{t}.net", from_x + from_h)  #: forward/rnn/t = */accumulate
    h = keep(f"h{t}", f(net))  #: forward/rnn/t = */*
y = keep("y", h @ W_hy)  #: forward/output
loss = keep("loss", ((y - given["target"]) ** 2).mean())  #: loss
loss.backward()  #: backward


def jacobian(h):
    """How each number of a state grows with each of the state before."""
    slope = 1 - h**2 if f is torch.tanh else (h > 0).double()
    return slope.T * W_hh.T  #: product of Jacobians/transpose


with torch.no_grad():
    if not settings["truncate"]:
        J_last = keep("J_last", jacobian(values[f"h{T}"]))  #: product of Jacobians/Jacobian of the last step
        J_before = keep("J_before", jacobian(values[f"h{T - 1}"]))  #: product of Jacobians/Jacobian of the step before
        product = keep("J_product", J_last @ J_before)  #: product of Jacobians/their product
        keep("carried", values[f"h{T}"].grad @ product)  #: product of Jacobians/comparison
    gradients = [w.grad for w in weights]
    if settings["clipping"] == "value":
        gradients = [g.clamp(-settings["limit"], settings["limit"]) for g in gradients]
    if settings["clipping"] == "norm":
        length = torch.cat([g.flatten() for g in gradients]).norm()
        gradients = [g * min(1, settings["limit"] / (length + 1e-6)) for g in gradients]
    for name, w, g in zip(("W_xh", "W_hh", "W_hy"), weights, gradients):
        keep(f"{name}.new", w - settings["learningRate"] * g)  #: update
