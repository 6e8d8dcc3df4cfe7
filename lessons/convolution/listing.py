#? --set stride=2 --set padding=1
#? --set channels=3 --set input=random --set dilation=2
import torch.nn.functional as F

x, w, b, target = given["x"], given["w"], given["b"], given["target"]
window = {name: settings[name] for name in ("stride", "padding", "dilation")}

y = keep("y", F.conv2d(x, w, b, **window))  #: forward/conv
loss = keep("loss", F.mse_loss(y, target))  #: loss
loss.backward()  #: backward

with torch.no_grad():
    w_new = keep("w.new", w - settings["learningRate"] * w.grad)  #: update/w
    b_new = keep("b.new", b - settings["learningRate"] * b.grad)  #: update/b
    y_after = keep("y.after", F.conv2d(x, w_new, b_new, **window))  #: forward again/conv
    keep("loss.after", F.mse_loss(y_after, target))  #: forward again/mse
