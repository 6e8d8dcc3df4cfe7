#? --set positions=false
#? --set "sentence=we eat apples" --set d=8 --set shift=11
#? --set "sentence=the dog bites the man" --set d=4 --set seed=5
import math

words, words_other, back = (given[name].long() for name in ("words", "words_other", "back"))
n, d = len(words), int(settings["d"])
frequencies = 10000 ** (-torch.arange(0, d, 2) / d)


def positional_encoding(start=0):
    """A sine and a cosine for each frequency, from position `start` on."""
    angles = torch.arange(start, start + n)[:, None] * frequencies
    return torch.stack([torch.sin(angles), torch.cos(angles)], dim=2).flatten(1)


def read(words, order=""):
    """Self-attention over the words: a row of numbers for each."""
    x = keep(f"embedded{order}", given["E"][words])  #: forward/* order/embedding
    if settings["positions"]:
        x = keep(f"placed{order}", x + positional_encoding())  #: forward/* order/positional encoding
    Q = keep(f"Q{order}", x @ given["W_Q"])  #: forward/* order/self-attention/query
    K = keep(f"K{order}", x @ given["W_K"])  #: forward/* order/self-attention/key
    V = keep(f"V{order}", x @ given["W_V"])  #: forward/* order/self-attention/value
    scores = keep(f"scores{order}", Q @ K.T)  #: forward/* order/self-attention/scores
    scaled = keep(f"scaled{order}", scores / math.sqrt(d))  #: forward/* order/self-attention/scale
    attention = keep(f"attention{order}", torch.softmax(scaled, dim=1))  #: forward/* order/self-attention/softmax
    return keep(f"values{order}", attention @ V)  #: forward/* order/self-attention/weighted values


z = read(words)  #: forward/this order
z_other = read(words_other, "_other")  #: forward/other order
restored = keep("restored", z_other[back])  #: forward/same words

# One product takes every position `shift` places further: it turns each pair of columns by its own angle.
angles = (settings["shift"] * frequencies).tolist()
pairs = [torch.tensor([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]]) for a in angles]
turned = keep("turned", positional_encoding() @ torch.block_diag(*pairs))  #: rotation/matmul
keep("off", turned - positional_encoding(settings["shift"]))  #: rotation/sub

loss = keep("loss", ((z - restored) ** 2).mean())  #: loss
loss.backward()  #: backward
