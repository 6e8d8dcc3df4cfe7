"""Cases of tensors: how they are made, looked at, changed and computed with."""

CREATION = """
torch.tensor([1, 2, 3])
torch.tensor([1.5, 2, 3])
torch.tensor([[True, False], [False, True]])
torch.tensor(3)
torch.tensor(2.5).item()
torch.tensor([])
torch.tensor([1, 2], dtype=torch.float64)
torch.tensor([1.9, -1.9], dtype=torch.int64)
torch.tensor([0, 2, 0], dtype=torch.bool)
torch.tensor([[1, 2], [3]])
torch.tensor([torch.tensor(1.5), torch.tensor(2.5)])
torch.zeros(2, 3)
torch.zeros((2, 3), dtype=torch.int64)
torch.ones(3)
torch.ones(2, 2, dtype=torch.bool)
torch.full((2, 2), 7)
torch.full((2,), 1.5)
torch.full((2,), True)
torch.eye(3)
torch.eye(2, 3)
torch.arange(5)
torch.arange(1, 7, 2)
torch.arange(0.0, 1.0, 0.3)
torch.arange(5, 0, -2)
torch.arange(3, dtype=torch.float32)
torch.linspace(0, 1, 5)
torch.linspace(-2, 2, 7, dtype=torch.float64)
torch.linspace(-1, 1, 6).double()
torch.linspace(4.83, 3.1, 7).double()
torch.linspace(3, 4, 1)
torch.logspace(0, 2, 3)
torch.zeros_like(torch.arange(3))
torch.ones_like(numbers(2, 2))
torch.full_like(numbers(2), 4.5)
torch.rand_like(numbers(2, 2))
torch.randn_like(numbers(2, 2))
torch.empty(2, 3).shape
torch.as_tensor([1, 2])
torch.FloatTensor([1, 2])
torch.LongTensor([1, 2])
torch.scalar_tensor(3.5)
torch.tensor([1.0]).new_zeros(2)
torch.tensor([1.0]).new_ones((2, 1))
torch.tensor([1.0]).new_full((2,), 3.0)
torch.tensor([1]).new_tensor([2, 3])
torch.tensor("a")
torch.tensor(1.5, requires_grad=True)
torch.tensor(1, requires_grad=True)
torch.meshgrid(torch.arange(2), torch.arange(3), indexing='ij')
torch.meshgrid(torch.arange(2), torch.arange(3), indexing='xy')
torch.cartesian_prod(torch.arange(2), torch.arange(3))
torch.combinations(torch.arange(4))
torch.tril_indices(3, 3)
torch.triu_indices(3, 3, offset=1)
"""

DTYPES = """
torch.arange(3) + 1.5
torch.arange(3) * 2
torch.arange(3) / 2
torch.arange(3) // 2
torch.arange(-3, 3) // 2
torch.arange(-3, 3) % 2
torch.arange(3) ** 2
torch.arange(3) + torch.tensor(1.5)
torch.arange(3) + torch.tensor([1.5])
torch.arange(3, dtype=torch.int32) + torch.arange(3)
torch.arange(3, dtype=torch.int32) + torch.tensor(5)
torch.tensor([1.0]) + torch.tensor([1.0], dtype=torch.float64)
torch.tensor([1.0]) + torch.tensor(1.0, dtype=torch.float64)
torch.tensor(1.0) + torch.tensor(1.0, dtype=torch.float64)
torch.tensor([1], dtype=torch.int32) * 2.5
torch.tensor([True, False]) + 1
torch.tensor([True, False]) + torch.tensor([True, True])
torch.tensor([True, False]) * 1.5
torch.tensor([True, False]).sum()
torch.tensor([True, True]).float().mean()
torch.arange(3).float()
torch.tensor([1.7, -1.7]).int()
torch.tensor([1.7, -1.7]).long()
torch.tensor([0.0, 0.5]).bool()
torch.tensor([1.5]).double()
torch.tensor([1]).to(torch.float64)
torch.tensor([1.5]).to('cpu')
torch.tensor([1]).type(torch.float32)
torch.tensor([1]).type_as(torch.tensor([1.5]))
torch.tensor([1.5]).dtype
torch.arange(3).sum()
torch.arange(3, dtype=torch.int32).sum()
torch.arange(3).mean()
torch.arange(4).sqrt()
torch.exp(torch.arange(3))
torch.sigmoid(torch.tensor(0))
torch.tensor([1, 2]) == torch.tensor([1.0, 2.5])
1 - torch.arange(3)
2 / torch.tensor([1, 2, 4])
2 ** torch.arange(4)
2.0 ** torch.arange(4)
-torch.arange(3)
abs(torch.tensor([-1.5, 2]))
-torch.tensor([True])
~torch.tensor([True, False])
torch.tensor([5]) & torch.tensor([3])
torch.tensor([5]) | torch.tensor([3])
torch.tensor([5]) ^ torch.tensor([3])
~torch.tensor([5])
torch.tensor([True, False]) & torch.tensor([True, True])
torch.get_default_dtype()
torch.set_default_dtype(torch.float64); torch.tensor([1.5])
torch.finfo(torch.float32).eps
torch.iinfo(torch.int64).max
torch.promote_types(torch.int64, torch.float32)
torch.result_type(torch.tensor([1]), 1.5)
torch.tensor([1.5]).is_floating_point()
float(torch.tensor(1.5)) + int(torch.tensor(2))
torch.tensor([0.1]).item()
torch.tensor([[1, 2], [3, 4]]).tolist()
bool(torch.tensor([1, 2]))
len(torch.tensor(3))
torch.tensor([1.5, 2.5]).numel()
torch.tensor([2.5, 3.5, -0.5]).round()
torch.tensor([1.234, 5.678]).round(decimals=1)
torch.tensor(7) // torch.tensor(-2)
torch.fmod(torch.tensor([-3.5, 3.5]), 2)
torch.remainder(torch.tensor([-3.5, 3.5]), 2)
torch.div(torch.tensor([-7, 7]), 2, rounding_mode='trunc')
torch.div(torch.tensor([-7.0, 7.0]), 2, rounding_mode='floor')
torch.tensor([1, 2]) / torch.tensor([0, 0])
"""

