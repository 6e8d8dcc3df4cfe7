#? --set mask=none --set scale=false --set shifted=true
#? --set head=2 --set "sentence=ils ne m' aiment pas" --set position=0
import math

x = keep("embedded", given["E"][given["words"].long()])  #: forward/input/embedding
x = keep("placed", x + given["PE"])  #: forward/input/positional encoding

Q = keep("Q", keep("Q.product", x @ given["W_Q"]) + given["b_Q"])  #: forward/self-attention/query
K = keep("K", keep("K.product", x @ given["W_K"]) + given["b_K"])  #: forward/self-attention/key
V = keep("V", keep("V.product", x @ given["W_V"]) + given["b_V"])  #: forward/self-attention/value

scores = keep("scores", Q @ K.T)  #: forward/self-attention/scores
if settings["scale"]:
    scores = keep("scaled", scores / math.sqrt(K.shape[1]))  #: forward/self-attention/scale
if settings["mask"] == "causal":
    # A position looks at itself and at what comes before it.
    hidden = torch.ones_like(scores).triu(1).bool()
    scores = keep("masked", scores.masked_fill(hidden, -math.inf))  #: forward/self-attention/mask
attention = keep("attention", torch.softmax(scores, dim=1))  #: forward/self-attention/softmax
output = keep("values", attention @ V)  #: forward/self-attention/weighted values

at = min(settings["position"], len(output) - 1)
z = keep("z", output[at : at + 1])  #: loss/slice
loss = keep("loss", (z**2).sum())  #: loss/mse
loss.backward()  #: backward
