import { expect, test } from 'vitest';
import { find, forwardOf, isPart, partsIn, Tape, type Node, type Scope } from './index.ts';
import { lstmCell } from './layers/lstm.ts';
import { PART_KINDS, readPart } from './parts.ts';
import { recurrence } from './layers/recurrence.ts';
import { mul } from './ops/mul.ts';
import { sum } from './ops/sum.ts';
import schema from '../static/schema/trace-1.json' with { type: 'json' };

/** Two iterations of training, each with its own pass forward, loss and way back; w becomes w² between them. */
function twice() {
	const tape = new Tape();
	const x = tape.input('x', [2], [3, 4]);
	let w = tape.parameter('w', [2], [5, 6]);
	for (const name of ['first', 'second']) {
		const y = tape.scope(
			'forward',
			() =>
				tape.scope('layer', () => tape.apply(mul, [x, w], undefined, `y_${name}`), {
					part: { kind: 'dense' }
				}),
			{ part: { kind: 'network' } }
		);
		const loss = tape.scope('loss', () => tape.apply(sum, [y], {}, `loss_${name}`), {
			part: { kind: 'loss' }
		});
		tape.backward(loss);
		w = tape.scope('update', () => tape.apply(mul, [w, w], undefined, `w_${name}`), {
			phase: 'update',
			part: { kind: 'update' }
		});
	}
	return tape.trace();
}

const within = (node: Node, scope: Node): boolean =>
	node === scope || (node.parent !== null && within(node.parent, scope));

test('each way back mirrors the pass that it goes back through, and not the first of that name', () => {
	const { root, leaves } = twice();
	const passes = root.children.filter((node) => isPart(node, 'network'));
	const back = root.children.filter((node) => isPart(node, 'backward'));
	expect([passes.length, back.length]).toEqual([2, 2]);
	back.forEach((way, k) => {
		const layer = partsIn(way, 'dense')[0]!;
		expect(layer.mirrors).toBe(partsIn(passes[k]!, 'dense')[0]);
		expect(forwardOf(layer)).toBe(layer.mirrors);
	});
	for (const leaf of leaves.filter(({ call }) => call.dy)) {
		expect(leaf.mirrors).toBe(leaf.call.y.writer);
		expect(within(leaf.mirrors!, forwardOf(leaf.parent) ?? root)).toBe(true);
	}
});

test('a node of forward stands for itself, and a sum of gradients for the scope that it is in', () => {
	const tape = new Tape();
	const x = tape.input('x', [2], [3, 4]);
	const y = tape.scope('square', () => tape.apply(mul, [x, x], undefined, 'y'));
	tape.backward(tape.apply(sum, [y], {}, 'L'));
	const { root } = tape.trace();
	const square = find(root, 'square')!;
	expect(forwardOf(square)).toBe(square);
	const added = find(root, 'backward/square/sum of x gradients')!;
	expect(added.mirrors).toBeNull();
	expect(forwardOf(added)).toBe(square);
	// The 1 that the way back starts from goes back through nothing.
	expect(forwardOf(find(root, 'backward/seed')!)).toBeNull();
});

test('layers declare what their scopes are, and the way back through them is the same', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, 1, 1], [3, 4]);
	const weights = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'] as const;
	const shapes = { weight_ih: [4, 1], weight_hh: [4, 1], bias_ih: [4], bias_hh: [4] } as const;
	const packed = Object.fromEntries(
		weights.map((name) => [name, tape.parameter(name, shapes[name], [0.1, 0.2, 0.3, 0.4])])
	) as never;
	const { hs } = recurrence(tape, lstmCell, x, packed, {});
	tape.backward(tape.apply(sum, [hs[1]!], {}, 'L'));
	const { root } = tape.trace();
	const parts = (name: string) => (find(root, name) as Scope).part;
	for (const path of ['lstm', 'backward/lstm']) {
		expect(parts(path)).toEqual({ kind: 'recurrence', cell: 'lstm' });
		expect(parts(`${path}/t = 2`)).toEqual({ kind: 'step', t: 2, cell: 'lstm' });
		expect(parts(`${path}/t = 2/forget gate`)).toEqual({ kind: 'gate', gate: 'forget' });
		expect(parts(`${path}/t = 2/hidden state`)).toEqual({ kind: 'state', state: 'hidden' });
	}
});

test('the schema of a trace file names the same kinds', () => {
	expect([...schema.$defs.part.properties.kind.enum].sort()).toEqual([...PART_KINDS].sort());
});

test.each([
	[{ kind: 'loop' }, 'is declared as "loop": its kind must be'],
	[{ kind: 'step' }, 'is declared as "step" with t left out'],
	[{ kind: 'step', t: 1.5 }, 'with t 1.5'],
	[{ kind: 'step', t: 1, cell: 'tree' }, 'with cell "tree"'],
	[{ kind: 'gate', gate: 'front' }, 'with gate "front"'],
	[{ kind: 'head', head: 0 }, 'with head 0'],
	[{ kind: 'constructor' }, 'is declared as "constructor"']
])('%j is no part', (value, sentence) => {
	expect(() => readPart(value, 'here')).toThrow(sentence);
});

test('a part is read without what does not belong to it', () => {
	expect(readPart({ kind: 'step', t: 3, gate: 'forget' }, 'here')).toEqual({ kind: 'step', t: 3 });
});
