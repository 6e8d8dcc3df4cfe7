/** Each op of a recording leads to the line of the program that called it. */
import { expect, test } from 'vitest';
import { find, toJSON, type Leaf, type Node, type TraceFile } from '#engine';
import { OpenTrace } from './open.svelte.ts';
import { read } from './read.ts';

const programs = import.meta.glob<string>('/static/python/examples/*.py', {
	eager: true,
	query: '?raw',
	import: 'default'
});
const traces = import.meta.glob<string>('/static/traces/*.json', {
	eager: true,
	query: '?raw',
	import: 'default'
});

function opened(name: string) {
	const open = new OpenTrace(read(traces[`/static/traces/${name}.json`]!), `${name}.json`);
	const program = programs[`/static/python/examples/${name}.py`]!.split('\n');
	/** The text of the line that an op comes from, and the function that it is in. */
	const called = (leaf: Leaf) => {
		const [, file, line, inside] = /^(.*):(\d+), in (.*)$/.exec(open.lineOf(leaf)!)!;
		expect(file).toBe(`${name}.py`);
		return `${inside}: ${program[Number(line) - 1]!.trim()}`;
	};
	return { ...open.opened, called };
}

const leavesOf = (node: Node): Leaf[] => (node.kind === 'leaf' ? [node] : node.children.flatMap(leavesOf));

test('forward and backward, to the line that the program calls torch in', () => {
	const { trace, called } = opened('mlp');
	const where = (op: string) =>
		new Set(trace.leaves.filter(({ call }) => call.op.name === op).map((leaf) => called(leaf)));
	expect([...where('tanh')]).toEqual(['forward: return self.output(torch.tanh(self.hidden(x)))']);
	expect([...where('binaryCrossEntropyWithLogits')]).toEqual([
		'run: loss = nn.functional.binary_cross_entropy_with_logits(logits, target)'
	]);
});

test('the steps and gates of a layer, to the line that calls the layer', () => {
	const { trace, called } = opened('lstm');
	const inside = leavesOf(find(trace.root, 'forward/lstm')!);
	expect(inside.length).toBeGreaterThan(50);
	expect(new Set(inside.map(called)).size).toBe(1);
	expect(called(inside[0]!)).toContain('self.lstm(');
});

test('lines stay with a trace that is saved again', () => {
	const { trace, file, ops } = opened('cnn');
	const lines = (ops: TraceFile['ops']) => new Map(ops.map(({ writes, at }) => [writes, at]));
	const saved = lines(toJSON(trace, file).ops);
	for (const [name, at] of lines(ops)) expect(saved.get(name), String(name)).toEqual(at);
});
