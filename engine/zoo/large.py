"""Networks at the size that people train: GPT-2 small, ResNet-18, a deep LSTM and ViT-S, with random weights.

    python3 engine/zoo/large.py DIR [NAME…]     # records a training step of each into a folder
    npm run --silent trace -- --check DIR/*
"""

import math
import os
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "src", "python"))
sys.dont_write_bytecode = True

from backstep_torch import record  # noqa: E402


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attend, self.project = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x):
        batch, places, width = x.shape
        q, k, v = self.attend(x).split(width, dim=2)
        q, k, v = (y.view(batch, places, self.heads, width // self.heads).transpose(1, 2) for y in (q, k, v))
        scores = (q @ k.transpose(-2, -1)) / math.sqrt(width // self.heads)
        future = torch.ones(places, places, dtype=torch.bool).triu(1)
        weights = F.softmax(scores.masked_fill(future, float("-inf")), dim=-1)
        return self.project((weights @ v).transpose(1, 2).reshape(batch, places, width))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(width), Attention(width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.narrow(F.gelu(self.wide(self.norm2(x)), approximate="tanh"))


class GPT2(nn.Module):
    """124 million parameters; the output shares the weights of the embedding."""

    def __init__(self, words=50257, places=1024, width=768, heads=12, blocks=12):
        super().__init__()
        self.tokens, self.places = nn.Embedding(words, width), nn.Embedding(places, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(blocks))
        self.last = nn.LayerNorm(width)
        self.head = nn.Linear(width, words, bias=False)
        self.head.weight = self.tokens.weight
        for name, parameter in self.named_parameters():
            if name.endswith("bias"):
                nn.init.zeros_(parameter)
            elif parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, x):
        x = self.tokens(x) + self.places(torch.arange(x.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.head(self.last(x))

    def loss(self, out, x):
        return F.cross_entropy(out[:, :-1].flatten(0, 1), x[:, 1:].flatten())


class Residual(nn.Module):
    """A block of ResNet, with a projection where the shape changes."""

    def __init__(self, inner, outer, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inner, outer, 3, stride, 1, bias=False), nn.BatchNorm2d(outer)
        self.conv2, self.bn2 = nn.Conv2d(outer, outer, 3, 1, 1, bias=False), nn.BatchNorm2d(outer)
        self.shortcut = None
        if stride != 1 or inner != outer:
            self.shortcut = nn.Sequential(nn.Conv2d(inner, outer, 1, stride, bias=False), nn.BatchNorm2d(outer))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.shortcut is None else self.shortcut(x)))


class ResNet18(nn.Module):
    def __init__(self, classes=1000):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        widths = [64, 64, 128, 256, 512]
        self.layers = nn.Sequential(
            *(
                nn.Sequential(Residual(inner, outer, 1 if inner == outer else 2), Residual(outer, outer, 1))
                for inner, outer in zip(widths, widths[1:])
            )
        )
        self.fc = nn.Linear(512, classes)

    def forward(self, x):
        return self.fc(self.layers(self.stem(x)).mean((2, 3)))

    def loss(self, out, x):
        return F.cross_entropy(out, torch.arange(len(out)))


class DeepLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.out = nn.LSTM(64, 512, num_layers=2, batch_first=True), nn.Linear(512, 10)

    def forward(self, x):
        return self.out(self.lstm(x)[0][:, -1])

    def loss(self, out, x):
        return F.cross_entropy(out, torch.arange(len(out)))


class ViTS(nn.Module):
    """ViT-S on patches of 16×16."""

    def __init__(self, width=384, heads=6, blocks=12, classes=1000):
        super().__init__()
        self.patches = nn.Conv2d(3, width, 16, 16)
        self.cls = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.randn(1, 17, width) * 0.02)
        layer = nn.TransformerEncoderLayer(
            width, heads, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, blocks, enable_nested_tensor=False)
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], dim=1) + self.positions
        return self.head(self.norm(self.encoder(x))[:, 0])

    def loss(self, out, x):
        return F.cross_entropy(out, torch.arange(len(out)))


LARGE = {
    "gpt2": (GPT2, lambda: torch.randint(50257, (1, 8))),
    "resnet18": (ResNet18, lambda: torch.randn(2, 3, 64, 64)),
    "lstm": (DeepLSTM, lambda: torch.randn(1, 100, 64)),
    "vit": (ViTS, lambda: torch.randn(1, 3, 64, 64)),
}


def peak():
    """The most memory that this process has taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def step(model, x):
    model.zero_grad()
    loss = model.loss(model(x), x)
    loss.backward()


def main():
    torch.set_num_threads(1)
    folder, *names = sys.argv[1:]
    for name in names or LARGE:
        make, draw = LARGE[name]
        torch.manual_seed(0)
        model, x = make(), draw()
        step(model, x)
        start = time.perf_counter()
        step(model, x)
        plain = time.perf_counter() - start
        model.zero_grad()
        path = os.path.join(folder, f"{name}.safetensors")
        before, start = peak(), time.perf_counter()
        with record(model, title=name, to=path, time=True) as r:
            model.loss(model(x), x).backward()
        recorded, beside = time.perf_counter() - start, peak() - before
        ops = [op for op in r.ops if op["op"] != "detach"]
        known = sum("sent" not in op for op in ops)
        print(
            f"{name}: {sum(p.numel() for p in model.parameters()):,} parameters, {known} of {len(ops)} ops known, "
            f"{os.path.getsize(path) / 2**20:,.0f} MB; a step takes {plain:.2f} s, recorded and written "
            f"{recorded / plain:.1f} times that, with {beside:,.0f} MB more at its peak",
            flush=True,
        )


if __name__ == "__main__":
    main()