VIEWS = """
x = torch.arange(6); x.view(2, 3)
x = torch.arange(6); x.view(4, 2)
x = torch.arange(6); x.reshape(-1, 2)
x = torch.arange(6).view(2, 3); x.t()
x = torch.arange(6).view(2, 3); x.T
x = torch.arange(24).view(2, 3, 4); x.permute(2, 0, 1)
x = torch.arange(24).view(2, 3, 4); x.transpose(0, 2)
x = torch.arange(24).view(2, 3, 4); x.transpose(-1, -2).shape
x = torch.arange(24).view(2, 3, 4); x.flatten(1)
x = torch.arange(24).view(2, 3, 4); x.mT
x = torch.arange(6).view(2, 3).t(); x.contiguous().view(6)
x = torch.zeros(1, 2, 1, 3); x.squeeze().shape
x = torch.zeros(1, 2, 1, 3); x.squeeze(2).shape
x = torch.zeros(1, 2, 1, 3); x.squeeze(1).shape
x = torch.zeros(2, 3); x.unsqueeze(-1).shape
x = torch.zeros(2, 3); x.unsqueeze(3)
x = torch.arange(3); x.expand(2, 3)
x = torch.arange(3).view(3, 1); x.expand(-1, 2)
x = torch.arange(3); x.expand(2, 4)
x = torch.arange(3); x.repeat(2, 2)
x = torch.arange(3); x.repeat_interleave(2)
x = torch.arange(4).view(2, 2); x.repeat_interleave(torch.tensor([1, 2]), dim=0)
x = torch.zeros(4); v = x.view(2, 2); v[0, 1] = 5; x
x = torch.zeros(4); v = x.view(2, 2); x[3] = 5; v
x = torch.zeros(2, 3); x[0].fill_(2); x
x = torch.zeros(2, 3); r = x[1]; r += 1; x
x = torch.zeros(2, 3); c = x[:, 1]; c.add_(torch.tensor([1.0, 2.0])); x
x = torch.zeros(2, 3); x.t()[0, 1] = 9; x
x = torch.zeros(2, 3); y = x.clone(); y[0] = 1; x
x = torch.zeros(3); y = x; y += 1; x
x = torch.zeros(3); y = x.detach(); y[0] = 1; x
x = torch.arange(6); x[::2] = 0; x
x = torch.arange(6).view(2, 3); a, b = x.unbind(0); a[0] = 9; x
x = torch.arange(6.0); a, b = x.chunk(2); a.mul_(10); x
x = torch.zeros(3); x.view(-1)[1:].copy_(torch.tensor([1.0, 2.0])); x
x = torch.ones(3); x.zero_(); x
x = torch.ones(3); x.mul_(3).add_(1)
x = torch.ones(3); x.add_(torch.ones(2, 3))
x = torch.arange(3); x.add_(1.5)
x = torch.arange(3); x /= 2; x
x = leaf(3); x += 1; x
x = leaf(3); x[0] = 1; x
x = leaf(3); y = x * 2; y[0] = 1; y
x = leaf(3); y = x * 2; y[1:] += x[:2]; y
x = leaf(2, 2); y = x * 1; y[0] *= 3; y
x = leaf(4); y = x * 1; v = y.view(2, 2); v[0] = 0; y
x = leaf(3); y = x.clone(); y.clamp_(min=0); y
x = torch.arange(6); x.narrow(0, 2, 3)
x = torch.arange(6).view(2, 3); x.select(1, 2)
x = torch.arange(12).view(3, 4); x.diagonal()
x = torch.arange(9).view(3, 3); x.diagonal(1)
x = torch.arange(6).view(1, 2, 3); x.movedim(0, 2).shape
x = torch.arange(6).view(2, 3); x.flip(0)
x = torch.arange(6).view(2, 3); x.flip([0, 1])
x = torch.arange(6).view(2, 3); x.roll(1, 1)
x = torch.arange(6); x.unflatten(0, (2, 3))
torch.arange(6).view(2, 3).size(1)
torch.zeros(2, 3).dim()
torch.zeros(2, 3).ndim
list(torch.zeros(2, 3).shape)
torch.zeros(2, 3).shape[0] + torch.zeros(2, 3).size()[1]
torch.zeros(3)[:, 0]
"""

