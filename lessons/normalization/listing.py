#? --set mode=inference --set batches=2
#? --set input=constant --set epsilon=0.1 --set equal=true
#? --set input=random --set seed=7 --set momentum=0.5
#? --set mode=inference --set input=scales --set epsilon=1e-8
import torch.nn.functional as F

x = given["x"]
epsilon, momentum = float(settings["epsilon"]), settings["momentum"]
mean, variance = given["mean0"], given["variance0"]


@torch.no_grad()
def follow(mean, variance, k):
    """Lets the statistics of batch k come into the running ones."""
    mean = keep(f"mean{k}", (1 - momentum) * mean + momentum * x.mean(dim=0))  #: */running mean, batch *
    # x.var divides by n - 1: a batch is only a sample of all data.
    variance = keep(f"variance{k}", (1 - momentum) * variance + momentum * x.var(dim=0))  #: */running variance, batch *
    return mean, variance


if settings["mode"] == "inference":
    for k in range(1, settings["batches"] + 1):
        mean, variance = follow(mean, variance, k)  #: training before

# Each row, the features of one sample, gets its own mean and variance.
scale, shift = given["gamma_layer"], given["beta_layer"]
y_layer = keep("y_layer", F.layer_norm(x, x.shape[1:], scale, shift, epsilon))  #: forward/layer norm

# Each column, one feature of all samples, gets its own; in inference, the running ones.
training = settings["mode"] == "training"
running = (None, None) if training else (mean, variance)
scale, shift = given["gamma_batch"], given["beta_batch"]
y_batch = keep("y_batch", F.batch_norm(x, *running, scale, shift, training, eps=epsilon))  #: forward/batch norm

loss_layer = keep("loss_layer", keep("weighed_layer", y_layer * given["c"]).sum())  #: loss/layer norm
loss_batch = keep("loss_batch", keep("weighed_batch", y_batch * given["c"]).sum())  #: loss/batch norm
loss = keep("loss", loss_layer + loss_batch)  #: loss/total
loss.backward()  #: backward

if training:
    mean, variance = follow(mean, variance, 1)  #: update
