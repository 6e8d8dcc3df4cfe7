/**
 * Runs of PyTorch, recorded by src/python/backstep_torch and committed: each is run again here, op by op and on the
 * way back, and must give PyTorch's own values and gradients.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { find, pathName, opsIn, toJSON, type Node, type TraceFile } from '../index.ts';
import type { ScopeFile } from './json.ts';
import { wholly } from '../slices.ts';
import { refill, replay, type Replay } from './replay.ts';
import { inMemory } from './source.ts';
import { fromSafetensors } from './safetensors/trace.ts';

const ops = opsIn(import.meta.glob('../ops/*.ts', { eager: true }));
const opNamed = (name: string) => ops.find((op) => op.name === name);

const files = import.meta.glob<TraceFile>('../../static/traces/*.json', { eager: true, import: 'default' });
const tensors = fromSafetensors(
	inMemory(new Uint8Array(readFileSync('static/traces/half.safetensors'))),
	(text) => JSON.parse(text)
) as TraceFile;
const fileOf = (name: string) => (name === 'half' ? tensors : files[`../../static/traces/${name}.json`]!);
const played = new Map<string, Replay>();
const play = (name: string) => {
	const done = played.get(name) ?? replay(fileOf(name), opNamed);
	played.set(name, done);
	return done;
};
const index = Object.values(
	import.meta.glob<{ file: string; title: string; about: string }[]>('../../static/traces/index.json', {
		eager: true,
		import: 'default'
	})
)[0]!;
const cases = Object.values(
	import.meta.glob<Record<string, TraceFile>>('../parity/recordings.json', {
		eager: true,
		import: 'default'
	})
)[0]!;
const names = index.map(({ file }) => file.replace(/\.\w+$/, ''));

test('every recording is listed', () => {
	const there = readdirSync('static/traces').filter((file) => file !== 'index.json');
	expect(index.map(({ file }) => file).sort()).toEqual(there.sort());
});

test.each(names)('%s: what is computed again is what PyTorch computed', (name) => {
	const { checks, unknown, unused } = play(name);
	expect(checks.filter(({ mismatches }) => mismatches > 0)).toEqual([]);
	expect([unknown, unused]).toEqual([[], []]);
	expect(checks.length).toBeGreaterThan(5);
});

test.each(names)('%s: the way back gives every gradient that PyTorch stored', (name) => {
	const { checks, trace } = play(name);
	const stored = Object.entries(fileOf(name).tensors).filter(([, { role }]) => role === 'gradient');
	const compared = checks.filter(
		({ op }) => op.endsWith(', backward') || op === 'accumulate' || op === 'onesLike'
	);
	expect(compared.length).toBeGreaterThan(3);
	for (const [tensor] of stored.filter(([tensor]) => tensor.endsWith('.grad')))
		expect(trace.tensors.has(tensor), tensor).toBe(true);
	const parameters = Object.entries(fileOf(name).tensors).filter(([, { role }]) => role === 'parameter');
	expect(parameters.length).toBeGreaterThan(1);
	for (const [parameter] of parameters)
		expect(fileOf(name).tensors, parameter).toHaveProperty([`${parameter}.grad`]);
});

test('doubles agree to ten digits, floats to four', () => {
	const largest = (name: string) => Math.max(...play(name).checks.map((check) => check.largest));
	for (const name of ['mlp', 'lstm', 'gru', 'attention', 'heads', 'transformer'])
		expect(largest(name), name).toBeLessThan(1e-12);
	expect(largest('cnn')).toBeLessThan(1e-5);
});

const scopes = (name: string): string[] => {
	const found: string[] = [];
	const visit = (node: Node) => {
		if (node.kind === 'leaf') return;
		found.push(pathName(node));
		node.children.forEach(visit);
	};
	visit(find(play(name).trace.root, 'forward')!);
	return found;
};

test('scopes are called after the modules that ran in them', () => {
	expect(scopes('mlp')).toEqual(['forward', 'forward/hidden', 'forward/output']);
	expect(scopes('transformer')).toEqual(
		expect.arrayContaining([
			'forward/embedding',
			'forward/encoder/layers/0/self_attn',
			'forward/encoder/layers/0/feed-forward/linear1',
			'forward/encoder/layers/1/norm2',
			'forward/words'
		])
	);
	const { root } = play('cnn').trace;
	for (const part of ['features/0', 'features/3', 'classes'])
		expect(find(root, `backward/${part}`), part).not.toBeNull();
});

test('results are called after the variables that hold them, others after their ops', () => {
	expect(fileOf('mlp').ops.map(({ writes }) => writes)).toEqual([
		'hidden.weight.turned',
		'matmul',
		'add',
		'tanh',
		'output.weight.turned',
		'matmul_2',
		'logits',
		'loss'
	]);
	// One variable, several results: h at each step of time.
	const { ops } = cases['truncated in time']!;
	const steps = ops.filter(({ op, at }) => op === 'tanh' && at!.function === 'truncated');
	expect(steps.map(({ writes }) => writes)).toEqual(['h', 'h_2', 'h_3', 'h_4', 'h_5', 'h_6']);
});

/** What each scope of forward is, by its path; of what is none, nothing is said. */
function parts({ scopes }: TraceFile): Record<string, unknown> {
	const found: [string, unknown][] = [];
	const visit = ({ name, part, children }: ScopeFile, path: string) => {
		if (part) found.push([path + name, part]);
		for (const child of children) if (typeof child !== 'number') visit(child, `${path}${name}/`);
	};
	for (const child of scopes.children) if (typeof child !== 'number') visit(child, '');
	return Object.fromEntries(found);
}

