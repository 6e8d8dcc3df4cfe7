"""Gradients of gradients: the value of a case is a gradient with create_graph=True, and its gradients are second ones."""

_x = "x = double(2, 3)"
_positive = "x = (numbers(2, 3, dtype=torch.float64).abs() + 0.5).requires_grad_()"
_over = "g, = torch.autograd.grad((({f}) * numbers(*({f}).shape, shift=5, dtype=torch.float64)).sum(), x, create_graph=True)\\ng"


def _of(start, *functions):
    return "\n".join(f"{start}; " + _over.format(f=f).replace("; ", "\\n") for f in functions).replace("; ", "\\n")


ELEMENTS = _of(
    _x, "x + 1", "2 - x", "x * x", "x * x * x", "1 / x", "x / (x * x + 2)", "-x * x", "torch.exp(x)", "torch.sin(x)", "torch.cos(x)", "torch.erf(x)",
    "torch.tanh(x)", "torch.sigmoid(x)", "F.relu(x) * x", "F.leaky_relu(x, 0.2) * x", "F.elu(x)", "F.elu(x, 0.5)", "F.silu(x)", "F.gelu(x)",
    "F.gelu(x, approximate='tanh')", "F.softplus(x)", "F.softplus(x, beta=2)", "x.abs() * x", "x ** 2", "x ** 3", "x ** 4", "x.clamp(-1, 1) * x",
    "x.clamp(min=0) ** 2", "torch.maximum(x, x * x)", "torch.minimum(x * x, 2 * x)", "torch.where(x > 0, x * x, torch.exp(x))", "F.logsigmoid(x)",
    "F.mish(x)", "F.hardtanh(x) * x", "F.softsign(x)", "F.celu(x)", "F.selu(x)",
)

ROOTS = _of(_positive, "torch.log(x)", "torch.sqrt(x)", "torch.rsqrt(x)", "x ** 0.5", "x ** -1.5", "x.log1p()", "x.norm()", "x.norm(dim=1)", "1 / x.sqrt()")

PLACES = _of(
    _x, "(x @ x.T) @ x", "x.T @ x", "x.reshape(3, 2) @ x", "x.flatten() ** 3", "x.unsqueeze(0) * x", "x[0] * x[1]", "x[:, 1:] ** 3", "x[:, ::2] * x[:, ::2]",
    "x[..., -1] ** 3", "torch.cat([x, x * x], dim=1) ** 2", "torch.stack([x, x * x]) ** 2", "x.expand(2, 2, 3) ** 2 * x", "x.permute(1, 0) @ x",
    "x.gather(1, torch.tensor([[0, 2], [1, 1]])) ** 3", "x[torch.tensor([1, 0, 1])] ** 3", "F.embedding(torch.tensor([1, 0, 1]), x) ** 3",
    "torch.einsum('ij,kj->ik', x, x) ** 2", "x.chunk(3, dim=1)[1] ** 3", "torch.outer(x[0], x[1]) ** 2", "F.linear(x, x) ** 2",
    "x.masked_fill(x > 1, 0.5) ** 3", "torch.tril(x) ** 3", "x.repeat(2, 1) ** 3", "x.roll(1) * x * x",
)

SUMS = _of(
    _x, "x.sum() ** 3", "x.sum(1) ** 3", "x.sum(0, keepdim=True) * x * x", "x.mean() ** 3", "x.mean(1, keepdim=True) * x * x", "x.var()", "x.std(dim=1)",
    "x.max() ** 3", "x.amax(1) ** 3", "x.max(1)[0] ** 3", "x.min(0)[0] ** 3", "x.cumsum(1) ** 3", "torch.softmax(x, 1)", "F.log_softmax(x, 1)",
    "torch.logsumexp(x, 1)", "torch.logsumexp(x, 0) ** 2", "x.prod(1)", "x.norm(dim=1) ** 2",
)

LOSSES = _of(
    _x, "F.mse_loss(x, x * x)", "F.mse_loss(x, torch.ones_like(x), reduction='sum') ** 2", "F.l1_loss(x, torch.zeros_like(x)) ** 2",
    "F.huber_loss(x * x, torch.zeros_like(x))", "F.smooth_l1_loss(x * x, torch.zeros_like(x), beta=0.5)", "F.cross_entropy(x, torch.tensor([2, 0]))",
    "F.cross_entropy(x, torch.tensor([2, 0]), reduction='none') ** 2", "F.nll_loss(F.log_softmax(x, 1), torch.tensor([1, 1]))",
    "F.binary_cross_entropy_with_logits(x, (x > 0).double())", "F.binary_cross_entropy(torch.sigmoid(x), (x > 0).double())",
    "F.cosine_similarity(x, x.roll(1))",
)

