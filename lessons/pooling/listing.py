#? --set pool=average --set padding=1 --set countIncludePad=false
#? --set input=ties --set stride=1
import torch.nn.functional as F

x, g = given["x"], given["g"]
window = {
    "kernel_size": settings["window"],
    "stride": settings["stride"],
    "padding": settings["padding"],
    "ceil_mode": settings["ceil"],
}

if settings["pool"] == "max":
    y = keep("y", F.max_pool2d(x, **window))  #: forward/pool
else:
    y = keep("y", F.avg_pool2d(x, **window, count_include_pad=settings["countIncludePad"]))  #: forward/pool
weighted = keep("weighted", y * g)  #: loss/mul
loss = keep("loss", weighted.sum())  #: loss/sum
loss.backward()  #: backward