test('scopes declare what they are, by the classes of their modules', () => {
	expect(parts(fileOf('transformer'))).toMatchObject({
		forward: { kind: 'network' },
		'forward/embedding': { kind: 'embedding' },
		'forward/encoder': { kind: 'side', side: 'encoder' },
		'forward/encoder/layers/0': { kind: 'block', side: 'encoder' },
		'forward/encoder/layers/0/self_attn': { kind: 'attention' },
		'forward/encoder/layers/0/norm1': { kind: 'norm', norm: 'layer' },
		'forward/encoder/layers/0/feed-forward': { kind: 'feed-forward' },
		'forward/encoder/layers/0/feed-forward/linear1': { kind: 'dense' },
		backward: { kind: 'backward' }
	});
	expect(parts(fileOf('gru'))).toEqual({
		forward: { kind: 'network' },
		'forward/gru': { kind: 'recurrence', cell: 'gru' },
		'forward/output': { kind: 'dense' },
		'forward/criterion': { kind: 'loss' },
		backward: { kind: 'backward' }
	});
	const kinds = (name: string) =>
		Object.values(parts(cases[name]!)).map((part) => (part as { kind: string }).kind);
	expect(kinds('layers')).toEqual(
		'network convolution norm activation pooling dropout dense softmax backward'.split(' ')
	);
	expect(kinds('rnn cell')).toEqual(['network', 'cell', 'backward']);
	expect(parts(cases['decoder']!)).toMatchObject({
		'forward/TransformerDecoder': { kind: 'side', side: 'decoder' },
		'forward/TransformerDecoder/layers/0': { kind: 'block', side: 'decoder' }
	});
});

test('a class of one’s own is the part that its base is, and without a base none', () => {
	expect(parts(cases['a loss in the model']!)).toMatchObject({
		'forward/layer': { kind: 'dense' },
		'forward/loss': { kind: 'loss' }
	});
	expect(Object.keys(parts(cases['losses beside the model']!))).toEqual([
		'forward',
		'forward/criterion',
		'forward/criterion (2)',
		'backward'
	]);
	expect(parts(cases['residual blocks']!)['forward/blocks']).toBeUndefined();
});

test('attention is one part, whether it is a module or a function', () => {
	const attention = (file: TraceFile) =>
		Object.entries(parts(file)).flatMap(([path, part]) =>
			(part as { kind: string }).kind === 'attention' ? path : []
		);
	expect(attention(fileOf('attention'))).toEqual(['forward/attention']);
	expect(attention(fileOf('heads'))).toEqual(['forward/attention']);
	expect(attention(cases['attention as a function']!)).toEqual(['forward/attention']);
	expect(attention(cases['multi-head attention as a function']!)).toEqual(['forward/attention']);
	expect(attention(cases['attention']!)).toEqual(['forward/MultiheadAttention']);
	expect(attention(cases['decoder layer']!)).toEqual([
		'forward/TransformerDecoderLayer/self_attn',
		'forward/TransformerDecoderLayer/multihead_attn'
	]);
});

