"""Train the network of the `text-pipeline` lesson and write weights.json and reference.json.

Usage, from the repository's root:
    python3 lessons/text-pipeline/train.py

Needs PyTorch (made with 1.13, CPU) and nothing else: the words are the forms of the regular
verbs below. The same PyTorch on the same kind of processor gives the same bytes; elsewhere
sums may be ordered differently and weights differ.
"""
import json
import pathlib
import random

import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence

VERBS = """
act add admit agree aim allow answer apply arrive ask attach attack bake ban bat beam beg belong blink boil book
borrow bounce bow brake brush bump burn call camp care carry change charge chat check cheer chew clap clean clear
climb close coach collect comb cook copy count cover cross cry dance dare decide delay dine dip divide drag
dream dress drop dry dust earn end enjoy enter escape fade fail farm fear fill film fit fix float flow fold follow
form fry gain gather glow glue grab greet grin guard guess guide hand happen hate heat help hike hire hop hope hug
hunt hurry invite itch jam jog join joke jump kick kiss knit knock label land laugh learn lick lift like list listen
live load lock look love march mark melt mend mix mop move name need nod note obey offer open order own pack paint
park pass paste pat pause peel pick pin pinch plan plant play point pour pray press print pull pump push race rain
reach relax rest reply rip risk roar rob rock roll row rub rush sail save scan score search seem serve sew shape
share shave shop shout sign sip skate ski skip slam slap slip smell smile snow sort spell spill spot stamp stare
start stay step stir stop study sulk talk tap taste tease test thank tie time tip touch train travel treat trip trot
trust try tug turn twist type unlock use visit vote wait walk want warm wash watch water wave weigh whip wink wish
work worry wrap yawn yell zip zoom
""".split()
LETTERS = ["<pad>", "<unk>"] + [chr(ord("a") + k) for k in range(26)]
CLASSES = ["base form", "past form", "-ing form"]
EMBEDDING, HIDDEN = 30, 6
SPLIT_SEED, HELD_OUT, TRAINING_SEED = 1, 0.25, 3
EPOCHS, LEARNING_RATE, WEIGHT_DECAY = 300, 0.01, 1e-3
HERE = pathlib.Path(__file__).resolve().parent
REFERENCES = ["asked add walked jumping play", "zoomed zoom", "go", "éclair plays a trick"]
compact = json.JSONEncoder(separators=(",", ":")).encode

VOWELS = "aeiou"
# A last syllable that is not stressed keeps its single consonant: listened, offered.
UNSTRESSED = {"answer", "borrow", "cover", "enter", "follow", "gather", "happen", "listen", "offer", "open", "order",
              "travel", "visit", "water", "label"}


def forms(verb):
    """A regular verb's three forms by the rules of spelling: agreed, baked, cried, hopped, tied and tying."""
    last, before = verb[-1], verb[-2]
    doubled = (last not in VOWELS + "wxy" and before in VOWELS and verb[-3:-2] not in set(VOWELS)
               and verb not in UNSTRESSED)
    if verb.endswith("ie"):
        return verb, verb + "d", verb[:-2] + "ying"
    if verb.endswith("ee"):
        return verb, verb + "d", verb + "ing"
    if last == "e":
        return verb, verb + "d", verb[:-1] + "ing"
    if last == "y" and before not in VOWELS:
        return verb, verb[:-1] + "ied", verb + "ing"
    stem = verb + last if doubled else verb
    return verb, stem + "ed", stem + "ing"


def batch_of(words):
    """Time × batch, as the notes lay it out, and the lengths."""
    lengths = [len(word) for word in words]
    batch = torch.zeros(max(lengths), len(words), dtype=torch.long)
    for k, word in enumerate(words):
        batch[: len(word), k] = torch.tensor([LETTERS.index(c) if c in LETTERS else 1 for c in word])
    return batch, torch.tensor(lengths)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(len(LETTERS), EMBEDDING)
        self.rnn = torch.nn.RNN(EMBEDDING, HIDDEN)
        self.output = torch.nn.Linear(HIDDEN, len(CLASSES))
        # One bias is enough: PyTorch's second one stays 0, and the lesson leaves it out.
        torch.nn.init.zeros_(self.rnn.bias_hh_l0).requires_grad_(False)

    def forward(self, batch, lengths, masked=True):
        """Scores from the state at the end of each word, or without the mask, from that after the padding."""
        x = self.embedding(batch)
        if masked:
            x = pack_padded_sequence(x, lengths, enforce_sorted=False)
        return self.output(self.rnn(x)[1][0])


