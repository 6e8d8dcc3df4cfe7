#? --set "silent=decoder.layers.0.self_attn 1"
#? --set "sentence=the man wants a red apple" --set "silent=encoder.layers.0.self_attn 2"
#? --set "sentence=you hear"
import math

import torch.nn.functional as F

HEADS = 2
model = given["source.weight"].shape[1]
width = model // HEADS


def take_apart(layer, place):
    """PyTorch stacks the projections of all heads in one matrix; here each head gets its own."""
    W = given[f"{layer}.in_proj_weight"].view(3, HEADS, width, model)
    b = given[f"{layer}.in_proj_bias"].view(3, HEADS, width)
    for part, letter in enumerate("QKV"):
        for k in range(HEADS):
            keep(f"W_{letter}_{place}_h{k + 1}", W[part, k].T)  #: forward/weights/*/block 1/weights
            keep(f"b_{letter}_{place}_h{k + 1}", b[part, k])  #: forward/weights/*/block 1/weights


def attend(x, source, h, mask):
    """One head: each position of x looks at all positions of the source."""
    Q = keep(f"Q_{h}", keep(f"Q_{h}.product", x @ values[f"W_Q_{h}"]) + values[f"b_Q_{h}"])  #: forward/**/query
    K = keep(f"K_{h}", keep(f"K_{h}.product", source @ values[f"W_K_{h}"]) + values[f"b_K_{h}"])  #: forward/**/key
    V = keep(f"V_{h}", keep(f"V_{h}.product", source @ values[f"W_V_{h}"]) + values[f"b_V_{h}"])  #: forward/**/value
    scores = keep(f"scores_{h}", Q @ K.T)  #: forward/**/scores
    scores = keep(f"scaled_{h}", scores / math.sqrt(width))  #: forward/**/scale
    if mask is not None:
        scores = keep(f"masked_{h}", scores.masked_fill(mask == 0, -math.inf))  #: forward/**/mask
    attention = keep(f"attention_{h}", torch.softmax(scores, dim=1))  #: forward/**/softmax
    return keep(f"values_{h}", attention @ V)  #: forward/**/weighted values


def multi_head(x, source, layer, place, mask=None):
    """Heads side by side; what they find is mixed by one more product."""
    found = [attend(x, source, f"{place}_h{k + 1}", mask) for k in range(HEADS)]  #: forward/**/head *
    heads = keep(f"heads_{place}", torch.cat(found, dim=1))  #: forward/**/concat
    # A silenced head has zeros here: nothing it found gets through.
    W = keep(f"{layer}.out_proj.weight.turned", given[f"{layer}.out_proj.weight"].T)  #: forward/weights/*/block 1/weights
    return keep(f"attended_{place}", keep(f"attended_{place}.product", heads @ W) + given[f"{layer}.out_proj.bias"])  #: forward/**/output projection


def add_and_norm(k, x, found, layer, place):
    """The shortcut: what a part found is added to what it was given."""
    total = keep(f"sum{k}_{place}", x + found)  #: forward/**/add & norm */add
    scale, shift = given[f"{layer}.norm{k}.weight"], given[f"{layer}.norm{k}.bias"]
    return keep(f"norm{k}_{place}", F.layer_norm(total, [model], scale, shift))  #: forward/**/add & norm */layerNorm


def feed_forward(x, layer, place):
    """A small network that sees each position alone."""
    W_1 = keep(f"{layer}.linear1.weight.turned", given[f"{layer}.linear1.weight"].T)  #: forward/weights/*/block 1/feed-forward weights
    W_2 = keep(f"{layer}.linear2.weight.turned", given[f"{layer}.linear2.weight"].T)  #: forward/weights/*/block 1/feed-forward weights
    product = keep(f"wide_{place}.product", x @ W_1)  #: forward/**/feed-forward
    wide = keep(f"wide_{place}", product + given[f"{layer}.linear1.bias"])  #: forward/**/feed-forward
    hidden = keep(f"hidden_{place}", F.relu(wide))  #: forward/**/feed-forward
    product = keep(f"fed_{place}.product", hidden @ W_2)  #: forward/**/feed-forward
    return keep(f"fed_{place}", product + given[f"{layer}.linear2.bias"])  #: forward/**/feed-forward


def embed(words, side):
    """A row of numbers for each word, to which its position is added."""
    x = keep(f"embedded_{side}", given[f"{side}.weight"][words.long()])  #: forward/*/embedding
    return keep(f"placed_{side}", x + given[f"PE_{side}"])  #: forward/*/positional encoding


take_apart("encoder.layers.0.self_attn", "enc1")  #: forward/weights/encoder weights
take_apart("decoder.layers.0.self_attn", "dec1")  #: forward/weights/decoder weights
take_apart("decoder.layers.0.multihead_attn", "dec1_cross")  #: forward/weights/decoder weights

layer = "encoder.layers.0"
x = embed(given["source"], "source")  #: forward/source
found = multi_head(x, x, f"{layer}.self_attn", "enc1")  #: forward/encoder/block 1/self-attention
x = add_and_norm(1, x, found, layer, "enc1")  #: forward/encoder/block 1/add & norm 1
found = feed_forward(x, layer, "enc1")  #: forward/encoder/block 1/feed-forward
memory = add_and_norm(2, x, found, layer, "enc1")  #: forward/encoder/block 1/add & norm 2

layer = "decoder.layers.0"
y = embed(given["given"], "target")  #: forward/target
found = multi_head(y, y, f"{layer}.self_attn", "dec1", given["mask"])  #: forward/decoder/block 1/masked self-attention
y = add_and_norm(1, y, found, layer, "dec1")  #: forward/decoder/block 1/add & norm 1
found = multi_head(y, memory, f"{layer}.multihead_attn", "dec1_cross")  #: forward/decoder/block 1/cross-attention
y = add_and_norm(2, y, found, layer, "dec1")  #: forward/decoder/block 1/add & norm 2
found = feed_forward(y, layer, "dec1")  #: forward/decoder/block 1/feed-forward
y = add_and_norm(3, y, found, layer, "dec1")  #: forward/decoder/block 1/add & norm 3

W = keep("output.weight.turned", given["output.weight"].T)  #: forward/weights/transpose
product = keep("logits.product", y @ W)  #: forward/output/matmul
logits = keep("logits", product + given["output.bias"])  #: forward/output/add
loss = keep("loss", F.cross_entropy(logits, given["said"].long()))  #: loss
loss.backward()  #: backward
