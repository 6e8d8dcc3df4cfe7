/** The names that a program can use, asked of the packages themselves when the site is built. */
import { Machine } from './machine/machine.ts';
import { pythonInNode } from './inNode.ts';
import { install } from './runtime.ts';
import { sources } from './sources.ts';

export interface Module {
	readonly name: string;
	readonly names: readonly string[];
}

const MODULES = [
	'torch',
	'torch.Tensor',
	'torch.nn',
	'torch.nn.functional',
	'torch.nn.init',
	'torch.optim',
	'torch.optim.lr_scheduler',
	'torch.utils.data',
	'torch.distributions',
	'keras',
	'keras.layers',
	'keras.losses',
	'keras.optimizers',
	'numpy'
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

export async function namesHere(): Promise<readonly Module[]> {
	const python = await pythonInNode(
		() => undefined,
		() => undefined
	);
	install(python, sources, new Machine({ at: 0, most: { updates: 1, ops: 1, numbers: 1 } }));
	python.globals.set('paths', python.toPy(MODULES));
	return JSON.parse(python.runPython(ASK) as string) as Module[];
}