def right(network, words, labels, masked=True):
    with torch.no_grad():
        return (network(*batch_of(words), masked).argmax(1) == labels).sum().item()


def reference(network, text):
    """PyTorch's numbers for a batch of words, with the mask and without."""
    words = text.split()
    batch, lengths = batch_of(words)
    out = {"words": text}
    for masked in (True, False):
        network.zero_grad()
        logits = network(batch, lengths, masked)
        loss = F.cross_entropy(logits, torch.zeros(len(words), dtype=torch.long))
        loss.backward()
        # Of the table, the sum of each row's gradient.
        gradients = {"E": network.embedding.weight.grad.sum(1), "W_xh": network.rnn.weight_ih_l0.grad.T,
                     "W_hh": network.rnn.weight_hh_l0.grad.T, "b_h": network.rnn.bias_ih_l0.grad}
        out["masked" if masked else "unmasked"] = {
            "logits": logits.flatten().tolist(), "loss": loss.item(),
            "gradients": {name: g.flatten().tolist() for name, g in gradients.items()},
        }
    return out


def main():
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(TRAINING_SEED)
    verbs = sorted(set(VERBS))
    random.Random(SPLIT_SEED).shuffle(verbs)  # Python's generator is the same in every version
    count = round(HELD_OUT * len(verbs))

    def pairs(part):
        """All forms of a part of the verbs: no held-out verb is seen in any form."""
        words = [form for verb in part for form in forms(verb)]
        return words, torch.tensor([k for _ in part for k in range(3)])

    held, rest = pairs(verbs[:count]), pairs(verbs[count:])
    network = Network()
    learned = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    batch, lengths = batch_of(rest[0])
    # A fixed number of epochs, last weights kept: no epoch is picked by its held-out score.
    for _ in range(EPOCHS):
        scrambled = torch.where((torch.rand(batch.shape) < 0.02) & (batch > 0), torch.ones_like(batch), batch)
        loss = F.cross_entropy(network(scrambled, lengths), rest[1])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    print(f"loss {loss.item():.4f}")
    # From here on only the rounded weights count (`+ 0.0` makes -0.0 a 0.0).
    with torch.no_grad():
        for p in network.parameters():
            p.copy_(torch.tensor([round(v, 3) + 0.0 for v in p.flatten().tolist()]).view(p.shape))
    network.rnn.bias_hh_l0.requires_grad_(True)
    scores = {}
    for name, (words, labels) in (("training", rest), ("held-out", held)):
        for masked in (True, False):
            scores[name, masked] = right(network, words, labels, masked)
            print(f"{name}, {'with' if masked else 'without'} the mask: {scores[name, masked]} of {len(words)} right")
    head = {
        "trainedBy": "lessons/text-pipeline/train.py", "verbs": len(verbs), "trainedOn": len(rest[0]),
        "heldOut": len(held[0]), "heldOutCorrect": scores["held-out", True],
        "heldOutCorrectWithoutMask": scores["held-out", False],
        "letters": LETTERS, "classes": CLASSES,
    }
    tensors = {name: {"shape": list(p.shape), "data": p.flatten().tolist()} for name, p in network.named_parameters()}
    lines = [f' "{key}": {json.dumps(value)},' for key, value in head.items()]
    lines += [' "tensors": {', ",\n".join(f'  "{name}":{compact(t)}' for name, t in tensors.items()), " }"]
    write("weights.json", lines)
    # What only tests need stays out of the page. Padding goes to the longest of the held-out words.
    by_class = [compact([w for w, y in zip(held[0], held[1].tolist()) if y == k]) for k in range(len(CLASSES))]
    lines = [' "heldOutWords": [', ",\n".join(f"  {row}" for row in by_class), " ],"]
    lines += [' "references": [', ",\n".join(f"  {compact(reference(network, t))}" for t in REFERENCES), " ]"]
    write("reference.json", lines)


def write(name, lines):
    (HERE / name).write_text("{\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
