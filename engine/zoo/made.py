"""Networks that make something, and networks that compare."""

import torch
import torch.nn.functional as F
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(1, 2, 3, 2, 1), nn.LeakyReLU(0.1), nn.Conv2d(2, 3, 3, 2, 1))
        self.decoder = nn.Sequential(nn.ConvTranspose2d(3, 2, 3, 2, 1, 1), nn.ELU(), nn.ConvTranspose2d(2, 1, 4, 2, 1), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.mean, self.log_variance = nn.Linear(6, 5), nn.Linear(5, 2), nn.Linear(5, 2)
        self.decoder = nn.Sequential(nn.Linear(2, 5), nn.ReLU(), nn.Linear(5, 6))

    def forward(self, x):
        h = torch.relu(self.hidden(x))
        mean, log_variance = self.mean(h), self.log_variance(h)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        return self.decoder(z), mean, log_variance

    def loss(self, out, x):
        logits, mean, log_variance = out
        divergence = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp())
        return F.binary_cross_entropy_with_logits(logits, torch.sigmoid(x), reduction="sum") + divergence


class GAN(nn.Module):
    """The step of a generator of DCGAN: what the discriminator says of what it made."""

    def __init__(self):
        super().__init__()
        self.generator = nn.Sequential(
            nn.ConvTranspose2d(3, 2, 2, bias=False), nn.BatchNorm2d(2), nn.ReLU(True), nn.ConvTranspose2d(2, 1, 4, 2, 1), nn.Tanh()
        )
        self.discriminator = nn.Sequential(
            nn.Conv2d(1, 2, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(2, 1, 2), nn.Flatten(), nn.Sigmoid()
        )

    def forward(self, z):
        return self.discriminator(self.generator(z))


class Diffusion(nn.Module):
    """What noise was added? A network that knows how far the noise has come."""

    def __init__(self):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(4, 4), nn.SiLU(), nn.Linear(4, 4))
        self.first, self.norm, self.last = nn.Conv2d(1, 4, 3, padding=1), nn.GroupNorm(2, 4), nn.Conv2d(4, 1, 3, padding=1)

    def forward(self, x):
        t = torch.arange(x.shape[0], dtype=x.dtype)[:, None] * torch.tensor([1.0, 0.1], dtype=x.dtype)
        t = self.time(torch.cat([t.sin(), t.cos()], dim=-1))
        return self.last(F.silu(self.norm(self.first(x)) + t[:, :, None, None]))


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(4, 6), nn.PReLU(), nn.Linear(6, 3))

    def forward(self, x):
        return [F.normalize(self.net(one), dim=1) for one in x.chunk(3, dim=1)]

    def loss(self, out, target):
        return F.triplet_margin_loss(*out, margin=0.5)


class Contrastive(nn.Module):
    """Images and texts of one kind shall lie in one place, as in CLIP."""

    def __init__(self):
        super().__init__()
        self.image, self.text = nn.Linear(4, 3), nn.Linear(4, 3)
        self.scale = nn.Parameter(torch.tensor(2.0))

    def forward(self, x):
        image, text = (F.normalize(net(part), dim=-1) for net, part in zip((self.image, self.text), x.split(4, dim=1)))
        return self.scale.exp() * image @ text.t()

    def loss(self, out, target):
        own = torch.arange(len(out))
        return (F.cross_entropy(out, own) + F.cross_entropy(out.t(), own)) / 2


class Factorization(nn.Module):
    """Users and films as vectors, with what each is like in general."""

    def __init__(self):
        super().__init__()
        self.user, self.film = nn.Embedding(4, 3), nn.Embedding(5, 3)
        self.user_bias, self.film_bias = nn.Embedding(4, 1), nn.Embedding(5, 1)

    def forward(self, x):
        user, film = x[:, 0], x[:, 1]
        return (self.user(user) * self.film(film)).sum(1) + (self.user_bias(user) + self.film_bias(film)).squeeze()
