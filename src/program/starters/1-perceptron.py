# A perceptron, by hand.
import torch

x = torch.tensor([[2., 1.], [-1., -3.], [1., -1.], [-2., 2.]])
y = torch.tensor([1., 0., 1., 0.])
w = torch.zeros(2)
b = torch.zeros(1)

for epoch in range(3):
    for k in range(len(x)):
        z = (w * x[k]).sum() + b
        answer = (z >= 0).float()
        error = y[k] - answer
        w = w + error * x[k]
        b = b + error
    print(epoch, w, b)
