"""Networks for words, and for whatever comes one after the other."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class TextCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 4)
        self.convs = nn.ModuleList(nn.Conv1d(4, 2, k) for k in (2, 3))
        self.fc = nn.Linear(4, 3)

    def forward(self, words):
        x = self.embedding(words).transpose(1, 2)
        return self.fc(torch.cat([F.relu(conv(x)).max(dim=2)[0] for conv in self.convs], dim=1))


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.lstm, self.fc = nn.Embedding(10, 4), nn.LSTM(4, 3, 2, batch_first=True), nn.Linear(3, 3)

    def forward(self, words):
        _, (h, _) = self.lstm(self.embedding(words))
        return self.fc(h[-1])


class Tagger(nn.Module):
    """A class for each word, seen from both sides."""

    def __init__(self):
        super().__init__()
        self.embedding, self.gru, self.fc = nn.Embedding(10, 4), nn.GRU(4, 3, bidirectional=True, batch_first=True), nn.Linear(6, 3)

    def forward(self, words):
        y, _ = self.gru(self.embedding(words))
        return self.fc(y)[:, -1]


class CharRNN(nn.Module):
    """A network whose loop over time is written out."""

    def __init__(self):
        super().__init__()
        self.input, self.memory, self.out = nn.Linear(10, 4), nn.Linear(4, 4), nn.Linear(4, 3)

    def forward(self, words):
        h = torch.zeros(len(words), 4)
        for x in F.one_hot(words, 10).float().unbind(1):
            h = torch.tanh(self.input(x) + self.memory(h))
        return self.out(h)


class Bahdanau(nn.Module):
    """An encoder, and a decoder that looks at what it needs."""

    def __init__(self):
        super().__init__()
        self.embedding, self.encoder, self.cell = nn.Embedding(10, 4), nn.GRU(4, 3, batch_first=True), nn.GRUCell(7, 3)
        self.query, self.key, self.score, self.out = nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 1), nn.Linear(3, 3)

    def forward(self, words):
        memory, h = self.encoder(self.embedding(words))
        h, word = h.squeeze(0), self.embedding(words[:, 0])
        for _ in range(2):
            scores = self.score(torch.tanh(self.query(h).unsqueeze(1) + self.key(memory))).squeeze(-1)
            context = torch.bmm(F.softmax(scores, dim=-1).unsqueeze(1), memory).squeeze(1)
            h = self.cell(torch.cat([word, context], dim=-1), h)
        return self.out(h)


class WaveNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.filters = nn.ModuleList(nn.Conv1d(2, 2, 2, dilation=d) for d in (1, 2))
        self.gates = nn.ModuleList(nn.Conv1d(2, 2, 2, dilation=d) for d in (1, 2))
        self.out = nn.Conv1d(2, 3, 1)

    def forward(self, x):
        skips = 0
        for conv, gate, d in zip(self.filters, self.gates, (1, 2)):
            padded = F.pad(x, (d, 0))
            y = torch.tanh(conv(padded)) * torch.sigmoid(gate(padded))
            skips, x = skips + y, x + y
        return self.out(F.relu(skips)).mean(-1)


class GPT(nn.Module):
    """A block of GPT-2, whose output shares the weights of the embedding."""

    def __init__(self):
        super().__init__()
        self.tokens, self.places = nn.Embedding(10, 8), nn.Embedding(6, 8)
        self.norm1, self.norm2, self.last = nn.LayerNorm(8), nn.LayerNorm(8), nn.LayerNorm(8)
        self.attend, self.project = nn.Linear(8, 24), nn.Linear(8, 8)
        self.wide, self.narrow = nn.Linear(8, 32), nn.Linear(32, 8)
        self.head = nn.Linear(8, 10, bias=False)
        self.head.weight = self.tokens.weight
        self.register_buffer("mask", torch.tril(torch.ones(6, 6)).view(1, 1, 6, 6))

    def forward(self, words):
        batch, time = words.shape
        x = self.tokens(words) + self.places(torch.arange(time))
        q, k, v = (y.view(batch, time, 2, 4).transpose(1, 2) for y in self.attend(self.norm1(x)).split(8, dim=2))
        scores = (q @ k.transpose(-2, -1)) / math.sqrt(4)
        scores = scores.masked_fill(self.mask[:, :, :time, :time] == 0, float("-inf"))
        y = (F.softmax(scores, dim=-1) @ v).transpose(1, 2).contiguous().view(batch, time, 8)
        x = x + self.project(y)
        x = x + self.narrow(F.gelu(self.wide(self.norm2(x)), approximate="tanh"))
        return self.head(self.last(x))

    def loss(self, out, words):
        return F.cross_entropy(out[:, :-1].reshape(-1, 10), words[:, 1:].reshape(-1))


class Llama(nn.Module):
    """A block with RMS norm, turned positions, fewer heads of keys than of queries, and a gated feed-forward network."""

    def __init__(self):
        super().__init__()
        self.tokens, self.gain1, self.gain2 = nn.Embedding(10, 8), nn.Parameter(torch.ones(8)), nn.Parameter(torch.ones(8))
        self.q, self.k, self.v, self.o = (nn.Linear(8, n, bias=False) for n in (8, 4, 4, 8))
        self.gate, self.up, self.down = (nn.Linear(a, b, bias=False) for a, b in ((8, 12), (8, 12), (12, 8)))
        self.head = nn.Linear(8, 10, bias=False)

    @staticmethod
    def norm(x, gain):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * gain

    @staticmethod
    def turned(x):
        time, size = x.shape[-2:]
        angles = torch.outer(torch.arange(time).float(), 10000.0 ** (-torch.arange(0, size, 2).float() / size))
        cos, sin = angles.cos().repeat(1, 2), angles.sin().repeat(1, 2)
        left, right = x.chunk(2, dim=-1)
        return x * cos + torch.cat([-right, left], dim=-1) * sin

    def forward(self, words):
        x = self.tokens(words)
        y = self.norm(x, self.gain1)
        q, k, v = (f(y).unflatten(-1, (-1, 4)).transpose(1, 2) for f in (self.q, self.k, self.v))
        q, k = self.turned(q), self.turned(k)
        k, v = (z.repeat_interleave(2, dim=1) for z in (k, v))
        later = torch.ones(q.shape[-2], q.shape[-2], dtype=torch.bool).triu(1)
        scores = torch.einsum("bhqd,bhkd->bhqk", q, k).div(2).masked_fill(later, -torch.inf)
        x = x + self.o(torch.einsum("bhqk,bhkd->bhqd", scores.softmax(-1), v).transpose(1, 2).flatten(2))
        y = self.norm(x, self.gain2)
        return self.head(x + self.down(F.silu(self.gate(y)) * self.up(y)))

    loss = GPT.loss


class Translator(nn.Module):
    """nn.Transformer, from one language into another."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 4)
        self.transformer = nn.Transformer(4, 2, 1, 1, 8, dropout=0.0, batch_first=True)
        self.out = nn.Linear(4, 3)

    def forward(self, words):
        x = self.embedding(words)
        mask = torch.full((3, 3), float("-inf")).triu(1)
        return self.out(self.transformer(x, x[:, :3], tgt_mask=mask))[:, -1]


