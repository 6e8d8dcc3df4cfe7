import torch
from torch import nn

torch.manual_seed(0)
X = torch.rand(20, 8)


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(8, 5), nn.Tanh(), nn.Linear(5, 2))
        self.decoder = nn.Sequential(nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 8), nn.Sigmoid())

    def forward(self, x):
        z = self.encoder(x)
        return self.decoder(z), z


model = Autoencoder()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2, weight_decay=1e-5)
loss_fn = nn.MSELoss()
losses = []
for epoch in range(30):
    out, code = model(X)
    loss = loss_fn(out, X)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
