#? --set outlier=5 --set guess=4.5 --set classes=10 --set right=7
#? --set outlier=-20 --set guess=4 --set classes=2 --set right=1
import torch.nn.functional as F

t, each = given["t"], given["each"]
losses = []
for name, loss in {"mse": F.mse_loss, "mae": F.l1_loss, "huber": F.smooth_l1_loss}.items():
    yhat = keep(f"{name}.yhat", each * given[f"{name}.c"])  #: regression/*/mul
    losses.append(keep(f"{name}.loss", loss(yhat, t)))  #: regression/*
total = keep("total", sum(losses))  #: regression/add
total.backward()  #: regression/backward

p, y = given["p"], given["y"]
bce = keep("bce", F.binary_cross_entropy(p, y, reduction="none"))  #: yes or no/BCE
mean = keep("bce.loss", bce.mean())  #: yes or no/mean
mean.backward()  #: yes or no/backward

q = keep("cce.q", torch.softmax(given["cce.s"], dim=0))  #: classes/CCE/softmax
logs = keep("cce.logs", torch.log(q))  #: classes/CCE/log
chosen = keep("cce.chosen", given["onehot"] * logs)  #: classes/CCE/mul
cce = keep("cce.loss", -chosen.sum())  #: classes/CCE/neg

q = keep("sce.q", torch.softmax(given["sce.s"], dim=0))  #: classes/SCE/softmax
taken = keep("sce.taken", q[given["place"].long()])  #: classes/SCE/gather
log = keep("sce.logs", torch.log(taken))  #: classes/SCE/log
sce = keep("sce.loss", -log.sum())  #: classes/SCE/neg

both = keep("both", cce + sce)  #: classes/add
both.backward()  #: classes/backward