test('nn.LSTM becomes time steps and gates, whose results are those of PyTorch', () => {
	expect(fileOf('lstm').ops.map(({ op }) => op)).toContain('lstm');
	const { trace, checks } = play('lstm');
	for (const t of [1, 2, 3, 4])
		for (const gate of [
			'forget gate',
			'input gate',
			'candidate',
			'output gate',
			'cell state',
			'hidden state'
		])
			expect(find(trace.root, `forward/lstm/lstm/t = ${t}/${gate}`), `${t} ${gate}`).not.toBeNull();
	expect(checks.find(({ op }) => op === 'lstm')).toMatchObject({ values: 2 * 4 * 4 + 2 * 8, mismatches: 0 });
	const { data } = trace.tensors.get('lstm')!;
	const stored = fileOf('lstm').tensors['lstm']!.data as number[];
	stored.forEach((value, k) => expect(data[k]).toBeCloseTo(value, 12));
});

test('attention is ops that can be stepped through', () => {
	const self = find(play('transformer').trace.root, 'forward/encoder/layers/0/self_attn')!;
	const inside = self.kind === 'scope' ? self.children.map(({ name }) => name) : [];
	for (const op of ['matmul', 'softmax', 'add', 'slice', 'transpose']) expect(inside).toContain(op);
});

test('the first NaN of a run that diverged is where 0 meets the logarithm of 0', () => {
	const { trace } = play('nan');
	const first = trace.leaves.find(({ out }) => out.data.some((value) => Number.isNaN(value)))!;
	expect(first.call.op.name).toBe('mul');
	expect(first.call.xs.map((x) => x.name)).toEqual(['target', 'logs']);
	const infinite = trace.leaves.find(({ out }) => out.data.some((value) => value === -Infinity))!;
	expect(infinite.call.op.name).toBe('log');
	expect(trace.tensors.get('loss')!.data[0]).toBeNaN();
});

test.each(Object.entries(cases))('%s', (name, file) => {
	const { checks, unknown, unused, trace, kept } = replay(file, opNamed);
	expect(checks.filter(({ mismatches }) => mismatches > 0)).toEqual([]);
	const refilled = wholly(
		refill(file, new Map(Object.entries(file.tensors)), opNamed, structuredClone(kept))
	);
	expect(toJSON(refilled, file)).toEqual(toJSON(trace, file));
	expect(unused).toEqual([]);
	// What is not among Backstep's ops is meant to be there, and keeps its gradients.
	expect(unknown.length > 0).toBe(name.startsWith('unknown'));
	for (const [tensor, { role }] of Object.entries(file.tensors))
		if (role === 'gradient' && tensor.endsWith('.grad')) expect(trace.tensors.has(tensor), tensor).toBe(true);
	// Of a run that only went forward, everything may be frozen.
	const goesBack = trace.leaves.some(({ phase }) => phase === 'backward');
	expect(goesBack).toBe(!name.startsWith('forward'));
	const given = Object.values(file.tensors).filter(
		({ role, differentiable }) => role === 'parameter' || (role === 'input' && differentiable !== false)
	);
	if (goesBack) expect(given.length).toBeGreaterThan(0);
});

/** A file may hold an lstm that is none. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a file is broken in ways that its type forbids
const broken: Record<string, [(file: any, op: any) => void, RegExp]> = {
	'a weight too few': [(_, op) => op.inputs.pop(), /takes an input, 2 initial states and 4 weights/],
	'more layers than weights': [(_, op) => (op.attrs.layers = 2), /2 layers takes .* 8 weights/],
	'half a layer': [(_, op) => (op.attrs.layers = 0.5), /layers is 0.5/],
	'a result too many': [
		(file, op) => {
			op.writes.push('more');
			file.tensors.more = file.tensors.select;
		},
		/writes 3 tensors at most/
	],
	'a flat input': [(file) => (file.tensors.x.shape = [8, 1]), /input x has shape 8×1/],
	'time for batch': [(_, op) => (op.attrs.batchFirst = false), /initial state h0 has shape 2×4/],
	'a result of another shape': [(file) => (file.tensors.lstm.shape = [4, 2, 4]), /lstm has shape 4×2×4/],
	'several results of an op that has one': [(_, op) => (op.op = 'add'), /writes 3 tensors: only a layer/]
};

test.each(Object.entries(broken))('an lstm with %s is refused', (_, [breaks, sentence]) => {
	const file = structuredClone(fileOf('lstm'));
	breaks(
		file,
		file.ops.find(({ op }) => op === 'lstm')
	);
	expect(() => replay(file, opNamed)).toThrow(sentence);
});

test('a weight that was changed is a mismatch of the lstm', () => {
	const file = structuredClone(fileOf('lstm'));
	(file.tensors['lstm.bias_hh_l0']!.data as number[])[2]! += 1;
	const { checks } = replay(file, opNamed);
	expect(checks.find(({ op }) => op === 'lstm')!.mismatches).toBeGreaterThan(0);
});
