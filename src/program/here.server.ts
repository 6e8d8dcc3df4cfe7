/** The names that a program can use, asked of the packages themselves when the site is built. */
import type { Module } from './completion.ts';
import { Machine } from './machine/machine.ts';
import { pythonInNode } from './inNode.ts';
import { install } from './runtime.ts';
import { sources } from './sources.ts';

const MODULES = [
	'torch',
	'torch.Tensor',
	'torch.nn',
	'torch.nn.functional',
	'torch.nn.init',
	'torch.nn.utils',
	'torch.linalg',
	'torch.autograd',
	'torch.autograd.functional',
	'torch.optim',
	'torch.optim.lr_scheduler',
	'torch.utils.data',
	'torch.distributions',
	'keras',
	'keras.layers',
	'keras.activations',
	'keras.callbacks',
	'keras.initializers',
	'keras.losses',
	'keras.metrics',
	'keras.ops',
	'keras.optimizers',
	'keras.utils',
	'tensorflow',
	'tensorflow.nn',
	'tensorflow.data',
	'numpy',
	'numpy.random'
];

const ASK = `
import importlib, json, types

def names_of(path):
    parts = path.split('.')
    found = importlib.import_module(parts[0])
    for part in parts[1:]:
        found = getattr(found, part)
    return [n for n in dir(found) if not n.startswith('_') and not isinstance(getattr(found, n), types.ModuleType)]

json.dumps([{'name': path, 'names': names_of(path)} for path in paths])
`;

let known: Promise<readonly Module[]> | undefined;

/** Asked once. */
export const namesHere = (): Promise<readonly Module[]> => (known ??= ask());

async function ask(): Promise<readonly Module[]> {
	const python = await pythonInNode(
		() => undefined,
		() => undefined
	);
	install(python, sources, new Machine({ at: 0, most: { updates: 1, ops: 1, numbers: 1 } }));
	python.globals.set('paths', python.toPy(MODULES));
	return JSON.parse(python.runPython(ASK) as string) as Module[];
}
