"""The zoo: training steps of small networks of every kind, as people write them, recorded.

    python3 engine/zoo/record.py DIR     # records each into a folder
    npm run --silent trace -- --check DIR/*

The files in traces/ were made so, and `zoo.test.ts` opens each.
"""

import os
import sys
import warnings

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "src", "python"))
sys.dont_write_bytecode = True

import images  # noqa: E402
import made  # noqa: E402
import sequences  # noqa: E402
from backstep_torch import record  # noqa: E402


def picture(channels, size):
    return torch.randn(2, channels, size, size)


def words():
    return torch.randint(10, (2, 6))


def classes(out, _):
    return F.cross_entropy(out, torch.arange(len(out)) % out.shape[1])


def same(out, x):
    return F.mse_loss(out, x)


def real(out, _):
    return F.binary_cross_entropy(out, torch.ones_like(out))


ZOO = {
    "lenet": (images.LeNet, lambda: picture(1, 8), classes),
    "resnet": (images.ResNet, lambda: picture(3, 8), classes),
    "vgg": (images.VGG, lambda: picture(1, 8), classes),
    "unet": (images.UNet, lambda: picture(1, 4), same),
    "mobilenet": (images.MobileNet, lambda: picture(2, 4), classes),
    "densenet": (images.DenseNet, lambda: picture(2, 4), classes),
    "inception": (images.Inception, lambda: picture(2, 4), classes),
    "convnext": (images.ConvNeXt, lambda: picture(2, 4), classes),
    "vit": (images.ViT, lambda: picture(1, 4), classes),
    "mixer": (images.Mixer, lambda: picture(1, 4), classes),
    "autoencoder": (made.Autoencoder, lambda: picture(1, 4), same),
    "vae": (made.VAE, lambda: torch.randn(2, 6), None),
    "gan": (made.GAN, lambda: torch.randn(2, 3, 1, 1), real),
    "diffusion": (made.Diffusion, lambda: picture(1, 4), same),
    "siamese": (made.Siamese, lambda: torch.randn(2, 12), None),
    "contrastive": (made.Contrastive, lambda: torch.randn(3, 8), None),
    "factorization": (made.Factorization, lambda: torch.tensor([[0, 1], [3, 4], [2, 1]]), lambda out, _: same(out, torch.ones(3))),
    "textcnn": (sequences.TextCNN, words, classes),
    "lstm": (sequences.Classifier, words, classes),
    "tagger": (sequences.Tagger, words, classes),
    "charrnn": (sequences.CharRNN, words, classes),
    "bahdanau": (sequences.Bahdanau, words, classes),
    "wavenet": (sequences.WaveNet, lambda: torch.randn(2, 2, 6), classes),
    "gpt": (sequences.GPT, words, None),
    "llama": (sequences.Llama, words, None),
    "translator": (sequences.Translator, words, classes),
    "experts": (sequences.Experts, words, classes),
    "gcn": (sequences.GCN, lambda: torch.randn(4, 4), classes),
    "gat": (sequences.GAT, lambda: torch.randn(4, 4), classes),
}

OPTIMIZERS = [
    lambda p: torch.optim.SGD(p, 0.1, momentum=0.9),
    lambda p: torch.optim.Adam(p, 0.01),
    lambda p: torch.optim.AdamW(p, 0.01),
    lambda p: torch.optim.RMSprop(p, 0.01),
]


def trained(k, name):
    """A whole training step of one network."""
    make, draw, loss_of = ZOO[name]
    torch.manual_seed(0)
    model = make()
    x = draw()
    optimizer = OPTIMIZERS[k % len(OPTIMIZERS)](model.parameters())
    with record(model, title=name) as r:
        loss = (loss_of or model.loss)(model(x), x)
        loss.backward()
        optimizer.step()
    return r


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    folder = sys.argv[1]
    calls, known = 0, 0
    for k, name in enumerate(ZOO):
        r = trained(k, name)
        r.save(os.path.join(folder, f"{name}.safetensors"))
        ops = [op for op in r.ops if op["op"] != "detach"]
        calls += len(ops)
        known += sum("sent" not in op for op in ops)
        strange = sorted({op["op"] for op in ops if "sent" in op})
        if strange:
            print(f"{name}: not known are {', '.join(strange)}")
    print(f"{len(ZOO)} training steps by PyTorch {torch.__version__}: {known} of {calls} ops of forward are known.")


if __name__ == "__main__":
    main()
