// Files that are attached: those of PyTorch, NumPy and safetensors, images, and what a program itself has saved.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { run, write } from '../inPython.ts';
import told from './files.json';

for (const name of Object.keys(told)) write(name, readFileSync(new URL(name, import.meta.url)));

const START = `
import numpy as np, torch
from torch import nn
def plain(x):
    if isinstance(x, int): return x
    return {"shape": list(x.shape), "values": x.double().tolist() if isinstance(x, torch.Tensor) else x.astype("float64").tolist()}
def all_of(found): return {name: plain(x) for name, x in found.items()}
`;

test.each([
	['state.pt', 'found = all_of(torch.load("state.pt"))'],
	['arrays.npz', 'found = all_of(np.load("arrays.npz"))'],
	['column.npy', 'found = plain(np.load("column.npy"))'],
	[
		'weights.safetensors',
		'from safetensors.torch import load_file\nfound = all_of(load_file("weights.safetensors"))'
	],
	['image.png', 'from PIL import Image\nfound = plain(np.array(Image.open("image.png")))']
] as const)('%s holds what was written into it', (name, program) => {
	const ran = run(START + program);
	expect(ran.failure).toBeNull();
	expect(ran.value('found')).toEqual(told[name]);
});

test('an image is a tensor of its channels', () => {
	const ran = run(
		`${START}from torchvision.io import read_image\nx = read_image("image.png")\nfound = [str(x.dtype), plain(x.permute(1, 2, 0))]`
	);
	expect(ran.failure).toBeNull();
	expect(ran.value('found')).toEqual(['torch.uint8', told['image.png']]);
});

test('what a program saves it can read again', () => {
	const ran = run(`${START}
from safetensors.torch import load_file, save_file
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
    def forward(self, x):
        return self.body(x)
model = Net().eval()
x = torch.ones(4, 2)
y = model(x)
torch.save(model, "whole.pt")
torch.save({"model": model.state_dict(), "epoch": 2}, "state.pt")
save_file(model.state_dict(), "model.safetensors")
np.savez("both.npz", a=np.arange(3), b=np.ones((2, 2), dtype=np.float32))
others = [Net().eval(), Net().eval()]
others[0].load_state_dict(torch.load("state.pt")["model"])
others[1].load_state_dict(load_file("model.safetensors"))
same = [torch.equal(m(x), y) for m in [*others, torch.load("whole.pt")]]
arrays = np.load("both.npz")
found = [same, arrays.files, str(arrays["b"].dtype), arrays["a"].tolist()]
`);
	expect(ran.failure).toBeNull();
	expect(ran.value('found')).toEqual([[true, true, true], ['a', 'b'], 'float32', [0, 1, 2]]);
});

test.each([
	['torch.load("absent.pt")', 'Attach the file first'],
	['open("text.pt", "w").write("x"); torch.load("text.pt")', 'no file of torch.save'],
	['np.load("weights.safetensors")', 'no .npy file'],
	[
		'open("a.jpg", "wb").write(b"\\xff\\xd8\\xff"); from PIL import Image; Image.open("a.jpg")',
		'save it as PNG'
	],
	['import torchvision; torchvision.datasets.MNIST(".")', 'attach your data'],
	[
		'import os, pickle, zipfile; zipfile.ZipFile("bad.pt", "w").writestr("archive/data.pkl", pickle.dumps(os.listdir)); torch.load("bad.pt")',
		'is not read here'
	]
])('says of %s what is wrong', (line, sentence) => {
	const { failure } = run(`import numpy as np, torch\n${line}\n`);
	expect(failure!.text).toContain(sentence);
});
