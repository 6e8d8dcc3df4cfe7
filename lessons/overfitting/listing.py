#! show = training
#! dropout = 0
#! patience = 0
#? --set update=1
#? --set l1=0.15 --set update=50
#? --set l2=0.002 --set update=2
#? --set batchNorm=true --set update=30
#? --set shake=0.3 --set points=many --set update=10
F = torch.nn.functional
RATE, BETA1, BETA2, EPSILON = 0.01, 0.9, 0.999, 1e-8
normed = settings["batchNorm"]
step = settings["update"]


def forward(x, parameters, tag=""):
    h = x
    for k in (1, 2):
        z = keep(f"{tag}z{k}", h @ parameters[f"W{k}"] + parameters[f"b{k}"])  #: **/layer *
        if normed and tag:
            statistics = parameters[f"mean{k}"], parameters[f"variance{k}"]
            z = F.batch_norm(z, *statistics, parameters[f"gamma{k}"], parameters[f"beta{k}"])  #: validation/forward/layer */batch norm
        elif normed:
            sums[k] = z.detach()
            z = F.batch_norm(z, None, None, parameters[f"gamma{k}"], parameters[f"beta{k}"], training=True)  #: forward/layer */batch norm
        h = keep(f"{tag}h{k}", torch.tanh(z))  #: **/layer *
    return keep(f"{tag}logit", h @ parameters["W3"] + parameters["b3"])  #: **/output


sums = {}
names = [name for name in given if name in ("W1", "b1", "W2", "b2", "W3", "b3") or name[:-1] in ("gamma", "beta")]
parameters = {name: given[name] for name in given}
x = given["X"]
if settings["shake"]:
    x = keep("shaken", x + given["moves"])  #: augmentation
logit = forward(x, parameters)
loss = F.binary_cross_entropy_with_logits(logit, given["X.classes"])  #: loss/binaryCrossEntropyWithLogits
if settings["l2"]:
    keep("fit", loss)
    squares = sum((given[f"W{k}"] ** 2).sum() for k in (1, 2, 3))  #: loss/*
    loss = loss + settings["l2"] * squares  #: loss/*
keep("loss", loss)
loss.backward()  #: backward

after = {}
with torch.no_grad():
    for name in names:
        w = parameters[name]
        g = w.grad
        m = BETA1 * given.get(f"{name}.first", 0) + (1 - BETA1) * g  #: update/*
        v = BETA2 * given.get(f"{name}.second", 0) + (1 - BETA2) * g**2  #: update/*
        m_hat, v_hat = m / (1 - BETA1**step), v / (1 - BETA2**step)
        w = keep(f"{name}.new", w - RATE * m_hat / (v_hat.sqrt() + EPSILON))  #: update/*
        if settings["l1"] and name.startswith("W"):
            limit = RATE * settings["l1"]
            w = keep(f"{name}.shrunk", w - w.clamp(-limit, limit))  #: update/soft threshold of *
        after[name] = w
    for k, z in sums.items():
        for name, statistic in ((f"mean{k}", z.mean(0)), (f"variance{k}", z.var(0))):
            after[name] = keep(f"{name}.new", 0.9 * given[name] + 0.1 * statistic)  #: update/*
    logit = forward(given["V"], after, "val_")
    keep("val_loss", F.binary_cross_entropy_with_logits(logit, given["V.classes"]))  #: validation/loss
