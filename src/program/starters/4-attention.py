# Attention, by hand.
import math
import torch
from torch import nn

torch.manual_seed(1)
words = torch.randn(5, 8)
to_query, to_key, to_value = nn.Linear(8, 4), nn.Linear(8, 4), nn.Linear(8, 4)

query, key, value = to_query(words), to_key(words), to_value(words)
scores = query @ key.T / math.sqrt(4)
mask = torch.triu(torch.ones(5, 5), diagonal=1).bool()
scores = scores.masked_fill(mask, -math.inf)
weights = scores.softmax(dim=-1)
out = weights @ value
print(weights)

out.pow(2).mean().backward()
print(to_query.weight.grad.shape)