class Experts(nn.Module):
    """Each word is seen by the two of four experts that a gate chooses."""

    def __init__(self):
        super().__init__()
        self.embedding, self.gate = nn.Embedding(10, 4), nn.Linear(4, 4)
        self.experts = nn.ModuleList(nn.Sequential(nn.Linear(4, 4), nn.SiLU()) for _ in range(4))
        self.out = nn.Linear(4, 3)

    def forward(self, words):
        x = self.embedding(words)
        best, which = self.gate(x).topk(2, dim=-1)
        shares = torch.zeros(*x.shape[:-1], 4).scatter(-1, which, F.softmax(best, dim=-1))
        y = torch.stack([expert(x) for expert in self.experts], dim=-1)
        return self.out((y * shares.unsqueeze(-2)).sum(-1).mean(1))


class GCN(nn.Module):
    """Two rounds of neighbours that tell each other what they know."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 3)
        edges = torch.tensor([[0, 1], [1, 2], [2, 3]])
        a = torch.eye(4)
        a[edges[:, 0], edges[:, 1]] = a[edges[:, 1], edges[:, 0]] = 1.0
        d = a.sum(1).pow(-0.5)
        self.register_buffer("a", d[:, None] * a * d)

    def forward(self, x):
        return self.a @ self.second(F.dropout(F.relu(self.a @ self.first(x)), 0.2, self.training))


class GAT(nn.Module):
    """Neighbours weighed by attention."""

    def __init__(self):
        super().__init__()
        self.w, self.a = nn.Linear(4, 3, bias=False), nn.Linear(6, 1, bias=False)
        self.register_buffer("neighbours", torch.tensor([[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 1], [0, 0, 1, 1]]).bool())

    def forward(self, x):
        h = self.w(x)
        n = len(h)
        pairs = torch.cat([h.repeat_interleave(n, 0), h.repeat(n, 1)], dim=1).view(n, n, -1)
        scores = F.leaky_relu(self.a(pairs).squeeze(-1), 0.2)
        return F.elu(torch.where(self.neighbours, scores, torch.tensor(-9e15)).softmax(-1) @ h)
