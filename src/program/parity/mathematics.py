"""Cases of what is computed from tensors, with gradients."""

ELEMENTS = "\n".join(
    f"x = leaf(2, 3); torch.{name}(x)"
    for name in "exp tanh sigmoid relu sin cos abs neg sign square reciprocal floor ceil round trunc frac softplus sinh cosh tan expm1 positive logit".split()
    if name not in ("softplus", "logit")
) + "\n" + "\n".join(
    f"x = leaf(2, 3); y = x.abs() + 0.1; torch.{name}(y)" for name in "log sqrt rsqrt log1p log2 log10".split()
) + """
x = double(2, 3); x.exp().log()
x = leaf(5); x.clamp(-1, 1)
x = leaf(5); x.clamp(min=0)
x = leaf(5); torch.clip(x, max=0.5)
x = leaf(3); torch.clamp(x, min=torch.tensor([0.0, -1, 1]))
torch.clamp(torch.arange(5), 1, 3)
x = leaf(3); torch.nan_to_num(x / torch.tensor([1.0, 0.0, 2.0]))
torch.logical_not(torch.tensor([0, 1]))
torch.logical_and(torch.tensor([0, 1]), torch.tensor([1, 1]))
torch.hypot(torch.tensor([3.0]), torch.tensor([4.0]))
"""

REDUCTIONS = """
x = leaf(2, 3); x.sum()
x = leaf(2, 3); x.sum(0)
x = leaf(2, 3); x.sum(dim=1, keepdim=True)
x = leaf(2, 3, 4); x.sum((0, 2))
x = leaf(2, 3); x.mean()
x = leaf(2, 3); x.mean(-1)
x = leaf(2, 3); x.sum(axis=1)
x = leaf(2, 3); x.mean(axis=0, keepdims=True)
x = double(2, 3); x.mean(dim=(0, 1))
x = leaf(2, 3); x.var()
x = leaf(2, 3); x.var(1)
x = leaf(2, 3); x.var(1, unbiased=False)
x = leaf(2, 3); x.var(dim=0, keepdim=True, unbiased=False)
x = leaf(2, 3); x.std()
x = leaf(2, 3); x.std(0, False)
torch.var_mean(numbers(2, 3), dim=1)
x = leaf(2, 3); x.prod()
x = leaf(2, 3); x.prod(1)
torch.arange(1, 5).prod()
x = leaf(2, 3); x.max()
x = leaf(2, 3); x.min()
x = leaf(2, 3); x.max(1)
x = leaf(2, 3); x.max(1).values
x = leaf(2, 3); x.min(0, keepdim=True).indices
x = leaf(2, 3); x.amax(1)
x = leaf(2, 3); x.amin((0, 1))
torch.tensor([2.0, 2.0, 1.0], requires_grad=True).max()
x = torch.tensor([2.0, 2.0, 1.0], requires_grad=True); x.amax(0)
x = torch.tensor([2.0, 2.0, 1.0], requires_grad=True); x.max()
torch.tensor([3, 1, 2]).max()
torch.tensor([[3, 1], [2, 5]]).max(0)
numbers(2, 3).argmax()
numbers(2, 3).argmax(1)
numbers(2, 3).argmax(dim=0, keepdim=True)
numbers(2, 3).argmin(-1)
torch.tensor([1, 3, 3]).argmax()
torch.tensor([[1, 3, 3]]).argmax(1)
(numbers(2, 3) > 0).any()
(numbers(2, 3) > 0).all(1)
(numbers(2, 3) > 0).any(dim=0, keepdim=True)
x = leaf(2, 3); x.norm()
x = leaf(2, 3); x.norm(dim=1)
x = leaf(2, 3); x.norm(1)
x = leaf(2, 3); torch.linalg.norm(x)
x = leaf(2, 3); torch.linalg.vector_norm(x, dim=1)
x = leaf(2, 3); x.norm(p=3, dim=0)
x = leaf(2, 3); x.logsumexp(1)
x = leaf(2, 3); x.logsumexp((0, 1))
x = leaf(2, 3); x.cumsum(1)
x = leaf(2, 3); torch.cumsum(x, dim=0)
torch.arange(4).cumsum(0)
x = leaf(2, 3); x.cumprod(1)
numbers(5).median()
numbers(2, 5).median(1)
numbers(5).quantile(0.5)
torch.tensor([1.0, float('nan')]).nansum()
torch.arange(6).view(2, 3).float().mean(0)
torch.tensor([1, 0, 2]).count_nonzero()
x = leaf(2, 3); x.sum(2)
torch.zeros(0).sum()
torch.zeros(0).max()
torch.zeros(2, 0).mean()
numbers(4).sort()
numbers(4).sort(descending=True)
numbers(2, 4).sort(0)
x = leaf(4); x.sort()[0]
numbers(4).argsort()
numbers(4).argsort(descending=True)
numbers(5).topk(2)
x = leaf(2, 5); x.topk(2, dim=1).values
numbers(5).topk(2, largest=False)
numbers(5).topk(6)
numbers(5).kthvalue(2)
torch.tensor([3, 1, 3, 2]).unique()
torch.tensor([3, 1, 3, 2]).unique(return_counts=True)
torch.tensor([3, 1, 3, 2]).unique(return_inverse=True)
torch.tensor([1, 1, 2, 2, 1]).unique_consecutive()
torch.tensor([0, 1, 1, 3]).bincount()
torch.histc(torch.tensor([1.0, 2, 1]), bins=4, min=0, max=3)
torch.searchsorted(torch.tensor([1.0, 3, 5]), torch.tensor([2.0, 5]))
torch.bucketize(torch.tensor([2.0, 5]), torch.tensor([1.0, 3, 5]))
torch.dist(torch.tensor([1.0, 2]), torch.tensor([4.0, 6]))
x = leaf(3, 2); y = leaf(2, 2, shift=2); torch.cdist(x, y)
"""

