"""Small networks exported by a real PyTorch, with what they give and the gradients of all that they learn.

/usr/bin/python3 src/onnx/parity.py   writes src/onnx/parity.json, which parity.test.ts holds the importer to.
Weights are drawn by a seed; the same PyTorch writes the same file. Made with PyTorch 1.13.
"""

import base64
import io
import json
import warnings
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

warnings.simplefilter("ignore")
torch.manual_seed(0)


class Picture(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 3, 3, padding=1)
        self.norm = nn.BatchNorm2d(3)
        self.conv2 = nn.Conv2d(3, 4, 3, stride=2, groups=1)
        self.fc = nn.Linear(4 * 16, 3)
        self.norm.running_mean.normal_()
        self.norm.running_var.uniform_(0.5, 2)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm(self.conv1(x))), 2, ceil_mode=True)
        return F.log_softmax(self.fc(F.hardswish(self.conv2(x)).flatten(1)), -1)


class Words(nn.Module):
    def __init__(self, kind, **options):
        super().__init__()
        self.embedding = nn.Embedding(7, 3)
        self.rnn = kind(3, 4, batch_first=True, **options)
        self.out = nn.Linear(4 * (2 if options.get("bidirectional") else 1), 2)

    def forward(self, ids):
        return self.out(self.rnn(self.embedding(ids))[0][:, -1])


class Block(nn.Module):
    """A block of a Transformer that looks at what came before, as GPT has it."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 8)
        self.places = nn.Parameter(torch.randn(1, 6, 8))
        self.norm1, self.norm2 = nn.LayerNorm(8), nn.LayerNorm(8)
        self.qkv, self.mix = nn.Linear(8, 24), nn.Linear(8, 8)
        self.forward1, self.forward2 = nn.Linear(8, 16), nn.Linear(16, 8)

    def forward(self, ids):
        x = self.words(ids) + self.places[:, : ids.shape[1]]
        batch, time, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(batch, time, 3, 2, 4).permute(2, 0, 3, 1, 4).unbind(0)
        mask = torch.tril(torch.ones(time, time)).bool()
        scores = (q @ k.transpose(-2, -1) / 2).masked_fill(~mask, float("-inf"))
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, time, 8)
        x = x + self.mix(mixed)
        return x + self.forward2(F.gelu(self.forward1(self.norm2(x))))


class Weighted(nn.Module):
    """Each number of the output counts differently, so that nothing cancels in the sum that gradients start from."""

    def __init__(self, network, x):
        super().__init__()
        self.network = network.eval()
        y = network(x)
        self.register_buffer("weights", torch.cos(torch.arange(y.numel()) * 1.0).reshape(y.shape))

    def forward(self, x):
        return self.network(x) * self.weights


def up():
    return nn.Sequential(
        nn.Conv2d(2, 3, 3),
        nn.GroupNorm(3, 3),
        nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
        nn.SiLU(),
        nn.ConvTranspose2d(3, 2, 4, stride=2, padding=1, output_padding=1),
        nn.InstanceNorm2d(2, affine=True),
        nn.PReLU(2),
    )


def line():
    return nn.Sequential(nn.Conv1d(2, 3, 3, padding=2, dilation=2), nn.ELU(), nn.AvgPool1d(2), nn.ConvTranspose1d(3, 1, 2, stride=2))


def volume():
    return nn.Sequential(nn.Conv3d(1, 2, 2, padding=1), nn.MaxPool3d(2), nn.Softplus(), nn.AvgPool3d((1, 2, 1)), nn.Flatten(), nn.Linear(8, 2))


cases = {
    "convolutions": (Picture(), torch.randn(1, 1, 18, 18), 13),
    "an LSTM": (Words(nn.LSTM), torch.randint(0, 7, (2, 3)), 13),
    "an LSTM of two layers that reads both ways": (Words(nn.LSTM, num_layers=2, bidirectional=True), torch.randint(0, 7, (2, 3)), 14),
    "a GRU": (Words(nn.GRU, bidirectional=True), torch.randint(0, 7, (1, 3)), 13),
    "an RNN": (Words(nn.RNN, nonlinearity="relu"), torch.randint(0, 7, (2, 3)), 11),
    "a block of a Transformer": (Block(), torch.randint(0, 9, (1, 4)), 14),
    "the same in version 17": (Block(), torch.randint(0, 9, (2, 3)), 16),
    "what makes images larger": (up(), torch.randn(1, 2, 5, 4), 14),
    "a line": (line(), torch.randn(1, 2, 6), 13),
    "a volume": (volume(), torch.randn(1, 1, 4, 5, 4), 13),
}

out = {}
for name, (network, x, opset) in cases.items():
    network = Weighted(network, x)
    network.eval()
    with torch.no_grad():
        # Equal weights would become one initializer.
        for parameter in network.parameters():
            parameter += 0.1 * torch.randn_like(parameter)
    file = io.BytesIO()
    torch.onnx.export(network, x, file, opset_version=opset, input_names=["x"], output_names=["y"], do_constant_folding=False)
    # The same weights and numbers, computed in float64, as the importer computes.
    network = network.double()
    inputs = x.double().requires_grad_() if x.is_floating_point() else x
    y = network(inputs)
    y.sum().backward()
    gradients = {key: p.grad.flatten().tolist() for key, p in network.named_parameters() if p.grad is not None}
    if inputs.is_floating_point():
        gradients["x"] = inputs.grad.flatten().tolist()
    out[name] = {
        "model": base64.b64encode(file.getvalue()).decode(),
        "x": {"shape": list(x.shape), "values": x.flatten().tolist()},
        "y": {"shape": list(y.shape), "values": y.flatten().tolist()},
        "gradients": gradients,
    }
path = Path(__file__).with_name("parity.json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
