import { expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { relu } from './ops/relu.ts';
import { partName } from './partName.ts';

test('a module that is numbered is called by its class, and a list by the one module that ran in it', () => {
	const tape = new Tape();
	const x = tape.input('x', [2], [-1, 2]);
	const layer = () => tape.apply(relu, [x], undefined);
	// As the recorder writes nn.Sequential, and nn.ModuleDict(h=nn.ModuleList([…]), ln_f=…).
	tape.scope(
		'net',
		() => {
			tape.scope('0', layer, { about: 'Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))' });
			tape.scope('0 (2)', layer, { about: 'ReLU()' });
			tape.scope('1', layer, { about: 'A sentence, which names no class.' });
			tape.scope('conv1', layer, { about: 'Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))' });
			tape.scope('transformer', () => tape.scope('h', () => tape.scope('1', layer, { about: 'Block' })));
			tape.scope('transformer (2)', () => tape.scope('ln_f', layer, { about: 'LayerNorm()' }));
		},
		{ about: 'Sequential' }
	);
	const net = find(tape.trace().root, 'net')!;
	expect(net.kind === 'scope' && net.children.map(partName)).toEqual([
		'Conv2d',
		'ReLU',
		'1',
		'conv1',
		'h.1',
		'ln_f'
	]);
});
