// Gradients of gradients, against central differences of gradients; what has none is refused by name.
import { expect, test } from 'vitest';
import { run } from './inPython.ts';

test('a Hessian times a vector is how fast the gradient changes along it', () => {
	const { answer, failure } = run(`
import json, torch
import torch.nn.functional as F
torch.manual_seed(2)
torch.set_default_dtype(torch.float64)
x, t = torch.randn(2, 1, 5, 5), torch.tensor([1, 0])
w, v = torch.randn(50).requires_grad_(), torch.randn(50)
def loss(w):
    h = F.gelu(F.conv2d(x, w[:18].reshape(2, 1, 3, 3), stride=2, padding=1))
    h = F.layer_norm(h.flatten(1), (18,))
    h = torch.tanh(h @ w[18:36].reshape(18, 1) @ w[36:38].reshape(1, 2)) * w[38:40].softmax(0)
    return F.cross_entropy(h, t) + w[40:].logsumexp(0) * F.softplus(w[:5]).prod()
def gradient(w, graph=False):
    return torch.autograd.grad(loss(w), w, create_graph=graph)[0]
(along,) = torch.autograd.grad(gradient(w, True) @ v, w)
e = 1e-5
ahead, behind = ((w.detach() + step * v).requires_grad_() for step in (e, -e))
slope = (gradient(ahead) - gradient(behind)) / (2 * e)
print(json.dumps([float(along.abs().max()), float((along - slope).abs().max())]))
`);
	expect(failure).toBeNull();
	const [largest, off] = answer() as [number, number];
	expect(largest).toBeGreaterThan(0.1);
	expect(off).toBeLessThan(1e-7 * largest);
});

test('an op that has no gradient of its gradient is named', () => {
	const { failure } = run(`import torch
x = torch.ones(1, 1, 4, 4, requires_grad=True)
y = torch.nn.functional.max_pool2d(x * x, 2).sum()
torch.autograd.grad(y, x, create_graph=True)
`);
	expect(failure).toMatchObject({ line: 4 });
	expect(failure!.text).toContain('create_graph=True through maxPool2d is not part of this page');
});