PRODUCTS = """
x = leaf(2, 3); y = leaf(3, 4, shift=1); x @ y
x = double(2, 3); y = double(3, 4, shift=1); x @ y
x = leaf(2, 3); y = leaf(3, shift=1); x @ y
x = leaf(3); y = leaf(3, shift=1); x @ y
x = leaf(3); y = leaf(3, 2, shift=1); x @ y
x = leaf(5, 2, 3); y = leaf(5, 3, 2, shift=1); torch.bmm(x, y)
x = leaf(2, 5, 2, 3); y = leaf(3, 2, shift=1); x @ y
x = leaf(2, 1, 2, 3); y = leaf(4, 3, 2, shift=1); x @ y
x = leaf(2, 3); y = leaf(4, 2); x @ y
x = leaf(2, 3); x @ torch.arange(3)
torch.arange(6).view(2, 3) @ torch.arange(3)
torch.arange(6).view(2, 3) @ torch.arange(6).view(3, 2)
x = leaf(3); y = leaf(3, shift=1); torch.dot(x, y)
x = leaf(2, 3); y = leaf(3, shift=1); torch.mv(x, y)
x = leaf(2, 3); torch.mm(x, x.t())
torch.mm(numbers(2, 3), numbers(3))
torch.bmm(numbers(2, 3), numbers(3, 2))
torch.dot(numbers(2, 2), numbers(2, 2))
x = leaf(2); y = leaf(3, shift=1); torch.outer(x, y)
b = leaf(4); x = leaf(2, 3); y = leaf(3, 4, shift=1); torch.addmm(b, x, y)
b = leaf(2, 2); x = leaf(2, 2, 3); y = leaf(2, 3, 2, shift=1); torch.baddbmm(b, x, y)
x = leaf(2, 3); y = leaf(3, 4, shift=1); torch.einsum('ij,jk->ik', x, y)
x = leaf(2, 3); torch.einsum('ij->ji', x)
x = leaf(2, 3); torch.einsum('ij->j', x)
x = leaf(3, 3); torch.einsum('ii->', x)
x = leaf(3, 3); torch.einsum('ii->i', x)
x = leaf(2, 3); y = leaf(2, 3, shift=1); torch.einsum('ij,ij->', x, y)
x = leaf(2); y = leaf(3, shift=1); torch.einsum('i,j', x, y)
x = leaf(2, 3, 4); y = leaf(2, 5, 4, shift=1); torch.einsum('bqd,bkd->bqk', x, y)
x = leaf(2, 3, 4); y = leaf(4, 2, shift=1); torch.einsum('...d,de->...e', x, y)
x = leaf(2, 3); torch.einsum('ij,kj->ik', x, x)
x = leaf(2, 3); y = leaf(3, 4, shift=1); z = leaf(4, shift=2); torch.einsum('ij,jk,k->i', x, y, z)
torch.trace(leaf(3, 3))
torch.diag(torch.tensor([1.0, 2]))
x = leaf(3, 3); torch.diag(x)
torch.diag(torch.tensor([1.0, 2]), 1)
torch.diag_embed(torch.tensor([[1.0, 2], [3, 4]]))
x = leaf(3); y = leaf(3, shift=1); torch.cross(x, y, dim=0)
x = leaf(2, 2); y = leaf(2, 2, shift=1); torch.kron(x, y)
torch.tensordot(numbers(2, 3), numbers(3, 2), dims=1)
torch.matrix_power(numbers(2, 2), 3)
"""

