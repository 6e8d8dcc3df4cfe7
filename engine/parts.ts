/**
 * What a scope is. Whoever opens a scope declares it: a time step, a gate, a head of attention. The declaration travels in
 * the trace file, whatever wrote it, and it alone decides how a part is drawn: nothing is read from the names of scopes.
 */
import { fail } from './errors.ts';
import { either } from './lists.ts';

export const CELLS = ['rnn', 'lstm', 'gru'] as const;
export const GATES = ['forget', 'input', 'output', 'reset', 'update', 'candidate'] as const;
export const STATES = ['hidden', 'cell'] as const;
export const WAYS = ['forward', 'reverse'] as const;
export const PROJECTIONS = ['query', 'key', 'value', 'output'] as const;
export const NORMS = ['layer', 'batch', 'group', 'instance', 'rms'] as const;
export const SIDES = ['encoder', 'decoder'] as const;

export type CellKind = (typeof CELLS)[number];
export type GateKind = (typeof GATES)[number];

/** The kinds that say all by themselves. */
export const PLAIN_PARTS = [
	/** One pass forward through the network: what is in it are the network's parts. */
	'network',
	'loss',
	/** A formula of single numbers. */
	'expression',
	'backward',
	/** What an optimizer does with the gradients. */
	'update',
	/** Weights that are taken apart or turned before they are used. */
	'weights',
	'embedding',
	/** A product with weights, with or without a bias. */
	'dense',
	'convolution',
	'pooling',
	'activation',
	'dropout',
	'softmax',
	/** What goes around a part is added to what came through it, perhaps with a norm. */
	'residual',
	/** Two products with something that bends between them, the same for every position. */
	'feed-forward',
	/** A positional encoding that is added. */
	'positions',
	/** A positional encoding that is turned by a matrix. */
	'rotation',
	/** Scaled dot-product attention: with one head where it holds no heads, else with as many as it holds. */
	'attention',
	/** Scores, scale, mask, mix: the stages of a head, between queries and keys. */
	'scores',
	'scale',
	'mask',
	'mix',
	/** Several results are put side by side. */
	'concat',
	/** Layers of one kind on top of each other. */
	'stack',
	/** How the next word is picked. */
	'choice'
] as const;

export type Part =
	| { readonly kind: (typeof PLAIN_PARTS)[number] }
	/** A sequence of repetitions in training, each counted from 1. */
	| { readonly kind: 'epoch' | 'batch' | 'sample'; readonly number: number }
	/** A recurrent layer: a cell run over a sequence, in one direction or in two. */
	| { readonly kind: 'recurrence'; readonly cell: CellKind }
	| { readonly kind: 'direction'; readonly way: (typeof WAYS)[number] }
	/** A time step, by its place in the sequence; with `cell` where it is nothing but a cell's. */
	| { readonly kind: 'step'; readonly t: number; readonly cell?: CellKind }
	/** A recurrent cell that is one part among others of its step. */
	| { readonly kind: 'cell'; readonly cell: CellKind }
	| { readonly kind: 'gate'; readonly gate: GateKind }
	| { readonly kind: 'state'; readonly state: (typeof STATES)[number] }
	/** A head of attention, counted from 1. */
	| { readonly kind: 'head'; readonly head: number }
	| { readonly kind: 'projection'; readonly of: (typeof PROJECTIONS)[number] }
	| { readonly kind: 'norm'; readonly norm: (typeof NORMS)[number] }
	/** One side of a network that reads one sequence and writes another. */
	| { readonly kind: 'side'; readonly side: (typeof SIDES)[number] }
	/** A block of a Transformer. */
	| { readonly kind: 'block'; readonly side: (typeof SIDES)[number] }
	/** A word that is written one at a time, counted from 1. */
	| { readonly kind: 'word'; readonly word: number };

export type PartKind = Part['kind'];

/** A part of one kind, with its data. */
export type PartOf<K extends PartKind> = Part & { readonly kind: K };

type Check = (value: unknown) => boolean;
const among =
	(choices: readonly string[]): Check =>
	(value) =>
		choices.includes(value as string);
const whole: Check = Number.isInteger;
const counted: Check = (value) => Number.isInteger(value) && (value as number) >= 1;

/** What each kind says beside itself; a name with "?" may be left out. */
const DATA: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
	...Object.fromEntries(PLAIN_PARTS.map((kind) => [kind, {}])),
	epoch: { number: counted },
	batch: { number: counted },
	sample: { number: counted },
	recurrence: { cell: among(CELLS) },
	direction: { way: among(WAYS) },
	step: { t: whole, 'cell?': among(CELLS) },
	cell: { cell: among(CELLS) },
	gate: { gate: among(GATES) },
	state: { state: among(STATES) },
	head: { head: counted },
	projection: { of: among(PROJECTIONS) },
	norm: { norm: among(NORMS) },
	side: { side: among(SIDES) },
	block: { side: among(SIDES) },
	word: { word: counted }
};

export const PART_KINDS: readonly string[] = Object.keys(DATA);

/** The part that a file declares for a scope; throws a BackstepError where it is none. */
export function readPart(value: Readonly<Record<string, unknown>>, scope: string): Part {
	const kind = String(value.kind).slice(0, 40);
	const data = Object.hasOwn(DATA, kind) ? DATA[kind]! : undefined;
	if (!data)
		fail('value', `The scope "${scope}" is declared as "${kind}": its kind must be ${either(PART_KINDS)}`);
	const part: Record<string, unknown> = { kind };
	for (const [entry, check] of Object.entries(data)) {
		const name = entry.replace('?', '');
		if (value[name] === undefined && name !== entry) continue;
		if (!check(value[name]))
			fail(
				'value',
				`The scope "${scope}" is declared as "${kind}" with ${name} ${JSON.stringify(value[name]) ?? 'left out'}, which it cannot be`
			);
		part[name] = value[name];
	}
	return part as Part;
}
