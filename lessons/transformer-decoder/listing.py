#? --set training=false
#? --set training=false --set cache=false
#? --set training=false --set "sentence=the man does not see her"
#? --set "sentence=she hears the cat"
#! sampled = false
import math

import torch.nn.functional as F

HEADS = 2
model = given["source.weight"].shape[1]
width = model // HEADS
END, MOST = 2, 10  # the index of the word that ends a sentence; the most words that are written
training = settings["training"]
remembered = {}


def take_apart(layer, place):
    """PyTorch stacks the projections of all heads in one matrix; here each head gets its own."""
    W = given[f"{layer}.in_proj_weight"].view(3, HEADS, width, model)
    b = given[f"{layer}.in_proj_bias"].view(3, HEADS, width)
    for part, letter in enumerate("QKV"):
        for k in range(HEADS):
            keep(f"W_{letter}_{place}_h{k + 1}", W[part, k].T)  #: forward/weights/*/block 1/weights
            keep(f"b_{letter}_{place}_h{k + 1}", b[part, k])  #: forward/weights/*/block 1/weights


def keys_and_values(source, h, t):
    """What a head looks at. With a cache, what is known of earlier positions is not computed again."""
    if h in remembered and "cross" in h:
        return remembered[h]
    K = keep(f"K{t}_{h}", keep(f"K{t}_{h}.product", source @ values[f"W_K_{h}"]) + values[f"b_K_{h}"])  #: forward/**/key
    V = keep(f"V{t}_{h}", keep(f"V{t}_{h}.product", source @ values[f"W_V_{h}"]) + values[f"b_V_{h}"])  #: forward/**/value
    if h in remembered:
        K = keep(f"K_all{t}_{h}", torch.cat([remembered[h][0], K]))  #: forward/**/cache
        V = keep(f"V_all{t}_{h}", torch.cat([remembered[h][1], V]))  #: forward/**/cache
    if not training and settings["cache"]:
        remembered[h] = K, V
    return K, V


def attend(x, source, h, t, mask):
    """One head: each position of x looks at all positions of the source."""
    Q = keep(f"Q{t}_{h}", keep(f"Q{t}_{h}.product", x @ values[f"W_Q_{h}"]) + values[f"b_Q_{h}"])  #: forward/**/query
    K, V = keys_and_values(source, h, t)
    scores = keep(f"scores{t}_{h}", Q @ K.T)  #: forward/**/scores
    scores = keep(f"scaled{t}_{h}", scores / math.sqrt(width))  #: forward/**/scale
    if mask is not None:
        # A position must not see the words after it.
        scores = keep(f"masked{t}_{h}", scores.masked_fill(mask == 0, -math.inf))  #: forward/**/mask
    attention = keep(f"attention{t}_{h}", torch.softmax(scores, dim=1))  #: forward/**/softmax
    return keep(f"values{t}_{h}", attention @ V)  #: forward/**/weighted values


def multi_head(x, source, layer, place, t="", mask=None):
    """Heads side by side; what they find is mixed by one more product."""
    found = [attend(x, source, f"{place}_h{k + 1}", t, mask) for k in range(HEADS)]  #: forward/**/head *
    heads = keep(f"heads{t}_{place}", torch.cat(found, dim=1))  #: forward/**/concat
    W = keep(f"{layer}.out_proj.weight.turned", given[f"{layer}.out_proj.weight"].T)  #: forward/weights/*/block 1/weights
    return keep(f"attended{t}_{place}", keep(f"attended{t}_{place}.product", heads @ W) + given[f"{layer}.out_proj.bias"])  #: forward/**/output projection


def add_and_norm(k, x, found, layer, place, t=""):
    """The shortcut: what a part found is added to what it was given."""
    total = keep(f"sum{k}{t}_{place}", x + found)  #: forward/**/add & norm */add
    scale, shift = given[f"{layer}.norm{k}.weight"], given[f"{layer}.norm{k}.bias"]
    return keep(f"norm{k}{t}_{place}", F.layer_norm(total, [model], scale, shift))  #: forward/**/add & norm */layerNorm