LAYERS = _of(
    _x, "F.layer_norm(x, (3,))", "F.layer_norm(x, (3,), x[0], x[1])", "F.batch_norm(torch.cat([x, x * x]), None, None, training=True)",
    "F.batch_norm(x, torch.ones(3).double(), torch.ones(3).double() * 2, x[0], x[1])", "F.linear(x, x, x[:, 0]) ** 2", "torch.softmax(x @ x.T, 1) @ x"
) + "\n" + _of(
    "x = double(1, 2, 5, 4)", "F.conv2d(x, x[:, :, :2, :3] * 0.5) ** 2", "F.conv2d(x, x[:, :, :3, :3] * 0.5, padding=1, stride=2) ** 2",
    "F.conv2d(x, numbers(3, 2, 2, 2, dtype=torch.float64), numbers(3, dtype=torch.float64), dilation=2) ** 2",
    "F.conv2d(x, x[:, :, :2, :2], stride=(2, 1)) ** 2",
    "F.instance_norm(x)",
)

ASKED = r"""
x = double(3)\ny = (x ** 4).sum()\nfor k in range(3):\n    y = torch.autograd.grad(y, x, create_graph=True)[0].sum()\ny
x, v = double(3), numbers(3, shift=2, dtype=torch.float64)\ng, = torch.autograd.grad((torch.sin(x) * x.sum()).sum(), x, create_graph=True)\ntorch.autograd.grad(g @ v, x)[0]
x, y = double(2), double(2, shift=1)\na, b = torch.autograd.grad((x * x * y).sum(), (x, y), create_graph=True)\na * b
x = double(2)\nh = x * x\ng, = torch.autograd.grad((h ** 3).sum(), h, create_graph=True)\ng
x = double(2)\ny = x * x\n(y * y).sum().backward(create_graph=True)\nz = x.grad * 1\nz
x = double(2, 2)\ng, = torch.autograd.grad(x.exp(), x, grad_outputs=numbers(2, 2, dtype=torch.float64), create_graph=True)\ng
x = double(2)\ng = torch.autograd.grad([x.sum(), (x * x).sum()], [x], create_graph=True)[0]\ng
x = double(2)\na, b = torch.autograd.grad([x.sin(), x * x], [x], grad_outputs=[torch.ones(2).double(), x.detach()])[0]\na + b
x, y = double(2), double(2)\ntorch.autograd.grad((x * x).sum(), (x, y), create_graph=True, allow_unused=True)[1]
x, y = double(2), double(2)\ntorch.autograd.grad((x * x).sum(), (x, y), create_graph=True)
w = double(2)\ng, = torch.autograd.grad((w ** 3).sum(), w, create_graph=True)\nfast = w - 0.1 * g\n(fast ** 2).sum()
w = double(2)\ng, = torch.autograd.grad((w ** 3).sum(), w)\nfast = w - 0.1 * g\n(fast ** 2).sum()
x = leaf(3)\ng, = torch.autograd.grad((torch.tanh(x) * x).sum(), x, create_graph=True)\ng
"""

FUNCTIONS = r"""
torch.autograd.functional.jacobian(lambda x: x ** 2 * x.sum(), numbers(3, dtype=torch.float64))
torch.autograd.functional.jacobian(lambda x, y: x @ y, (numbers(2, 2, dtype=torch.float64), numbers(2, dtype=torch.float64)))
torch.autograd.functional.hessian(lambda x: (x ** 3).sum() * x[0], numbers(3, dtype=torch.float64))
torch.autograd.functional.hessian(lambda x, y: (x * y).sum() ** 2, (numbers(2, dtype=torch.float64), numbers(2, shift=1, dtype=torch.float64)))
torch.autograd.functional.hvp(lambda x: torch.exp(x).sum() * x.prod(), numbers(3, dtype=torch.float64), numbers(3, shift=2, dtype=torch.float64))
torch.autograd.functional.vjp(lambda x: x.sin(), numbers(3, dtype=torch.float64), numbers(3, shift=2, dtype=torch.float64))
"""
