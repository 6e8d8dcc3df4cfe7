/** A file of format 1.0 declares nothing; what its names meant then is read as declarations. */
import { expect, test } from 'vitest';
import type { ScopeFile, TraceFile } from './json.ts';
import { withParts } from './older.ts';

const scope = (name: string, ...children: (ScopeFile | number)[]): ScopeFile => ({ name, children });

const file = (version: TraceFile['version'], ...children: ScopeFile[]): TraceFile => ({
	format: 'backstep-trace',
	version,
	lesson: 'test',
	params: {},
	seed: null,
	tensors: {},
	ops: [],
	scopes: scope('trace', ...children)
});

const parts = ({ part, children }: ScopeFile): unknown[] => [
	part ?? null,
	...children.filter((child) => typeof child !== 'number').flatMap(parts)
];

test('time steps, their cell and its gates', () => {
	const gates = ['reset gate', 'update gate', 'candidate', 'hidden state'].map((name) => scope(name, 0));
	const { scopes } = withParts(file('1.0', scope('forward', scope('gru', scope('t = 2', ...gates)))));
	expect(parts(scopes).slice(1)).toEqual([
		{ kind: 'network' },
		null,
		{ kind: 'step', t: 2, cell: 'gru' },
		{ kind: 'gate', gate: 'reset' },
		{ kind: 'gate', gate: 'update' },
		{ kind: 'gate', gate: 'candidate' },
		{ kind: 'state', state: 'hidden' }
	]);
});

test('blocks, heads and what is in them', () => {
	const head = scope('head 1', scope('scores', 0), scope('softmax', 1), scope('weighted values', 2));
	const block = scope('block 1', scope('self-attention', head), scope('add & norm 1', 3));
	const { scopes } = withParts(file('1.0', scope('decoder', block)));
	expect(parts(scopes).slice(2)).toEqual([
		{ kind: 'block', side: 'decoder' },
		{ kind: 'attention' },
		{ kind: 'head', head: 1 },
		{ kind: 'scores' },
		{ kind: 'softmax' },
		{ kind: 'mix' },
		{ kind: 'residual' }
	]);
});

test('in a file of today a name says nothing', () => {
	const today = file('1.1', scope('forward', scope('t = 1')));
	expect(withParts(today)).toBe(today);
});
