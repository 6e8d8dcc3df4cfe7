import torch

torch.manual_seed(2)
X = torch.randn(30, 2)
true_w, true_b = torch.tensor([2.0, -3.4]), 4.2
y = X @ true_w + true_b + 0.01 * torch.randn(30)

w = torch.zeros(2, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
lr = 0.1
losses = []
for epoch in range(25):
    y_hat = X @ w + b
    loss = ((y_hat - y) ** 2).mean() / 2
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    losses.append(loss.item())
print(w, b)