def feed_forward(x, layer, place, t=""):
    """A small network that sees each position alone."""
    W_1 = keep(f"{layer}.linear1.weight.turned", given[f"{layer}.linear1.weight"].T)  #: forward/weights/*/block 1/feed-forward weights
    W_2 = keep(f"{layer}.linear2.weight.turned", given[f"{layer}.linear2.weight"].T)  #: forward/weights/*/block 1/feed-forward weights
    product = keep(f"wide{t}_{place}.product", x @ W_1)  #: forward/**/feed-forward
    wide = keep(f"wide{t}_{place}", product + given[f"{layer}.linear1.bias"])  #: forward/**/feed-forward
    hidden = keep(f"hidden{t}_{place}", F.relu(wide))  #: forward/**/feed-forward
    product = keep(f"fed{t}_{place}.product", hidden @ W_2)  #: forward/**/feed-forward
    return keep(f"fed{t}_{place}", product + given[f"{layer}.linear2.bias"])  #: forward/**/feed-forward


def embed(words, side, t):
    """A row of numbers for each word, to which its position is added."""
    x = keep(f"embedded{t}", given[f"{side}.weight"][words.long()])  #: forward/**/embedding
    return keep(f"placed{t}", x + given[f"PE{t}"])  #: forward/**/positional encoding


def decoder(y, memory, t=""):
    """A block: own words, then the source, then each position alone."""
    layer = "decoder.layers.0"
    found = multi_head(y, y, f"{layer}.self_attn", "dec1", t, given.get(f"mask{t}"))  #: forward/**/masked self-attention
    y = add_and_norm(1, y, found, layer, "dec1", t)  #: forward/**/decoder/block 1/add & norm 1
    found = multi_head(y, memory, f"{layer}.multihead_attn", "dec1_cross", t)  #: forward/**/cross-attention
    y = add_and_norm(2, y, found, layer, "dec1", t)  #: forward/**/decoder/block 1/add & norm 2
    found = feed_forward(y, layer, "dec1", t)  #: forward/**/decoder/block 1/feed-forward
    return add_and_norm(3, y, found, layer, "dec1", t)  #: forward/**/decoder/block 1/add & norm 3


def score(y, t=""):
    """How well each French word fits next."""
    W = keep("output.weight.turned", given["output.weight"].T)  #: forward/weights/transpose
    product = keep(f"logits{t}.product", y @ W)  #: forward/**/output/matmul
    return keep(f"logits{t}", product + given["output.bias"])  #: forward/**/output/add


take_apart("encoder.layers.0.self_attn", "enc1")  #: forward/weights/encoder weights
take_apart("decoder.layers.0.self_attn", "dec1")  #: forward/weights/decoder weights
take_apart("decoder.layers.0.multihead_attn", "dec1_cross")  #: forward/weights/decoder weights

layer = "encoder.layers.0"
x = embed(given["source"], "source", "_source")  #: forward/source
found = multi_head(x, x, f"{layer}.self_attn", "enc1")  #: forward/encoder/block 1/self-attention
x = add_and_norm(1, x, found, layer, "enc1")  #: forward/encoder/block 1/add & norm 1
found = feed_forward(x, layer, "enc1")  #: forward/encoder/block 1/feed-forward
memory = add_and_norm(2, x, found, layer, "enc1")  #: forward/encoder/block 1/add & norm 2

if training:
    # The right words are known: all positions are computed at once.
    y = embed(given["given"], "target", "_target")  #: forward/target
    logits = score(decoder(y, memory))  #: forward/decoder
    loss = keep("loss", F.cross_entropy(logits, given["said"].long()))  #: loss
    loss.backward()  #: backward
else:
    # In use, each word is read again to choose the next.
    words = given["start"]
    for k in range(1, MOST + 1):
        t = f"_t{k}"
        if settings["cache"]:
            new = words[-1:]
        else:
            new = keep(f"prefix{t}", words) if k > 1 else words  #: forward/decoding/word */words so far
        y = decoder(embed(new, "target", t), memory, t)  #: forward/decoding/word */decoder
        if len(y) > 1:
            y = keep(f"last{t}", y[-1:])  #: forward/decoding/word */last position
        word = keep(f"word{t}", score(y, t).argmax(dim=1))  #: forward/decoding/word */choice
        words = torch.cat([words, word])
        if word == END:
            break
