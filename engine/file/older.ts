/**
 * Files of format 1.0, in which scopes declared nothing: what a scope was could be told from its name, as the layers and
 * lessons of that time gave it. Here those names become declarations, once, when such a file is read; nothing else knows
 * them.
 */
import type { CellKind, Part } from '../parts.ts';
import type { OpFile, ScopeFile, TraceFile } from './json.ts';

/** Names that had one meaning wherever they stood. */
const NAMED: Readonly<Record<string, Part>> = {
	forward: { kind: 'network' },
	'forward again': { kind: 'network' },
	loss: { kind: 'loss' },
	update: { kind: 'update' },
	weights: { kind: 'weights' },
	embedding: { kind: 'embedding' },
	'forget gate': { kind: 'gate', gate: 'forget' },
	'input gate': { kind: 'gate', gate: 'input' },
	'output gate': { kind: 'gate', gate: 'output' },
	'reset gate': { kind: 'gate', gate: 'reset' },
	'update gate': { kind: 'gate', gate: 'update' },
	candidate: { kind: 'gate', gate: 'candidate' },
	'cell state': { kind: 'state', state: 'cell' },
	'hidden state': { kind: 'state', state: 'hidden' },
	scores: { kind: 'scores' },
	scale: { kind: 'scale' },
	mask: { kind: 'mask' },
	softmax: { kind: 'softmax' },
	'weighted values': { kind: 'mix' },
	context: { kind: 'mix' },
	concat: { kind: 'concat' },
	'feed-forward': { kind: 'feed-forward' },
	'positional encoding': { kind: 'positions' },
	rotation: { kind: 'rotation' }
};

const has = ({ children }: ScopeFile, ...names: string[]): boolean =>
	names.every((name) => children.some((child) => typeof child !== 'number' && child.name === name));

const RESIDUAL = /^add( & norm)? \d+$/;

/** A cell is known by its gates; an RNN has none. */
const cellOf = (scope: ScopeFile): CellKind | null =>
	has(scope, 'forget gate', 'input gate', 'candidate', 'output gate')
		? 'lstm'
		: has(scope, 'reset gate', 'update gate', 'candidate')
			? 'gru'
			: null;

function partOf(scope: ScopeFile, around: ScopeFile): Part | null {
	const { name, children } = scope;
	const cell = cellOf(scope);
	const step = /^t = (-?\d{1,9})$/.exec(name);
	if (step) return { kind: 'step', t: Number(step[1]), ...(cell && { cell }) };
	if (cell) return { kind: 'cell', cell };
	const head = /^head ([1-9]\d{0,3})$/.exec(name);
	if (head) return { kind: 'head', head: Number(head[1]) };
	if (has(scope, 'scores', 'softmax', 'weighted values') || has(scope, 'head 1'))
		return { kind: 'attention' };
	if (RESIDUAL.test(name)) return { kind: 'residual' };
	if (/^norm \d+$/.test(name) || name === 'final norm') return { kind: 'norm', norm: 'layer' };
	if (children.some((child) => typeof child !== 'number' && RESIDUAL.test(child.name)))
		return { kind: 'block', side: around.name === 'decoder' ? 'decoder' : 'encoder' };
	return Object.hasOwn(NAMED, name) ? NAMED[name]! : null;
}

/** A softmax of nothing but −∞ was 0 then, whether a mask had made it so or not. */
const masked = (op: OpFile): OpFile =>
	op.op === 'softmax' ? { ...op, attrs: { ...(op.attrs as object | null), masked: true } } : op;

/** The same file, its scopes declared. A file of 1.1 stays as it is. */
export function withParts<T extends Pick<TraceFile, 'version' | 'ops' | 'scopes'>>(file: T): T {
	if (file.version !== '1.0') return file;
	const declared = (scope: ScopeFile, around: ScopeFile): ScopeFile => {
		const part = partOf(scope, around);
		const children = scope.children.map((child) =>
			typeof child === 'number' ? child : declared(child, scope)
		);
		return { ...scope, ...(part && !scope.loss && { part }), children };
	};
	const { scopes } = file;
	return {
		...file,
		ops: file.ops.map(masked),
		scopes: {
			...scopes,
			children: scopes.children.map((child) => (typeof child === 'number' ? child : declared(child, scopes)))
		}
	};
}
