/** What a program calls axes and places is what the page calls them, wherever they follow to. */
import { expect, test } from 'vitest';
import { find } from '#engine';
import { placesOf } from '#engine/places.ts';
import { axisNames, where } from '#engine/words.ts';
import { read } from '#src/open/read.ts';
import { needs, python, running } from './programs.ts';

const PROGRAM = `
import torch
from torch import nn
from backstep_torch import names, record, RecordError
torch.manual_seed(0)
words, kinds = ["the", "cat", "sat"], ["verb", "noun"]
model = nn.Sequential(nn.Embedding(5, 4), nn.Linear(4, 2), nn.Softmax(-1))
ids = names(torch.tensor([[3, 0, 2]]), ["sentence", "token"], token=words)
names(model[1].bias, ["kind"], kind=kinds)
with record(model) as r:
    hidden = model[0](ids)
    names(hidden, [None, "token", "feature"])
    y = model[2](model[1](hidden))
    y[0, 0, 0].backward()
r.save("run.safetensors")
for wrong in (
    lambda: names([1, 2]),
    lambda: names(ids, ["token"]),
    lambda: names(ids, ["sentence", 3]),
    lambda: names(ids, ["sentence", "token"], word=words),
    lambda: names(ids, ["sentence", "token"], token=words[:2]),
):
    try:
        wrong()
    except RecordError as error:
        print(error)
`;

test.skipIf(!python)(`names of axes and places${needs}`, () => {
	running(PROGRAM, ({ file, output }) => {
		const { tensors, root } = read(file('run.safetensors')).trace;
		const y = tensors.get('y')!;
		expect(axisNames(tensors.get('ids')!)).toEqual(['sentence', 'token']);
		expect(axisNames(tensors.get('hidden')!)).toEqual(['plane', 'token', 'feature']);
		// The classes of a bias are the columns of the sum that it is added to, and of what follows.
		expect(placesOf(y)).toEqual([null, ['the', 'cat', 'sat'], ['verb', 'noun']]);
		expect(axisNames(y)[1]).toBe('token');
		expect(where(tensors.get('hidden')!, 5)).toBe('“cat”, feature 1');
		expect(where(y.grad!, 0)).toBe('the → verb');
		expect(find(root, 'forward')).not.toBeNull();
		expect(output.trim().split('\n')).toEqual([
			'names takes a tensor, and got list: give it what the model is given',
			'names got 1 names of axes for shape [1, 3]: give one for each axis, or None',
			'names got 3 as the name of an axis: give a text of 1 to 40 characters, or None',
			'names got word=…, which is not the name of one axis: name the axis in the list before',
			'names got 2 names along token, where shape [1, 3] has 3 places: give a list with a name for each'
		]);
	});
});
