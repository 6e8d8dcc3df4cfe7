#? --set teacherForcing=false
#? --set "sentence=the cat does not see her" --set context=16
#? --set "sentence=we want the red car" --set teacherForcing=false
#? --set "sentence=the blue dog dog"
import torch.nn.functional as F

words = [given[name].long() for name in given if name.startswith("word")]
END, MOST = 2, 12  # the index of the word that ends a sentence; the most words that are written
taught = "target" in given


def gate(name, t, x, h, side):
    """A gate: input, state and bias, between 0 and 1."""
    from_x = keep(f"{name}{t}_{side}.x", x @ given[f"W_x{name}_{side}"])  #: forward/**/* gate/matmul
    from_h = keep(f"{name}{t}_{side}.h", h @ given[f"W_h{name}_{side}"])  #: forward/**/* gate/matmul
    net = keep(f"{name}{t}_{side}.net", from_x + from_h + given[f"b_{name}_{side}"])  #: forward/**/* gate/accumulate
    return keep(f"{name}{t}_{side}", torch.sigmoid(net))  #: forward/**/* gate/sigmoid


def candidate(t, x, h, r, side):
    """The new state, for which the reset gate says how much of the old one counts."""
    from_x = keep(f"n{t}_{side}.xb", keep(f"n{t}_{side}.x", x @ given[f"W_xn_{side}"]) + given[f"b_n_{side}"])  #: forward/**/candidate
    from_h = keep(f"n{t}_{side}.hb", keep(f"n{t}_{side}.h", h @ given[f"W_hn_{side}"]) + given[f"b_hn_{side}"])  #: forward/**/candidate
    net = keep(f"n{t}_{side}.net", from_x + keep(f"n{t}_{side}.reset", r * from_h))  #: forward/**/candidate
    return keep(f"n{t}_{side}", torch.tanh(net))  #: forward/**/candidate


def gru(t, x, h, side):
    """One step of the encoder or of the decoder."""
    r = gate("r", t, x, h, side)  #: forward/**/reset gate
    z = gate("z", t, x, h, side)  #: forward/**/update gate
    n = candidate(t, x, h, r, side)  #: forward/**/candidate
    kept = keep(f"h{t}_{side}.kept", z * h)  #: forward/**/hidden state
    new = keep(f"h{t}_{side}.new", keep(f"z{t}_{side}.rest", 1 - z) * n)  #: forward/**/hidden state
    return keep(f"h{t}_{side}", kept + new)  #: forward/**/hidden state


h = given["h0_enc"]
for t, word in enumerate(words, start=1):
    x = keep(f"x{t}", given["E_en"][word])  #: forward/embedding/t = *
    h = gru(t, x, h, "enc")  #: forward/encoder/t = *

# The last state, the context vector, is all that the decoder gets to know of the sentence.
word, scores = given["w0_dec"].long(), []
for t in range(1, (len(given["target"]) if taught else MOST) + 1):
    y = keep(f"y{t - 1}_dec", given["E_fr"][word])  #: forward/decoder/t = */word before
    h = gru(t, y, h, "dec")  #: forward/decoder/t = */hidden state
    logits = keep(f"logits{t}_dec", keep(f"logits{t}_dec.product", h @ given["W_o"]) + given["b_o"])  #: forward/decoder/t = */output
    scores.append(logits)
    if f"w{t}_dec" in given:
        # Teacher forcing: the right word is read next, whatever was chosen.
        word = given[f"w{t}_dec"].long()
    elif not taught:
        word = keep(f"word_t{t}", logits.argmax(dim=1))  #: forward/decoder/t = */choice
        if word == END:
            break

logits = keep("logits", torch.cat(scores))  #: forward/all scores
keep("p", F.softmax(logits, dim=1))  #: forward/probabilities
if taught:
    loss = keep("loss", F.cross_entropy(logits, given["target"].long()))  #: loss
    loss.backward()  #: backward