INDEXING = """
x = torch.arange(12).view(3, 4); x[1]
x = torch.arange(12).view(3, 4); x[-1, -2]
x = torch.arange(12).view(3, 4); x[:, 1:3]
x = torch.arange(12).view(3, 4); x[::2, ::3]
x = torch.arange(12).view(3, 4); x[..., 0]
x = torch.arange(12).view(3, 4); x[None].shape
x = torch.arange(12).view(3, 4); x[:, None, :].shape
x = torch.arange(12).view(3, 4); x[[0, 2]]
x = torch.arange(12).view(3, 4); x[[0, 2], [1, 3]]
x = torch.arange(12).view(3, 4); x[torch.tensor([[0], [2]]), torch.tensor([1, 3])]
x = torch.arange(12).view(3, 4); x[x > 5]
x = torch.arange(12).view(3, 4); x[torch.tensor([True, False, True])]
x = torch.arange(12).view(3, 4); x[:, torch.tensor([True, False, True, False])]
x = torch.arange(12).view(3, 4); x[torch.tensor(1)]
x = torch.arange(12).view(3, 4); x[torch.arange(3), torch.tensor([0, 1, 2])]
x = torch.arange(12).view(3, 4); x[3]
x = torch.arange(12).view(3, 4); x[0, 4]
x = torch.arange(12).view(3, 4); x[0, 0, 0]
x = torch.arange(12).view(3, 4); x[[0, 3]]
x = torch.arange(12).view(3, 4); x[1.5]
x = torch.arange(12).view(3, 4); x[torch.tensor([1.0])]
x = torch.arange(12).view(3, 4); x[::-1]
x = torch.arange(12).view(3, 4); x[2:1]
x = torch.arange(12).view(3, 4); x[1:, [0, 3]]
x = torch.arange(24).view(2, 3, 4); x[0, :, [1, 2]]
x = torch.arange(24).view(2, 3, 4); x[[0, 1], :, [1, 2]]
x = torch.arange(24).view(2, 3, 4); x[:, [0, 2], [1, 2]]
x = torch.arange(24).view(2, 3, 4); x[..., -1]
x = torch.arange(24).view(2, 3, 4); x[1, ..., 2]
x = torch.arange(24).view(2, 3, 4); x[:, torch.tensor([[0, 1], [1, 2]])].shape
x = torch.arange(5); x[torch.tensor([-1, 0])]
x = torch.arange(5); x[torch.tensor([[0, 1], [2, 3]])]
x = torch.tensor(5); x[0]
x = torch.tensor(5); x[None]
x = torch.tensor(5); x[...]
x = torch.zeros(3, 4); x[1] = 5; x
x = torch.zeros(3, 4); x[:, 1] = torch.tensor([1.0, 2, 3]); x
x = torch.zeros(3, 4); x[0, 1:3] = torch.tensor([1.0, 2]); x
x = torch.zeros(3, 4); x[x == 0] = 2; x
x = torch.zeros(3, 4); x[[0, 2]] = 1; x
x = torch.zeros(3, 4); x[torch.arange(3), torch.tensor([0, 1, 2])] = torch.tensor([1.0, 2, 3]); x
x = torch.zeros(3, 4); x[...] = 3; x
x = torch.zeros(3, 4); x[:] = torch.arange(4); x
x = torch.zeros(3, 4); x[0] = torch.zeros(3); x
x = torch.zeros(3, 4); x[5] = 0; x
x = torch.zeros(3, 4); x[1, 2] += 4; x
x = torch.zeros(3); x[0], x[1] = 1, 2; x
x = torch.arange(3); x[0] = 1.7; x
x = torch.zeros(3, dtype=torch.bool); x[1] = True; x
x = torch.tensor([3.0, -1, 2]); x[x < 0] = 0; x
x = torch.tensor([3.0, -1, 2]); x[x > 0] *= 2; x
x = leaf(3, 4); x[1]
x = leaf(3, 4); x[:, ::2]
x = leaf(3, 4); x[[0, 0, 2]]
x = leaf(3, 4); x[torch.arange(3), torch.tensor([1, 0, 3])]
x = leaf(3, 4); x[x > 0]
x = leaf(3, 4); x[..., None].shape
x = leaf(2, 3, 4); x[:, 1, [0, 2]]
x = leaf(2, 3, 4); x[0, 1:, -1]
x = leaf(4); y = torch.zeros(4); y[1:3] = x[:2]; y
x = leaf(4); y = torch.zeros(2, 2); y[0, 0] = x[1] * x[2]; y
a, b = torch.tensor([1, 2]); a + b
[int(v) for v in torch.arange(3)]
2 in torch.tensor([1, 2])
"""