PIECES = """
x = leaf(2, 2); y = leaf(1, 2, shift=1); torch.cat([x, y])
x = leaf(2, 2); y = leaf(2, 1, shift=1); torch.cat((x, y), dim=1)
torch.cat([torch.zeros(2), torch.zeros(2, 2)])
torch.cat([torch.zeros(2, 2), torch.zeros(2, 3)])
torch.cat([torch.arange(2), torch.tensor([1.5])])
torch.cat([torch.zeros(0), torch.ones(2)])
torch.cat([])
x = leaf(3); y = leaf(3, shift=1); torch.stack([x, y])
x = leaf(3); y = leaf(3, shift=1); torch.stack([x, y], dim=1)
torch.stack([torch.arange(2), torch.arange(2)])
torch.stack([torch.zeros(2), torch.zeros(3)])
torch.hstack([torch.zeros(2), torch.ones(1)])
torch.vstack([torch.zeros(2), torch.ones(2)])
torch.dstack([torch.zeros(2), torch.ones(2)]).shape
torch.column_stack([torch.zeros(2), torch.ones(2)])
x = leaf(5); x.split(2)
x = leaf(5); torch.split(x, [1, 4])
x = leaf(5); x.split([1, 2])
x = leaf(5); x.chunk(3)
x = leaf(2, 4); x.chunk(2, dim=1)
x = leaf(2, 3); x.unbind(1)
torch.tensor_split(torch.arange(7), 3)
x = leaf(4); torch.where(x > 0, x, torch.zeros(4))
x = leaf(4); torch.where(x > 0, x, -x)
x = leaf(4); torch.where(x > 0, x, 0.0)
torch.where(torch.tensor([True, False]), 1, 0)
torch.where(torch.tensor([True, False]), torch.tensor([1, 2]), 0)
torch.where(torch.tensor([True, False, True]))
x = leaf(4); x.masked_fill(x < 0, 0)
x = leaf(2, 2); x.masked_fill(torch.tensor([True, False]), float('-inf'))
torch.arange(3).masked_fill(torch.tensor([True, False, True]), -1)
x = leaf(4); x.masked_select(x > 0)
torch.tensor([[1, 0], [0, 2]]).nonzero()
torch.tensor([0, 1, 2]).nonzero(as_tuple=True)
torch.argwhere(torch.tensor([0, 1, 2]))
x = leaf(2, 3); x.gather(1, torch.tensor([[0, 0], [2, 1]]))
x = leaf(2, 3); torch.gather(x, 0, torch.tensor([[0, 1, 0]]))
x = leaf(2, 3); x.gather(1, torch.tensor([[3]]))
x = leaf(2, 3); x.gather(1, torch.tensor([0]))
x = leaf(2, 3); x.index_select(1, torch.tensor([2, 0]))
x = leaf(2, 3); torch.index_select(x, 0, torch.tensor([1, 1]))
x = leaf(2, 3); x.take(torch.tensor([0, 5]))
torch.zeros(2, 3).scatter(1, torch.tensor([[0], [2]]), 1.0)
torch.zeros(2, 3).scatter_(1, torch.tensor([[0], [2]]), 1)
torch.zeros(2, 3).scatter_(1, torch.tensor([[0], [2]]), torch.tensor([[5.0], [6.0]]))
x = leaf(2, 3); y = leaf(2, 1, shift=1); x.scatter(1, torch.tensor([[0], [2]]), y)
torch.zeros(3).scatter_add_(0, torch.tensor([0, 0, 2]), torch.ones(3))
x = leaf(3); y = leaf(2, shift=1); x.index_add(0, torch.tensor([0, 0]), y)
torch.zeros(3).index_fill(0, torch.tensor([1]), 5)
torch.zeros(3, 2).index_copy(0, torch.tensor([1]), torch.ones(1, 2))
x = leaf(3, 3); x.tril()
x = leaf(3, 3); torch.triu(x, diagonal=1)
torch.tril(torch.ones(3, 3))
torch.tril(torch.ones(2, 3, dtype=torch.bool), -1)
torch.ones(3, 3).tril() == 0
torch.triu(torch.full((3, 3), float('-inf')), diagonal=1)
F.one_hot(torch.tensor([0, 2]))
F.one_hot(torch.tensor([0, 2]), num_classes=4).float()
F.one_hot(torch.tensor([[0], [1]]), 2).shape
F.one_hot(torch.tensor([0, 5]), 3)
x = leaf(3); torch.block_diag(torch.eye(2), torch.ones(1, 1))
x = leaf(2, 3); x.softmax(1)
x = leaf(2, 3); torch.softmax(x, dim=0)
x = leaf(2, 3); x.log_softmax(-1)
x = leaf(2, 3); F.softmin(x, dim=1)
x = double(2, 3); F.softmax(x, dim=-1)
"""

