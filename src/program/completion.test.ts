import { beforeAll, expect, test } from 'vitest';
import { completionOf, type Module } from './completion.ts';
import { namesHere } from './here.server.ts';

const IMPORTS = `import torch
import torch.nn.functional as F
from torch import nn, optim as o  # the usual
from torch.utils.data import (
    DataLoader,
)
import numpy as np
import tensorflow as tf
from keras import layers
`;

let modules: readonly Module[];
beforeAll(async () => {
	modules = await namesHere();
}, 60_000);

const offered = (line: string, program = IMPORTS) => completionOf(line, program, modules)?.names ?? [];

test.each([
	['y = torch.', 'softmax'],
	['y = torch.', 'nn'],
	['self.fc = nn.Li', 'Linear'],
	['    loss = F.cross', 'cross_entropy'],
	['opt = o.', 'SGD'],
	['x = np.', 'linspace'],
	['y = nn.functional.', 'relu'],
	['model.add(layers.', 'Dense'],
	['h = tf.keras.layers.', 'LSTM'],
	['from torch.nn import Linear, ', 'ReLU'],
	['import torch.', 'optim'],
	['print(torch.', 'randn']
])('%s is completed by the name of the module that the program calls so: %s', (line, name) => {
	expect(offered(line)).toContain(name);
});

test('it says how much of the name is written', () => {
	expect(completionOf('nn.Lin', IMPORTS, modules)).toMatchObject({ written: 3 });
	expect(completionOf('nn.', IMPORTS, modules)).toMatchObject({ written: 0 });
});

test.each(['y = model.', 'x', 'f(x).', 'y = torch.Linear(1).', 'self.nn.', '1.', 'F.'])(
	'%s is completed by none where the program imports no such module',
	(line) => {
		expect(offered(line, 'from torch import nn\nimport torch\n')).toEqual([]);
	}
);