BROADCAST = """
leaf(3, 1) + leaf(1, 4, shift=1)
x = leaf(3); y = leaf(2, 3, shift=1); x * y
x = leaf(3); y = leaf(2, 3, shift=1); x - y
x = leaf(2, 1); y = leaf(3, shift=1); x / y
x = leaf(2); y = leaf(3); x + y
x = leaf(2, 3); y = leaf(3, 2); x * y
x = leaf(2, 3); x + 1
x = leaf(2, 3); 1 - x
x = leaf(2, 3); 2 / x
x = leaf(2, 3); x ** 2
x = leaf(2, 3); x ** 3
x = leaf(2, 3); x.abs() ** 0.5
x = leaf(2, 3); x ** -1
x = leaf(3); y = leaf(3, shift=1); x.abs() ** y
x = leaf(3); 2 ** x
x = double(3); y = double(3, shift=1); x * y / (x - y)
x = leaf(3); y = leaf(3, shift=1); torch.maximum(x, y)
x = leaf(3); y = leaf(3, shift=1); torch.minimum(x, y)
x = leaf(3); torch.add(x, 2, alpha=3)
x = leaf(3); x.sub(1)
x = leaf(3); torch.addcmul(x, x, x, value=2)
x = leaf(3); torch.addcdiv(x, x, x, value=2)
x = leaf(3); torch.lerp(x, x * 2, 0.3)
torch.broadcast_tensors(torch.zeros(2, 1), torch.zeros(3))[0].shape
torch.broadcast_shapes((2, 1), (3,))
x = numbers(3); (x > 0).sum()
x = numbers(3); (x > 0) & (x < 1)
x = numbers(3); (x > 0) | (x < -1)
x = numbers(2, 2); x == x.T
x = numbers(2, 2); x != 0.5
x = numbers(3); x.gt(0.5)
x = numbers(3); torch.eq(x, x)
torch.equal(torch.arange(3), torch.arange(3))
torch.allclose(torch.tensor([1.0]), torch.tensor([1.0 + 1e-9]))
torch.isclose(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.1]))
torch.isnan(torch.tensor([float('nan'), 1.0]))
torch.isinf(torch.tensor([float('inf'), 1.0]))
torch.tensor([1.0]) == 'a'
torch.tensor([1.0]) + 'a'
torch.tensor([1.0]) + None
torch.tensor([1.0]) + [1.0]
"""

NUMPYS_NAMES = r"""
torch.stack([numbers(2), numbers(2)], axis=1)
torch.cat([numbers(2, 2), numbers(2, 2)], axis=1)
torch.softmax(numbers(2, 3), axis=0)
numbers(2, 3).unsqueeze(axis=0).shape
torch.sort(numbers(2, 3), axis=0)[0]
numbers(2, 3).argsort(axis=1)
numbers(1, 3).squeeze(axis=0)
torch.unbind(numbers(2, 2), axis=1)[0]
torch.logsumexp(numbers(2, 3), axis=1, keepdims=True)
torch.median(numbers(2, 3), axis=1)[0]
"""
