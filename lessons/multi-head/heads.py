"""Count how well the translator does with one head silenced, and write heads.json.

Usage, from the repository's root:
    python3 lessons/multi-head/heads.py

Needs PyTorch (made with 1.13, CPU), and the weights and classes of lessons/shared/translation.
"""
import json
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared/translation"))
import training  # noqa: E402
import transformer  # noqa: E402

ATTENTIONS = ["encoder.layers.0.self_attn", "decoder.layers.0.self_attn", "decoder.layers.0.multihead_attn"]


def load(silenced=None):
    """The translator; `silenced` is an attention and a head, whose rows of W_o are set to 0."""
    network = transformer.Translator()
    stored = json.loads((HERE.parent / "shared/translation" / "transformer.json").read_text())["tensors"]
    with torch.no_grad():
        for name, p in network.named_parameters():
            p.copy_(torch.tensor(stored[name]["data"]).view(p.shape))
            if silenced and name == f"{silenced[0]}.out_proj.weight":
                width = transformer.MODEL // transformer.HEADS
                p[:, silenced[1] * width : (silenced[1] + 1) * width] = 0
    return network.eval()


def main():
    training.start(0)
    pairs = training.corpus["heldOut"]
    found = {name: [training.right(load((name, head)), pairs) for head in range(transformer.HEADS)] for name in ATTENTIONS}
    print(found)
    rows = ",\n".join(f'  "{name}": {json.dumps(right)}' for name, right in found.items())
    (HERE / "heads.json").write_text('{\n "trainedBy": "lessons/multi-head/heads.py",\n "right": {\n' + rows + "\n }\n}\n")


if __name__ == "__main__":
    main()
