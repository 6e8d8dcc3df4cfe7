# Weights from which one step of training is enough: gradients go through the step itself.
import torch
import torch.nn.functional as F

torch.manual_seed(0)
w1 = (torch.randn(6, 1) * 0.5).requires_grad_()
b1 = torch.zeros(6, requires_grad=True)
w2 = (torch.randn(1, 6) * 0.5).requires_grad_()
b2 = torch.zeros(1, requires_grad=True)
params = [w1, b1, w2, b2]
outer = torch.optim.SGD(params, lr=0.05)


def forward(x, w1, b1, w2, b2):
    return F.linear(torch.tanh(F.linear(x, w1, b1)), w2, b2)


losses = []
for step in range(6):
    total = 0
    for task in range(2):
        height, shift = torch.rand(1) * 2, torch.rand(1)
        x, x2 = torch.rand(5, 1) * 4 - 2, torch.rand(5, 1) * 4 - 2
        y, y2 = height * torch.sin(x + shift), height * torch.sin(x2 + shift)
        fast = params
        for _ in range(2):
            inner = F.mse_loss(forward(x, *fast), y)
            grads = torch.autograd.grad(inner, fast, create_graph=True)
            fast = [p - 0.1 * g for p, g in zip(fast, grads)]
        total = total + F.mse_loss(forward(x2, *fast), y2)
    outer.zero_grad()
    total.backward()
    outer.step()
    losses.append(total.item())
print(" ".join(f"{loss:.4f}" for loss in losses))