GRADIENTS = r"""
x = leaf(3); y = (x ** 2).sum(); y.backward(); x.grad
x = leaf(3); (x * 2).sum().backward(); (x * 3).sum().backward(); x.grad
x = leaf(3); y = (x * x).sum(); y.backward(retain_graph=True); y.backward(); x.grad
x = leaf(3); y = (x * x).sum(); y.backward(); y.backward()
x = leaf(3); (x * 2).backward()
x = leaf(3); (x * 2).backward(torch.ones(3)); x.grad
x = leaf(3); (x * 2).backward(gradient=torch.tensor([1.0, 0.1, 10])); x.grad
x = numbers(3); x.sum().backward()
x = leaf(3); y = x.detach(); y.requires_grad
x = leaf(3); y = x * x.detach(); y.sum().backward(); x.grad
x = leaf(3); x.grad is None
x = leaf(3); x.sum().backward(); x.grad.zero_(); x.grad
x = leaf(3); x.sum().backward(); x.grad = None; (x * 2).sum().backward(); x.grad
x = leaf(3); y = x * 2; y.requires_grad, y.is_leaf, x.is_leaf
x = leaf(3); y = x * 2; y.retain_grad(); (y * y).sum().backward(); y.grad
x = numbers(3).requires_grad_(); torch.autograd.grad((x ** 2).sum(), x)
x = leaf(3); y = leaf(3, shift=1); torch.autograd.grad((x * y).sum(), [x, y])
x = leaf(3); y = leaf(3); torch.autograd.grad(x.sum(), y)
x = leaf(3); y = leaf(3); torch.autograd.grad(x.sum(), y, allow_unused=True)
x = leaf(3); torch.autograd.grad(x * 2, x, grad_outputs=torch.ones(3))
x = leaf(3); g, = torch.autograd.grad((x * x).sum(), x); x.grad is None
def f():\n  with torch.no_grad():\n    return (leaf(3) * 2).requires_grad\nf()
x = leaf(3)\nwith torch.no_grad():\n  x -= 0.1 * x\nx
x = leaf(3)\nwith torch.no_grad():\n  y = x * 2\ny.requires_grad, x.requires_grad
@torch.no_grad()\ndef f(x):\n  return x * 2\nf(leaf(3)).requires_grad
with torch.no_grad():\n  a = torch.is_grad_enabled()\na, torch.is_grad_enabled()
with torch.no_grad():\n  with torch.enable_grad():\n    y = leaf(2) * 2\ny.requires_grad
with torch.set_grad_enabled(False):\n  y = leaf(2) * 2\ny.requires_grad
x = leaf(2); x.requires_grad_(False); (x * 2).requires_grad
x = leaf(2); y = x * 2; y.requires_grad_(False)
torch.arange(3).requires_grad_()
x = leaf(2); x.numpy()
x = leaf(2); x.data *= 2; x
x = leaf(2); w = x.data; w[0] = 9; x
x = leaf(2); y = x.clone(); (y * y).sum().backward(); x.grad
x = leaf(2); y = x * 2; z = y.detach_(); z.requires_grad
x = leaf(2, 3); y = x.T @ x; y.sum().backward(); x.grad
x = leaf(4); y = x.view(2, 2); (y ** 2).sum().backward(); x.grad
x = leaf(3); y = x.exp(); z = y.log() + y; z.sum().backward(); x.grad
x = leaf(2); (x.double() * 2).sum().backward(); x.grad
x = double(2); (x.float() * 2).sum().backward(); x.grad
x = torch.tensor(2.0, requires_grad=True); y = x ** 3 + 2 * x; y.backward(); x.grad
x = torch.tensor([0.0], requires_grad=True); x.relu().backward(); x.grad
x = torch.tensor([0.0], requires_grad=True); x.abs().backward(); x.grad
x = torch.tensor([0.0], requires_grad=True); x.sqrt().backward(); x.grad
x = torch.tensor([1.0], requires_grad=True); x.clamp(max=1.0).backward(); x.grad
x = leaf(3); found = []; x.register_hook(lambda g: found.append(g.tolist())); (x * 2).sum().backward(); found
x = leaf(3); x.register_hook(lambda g: g * 10); (x * 2).sum().backward(); x.grad
x = leaf(2); a = x[0] * x[1]; a.backward(); x.grad
w = leaf(2); x = numbers(3, 2); loss = ((x @ w) ** 2).mean(); loss.backward(); w.grad
x = leaf(2, 3); torch.stack([r.sum() for r in x])
x = leaf(3); y = x\nfor k in range(3):\n  y = y * x\ny
x = leaf(3); y = x.sum() if x.sum() > 0 else -x.sum(); y
"""
