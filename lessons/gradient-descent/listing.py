#? --set optimizer=momentum --set learningRate=0.03
#? --set optimizer=adagrad --set learningRate=0.3
#? --set optimizer=rmsprop
#? --set optimizer=adam --set epochs=2
#? --set way=stochastic --set shuffle=false
#? --set way=mini-batch --set size=5
N = len(given["X"])
ways = {"batch": N, "stochastic": 1, "mini-batch": settings["size"]}
rate = settings["learningRate"]
optimizers = {
    "sgd": lambda w: torch.optim.SGD(w, lr=rate),
    "momentum": lambda w: torch.optim.SGD(w, lr=rate, momentum=0.9),
    "adagrad": lambda w: torch.optim.Adagrad(w, lr=rate),
    "rmsprop": lambda w: torch.optim.RMSprop(w, lr=rate, alpha=0.9),
    "adam": lambda w: torch.optim.Adam(w, lr=rate),
}


def version(name, u):
    return name if u == 1 else f"{name}_{u}"


taken = 0
for way, size in ways.items():
    if settings["way"] not in ("three", way):
        continue
    tag = way.split("-")[0]
    w, b = given[f"w_{tag}"].detach().clone(), given[f"b_{tag}"].detach().clone()
    optimizer = optimizers[settings["optimizer"]]([w.requires_grad_(), b.requires_grad_()])
    for u in range(1, settings["epochs"] * -(-N // size) + 1):
        x, y = given["X"], given["t"]
        whole = size == N
        if not whole:
            taken += 1
            rows = given[version("rows", taken)].long()
            x, y = x[rows], y[rows]  #: */batch
        optimizer.zero_grad()
        yhat = keep(version(f"yhat_{tag}", u), x @ w + b)  #: */forward/line
        loss = keep(version(f"loss_{tag}", u), ((yhat - y) ** 2).mean())  #: */loss
        loss.backward()  #: */backward
        optimizer.step()  #: */update/*
        keep(version(f"w_{tag}.new", u), w.detach().clone())
        keep(version(f"b_{tag}.new", u), b.detach().clone())
    yhat = keep(f"yhat_{tag}_all", given["X"] @ w + b)  #: */result/forward/line
    keep(f"loss_{tag}_all", ((yhat - given["t"]) ** 2).mean())  #: */result/loss
