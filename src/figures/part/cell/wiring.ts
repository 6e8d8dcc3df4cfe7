/**
 * A recurrent cell drawn as a wiring diagram: gates are boxes, element-wise sums and products are nodes, and every wire
 * stands for one tensor that one of them reads. A layout says where things are; what they hold, and when, is the
 * trace's. Lengths are in pixels.
 */
import {
	ancestry,
	forwardOf,
	leavesOf,
	sym,
	type GateKind,
	type Leaf,
	type Node,
	type Scope,
	type Tensor
} from '#engine';
import { isStep, type StepScope } from '../unrolled/tracks.ts';

export type Point = readonly [x: number, y: number];

/** A scope that squeezes a net input: what it lets through, or what it proposes. */
export interface Gate {
	readonly scope: Scope;
	readonly out: Tensor;
	/** Its upper left corner. */
	readonly at: Point;
	/** Wider than the others where its formula is longer. */
	readonly width?: number;
	/** What 0 and 1 mean; null for a candidate, which is a value and not an opening. */
	readonly ends: readonly [closed: string, open: string] | null;
}

/** An op on its own, in the middle of the wires; the last one, where it takes several. */
export interface Joint {
	readonly leaf: Leaf;
	readonly before?: readonly Leaf[];
	readonly sign: string;
	readonly at: Point;
}

export interface Wire {
	readonly carries: Tensor;
	/** Who reads it at its end; nobody in this step where it leads on to the next one. */
	readonly into: readonly Leaf[];
	readonly path: readonly Point[];
	/** The state that is only ever scaled and added to. */
	readonly highway?: boolean;
}

export interface Strip {
	readonly tensor: Tensor;
	readonly at: Point;
	/** On which side its symbol stands; right of it where left out. */
	readonly symbol?: 'left' | 'above' | 'under';
	/** Where there is less room than elsewhere. */
	readonly width?: number;
	/** Higher than a row of numbers, for a matrix. */
	readonly height?: number;
}

export interface Wiring {
	/** The time step that it is drawn for. */
	readonly step: Scope;
	/** The scope that holds its gates: the step itself, or a part of it. */
	readonly scope: Scope;
	readonly cell: string;
	readonly gates: readonly Gate[];
	readonly joints: readonly Joint[];
	readonly wires: readonly Wire[];
	readonly strips: readonly Strip[];
	/** Where a wire branches. */
	readonly branches: readonly Point[];
}

export const WIDTH = 700;
export const HEIGHT = 318;
export const GATE = { width: 150, height: 114 } as const;
export const STRIP = { width: 116, height: 19 } as const;
export const RADIUS = 12;

const GATES = 134;
const BELOW = GATES + GATE.height;
/** Heights that all drawings share: the state above, the gates under it, and the lines that bring h and x to them. */
export const ROWS = {
	state: 40,
	middle: 94,
	gates: GATES,
	below: BELOW,
	h: BELOW + 16,
	x: BELOW + 30,
	inputs: BELOW + 46
} as const;

/** Draws a cell of its kind; null where what is declared as one holds something else. */
export type Layout = (cell: Scope) => Omit<Wiring, 'step' | 'scope'> | null;

/** The time step of forward that a node belongs to, or, in backward, is the way back through. */
export function stepAround(node: Node): StepScope | null {
	const forward = forwardOf(node);
	return (forward && ancestry(forward).findLast(isStep)) ?? null;
}

/** Whether a node is about the cell of its step: a part of it, or the whole step; what stands beside the cell is not. */
export function isAbout(node: Node, { step, scope }: Wiring): boolean {
	const forward = forwardOf(node);
	return forward !== null && (forward === step || ancestry(forward).includes(scope));
}

/** Whether a node is the whole cell, or more. */
export function holdsAll(node: Node, { step, scope }: Wiring): boolean {
	const forward = node.kind === 'scope' ? forwardOf(node) : null;
	return forward === step || forward === scope;
}

/** What a cell's scopes are declared as: its gates, and the states that it writes. */
export type CellPart = GateKind | 'hidden state' | 'cell state';

/** The parts of a cell, if it has all that are asked for. */
export function partsOf<K extends CellPart>(cell: Scope, kinds: readonly K[]): Record<K, Scope> | null {
	const parts = new Map<CellPart, Scope>();
	for (const node of cell.children) {
		if (node.kind !== 'scope') continue;
		const { part } = node;
		if (part?.kind === 'gate') parts.set(part.gate, node);
		if (part?.kind === 'state') parts.set(`${part.state} state`, node);
	}
	return kinds.every((kind) => parts.has(kind))
		? (Object.fromEntries(kinds.map((kind) => [kind, parts.get(kind)!])) as Record<K, Scope>)
		: null;
}

/** A scope's leaves of an op, in order. */
export const leavesNamed = (scope: Scope, op: string): Leaf[] =>
	leavesOf(scope).filter(({ call }) => call.op.name === op);

/** The gradients that come back to a tensor from its readers, one for each use on a way to the loss. */
export function contributions({ grad }: Tensor): readonly Tensor[] {
	const writer = grad?.writer;
	if (!grad || !writer) return [];
	const summed = writer.call.dy === null && writer.call.xs.every((x) => x.gradientOf === grad.gradientOf);
	return summed ? writer.call.xs : [grad];
}

/** The ops that a joint, or a gate without the joints in it, stands for. */
export const leavesIn = (part: Gate | Joint, { joints }: Wiring): readonly Leaf[] => {
	if ('leaf' in part) return [...(part.before ?? []), part.leaf];
	const apart = new Set(joints.flatMap(({ leaf, before = [] }) => [...before, leaf]));
	return leavesOf(part.scope).filter((leaf) => !apart.has(leaf));
};

/** The gradients that travel back along a wire. */
export function comesBack({ carries, into }: Wire): readonly Tensor[] {
	if (!into.length) return carries.grad ? [carries.grad] : [];
	return contributions(carries).filter(({ writer }) => into.includes(writer!.mirrors!));
}

/** From where the old state comes in to a part that reads it: along its line, then up. */
export const fromH = (h: Tensor, into: Leaf, middle: number, to: number = ROWS.below): Wire => ({
	carries: h,
	into: [into],
	path: [
		[20, ROWS.inputs],
		[20, ROWS.h],
		[middle, ROWS.h],
		[middle, to]
	]
});

/** From the input to a part that reads it. */
export const fromX = (x: Tensor, into: Leaf, from: number, middle: number): Wire => ({
	carries: x,
	into: [into],
	path: [
		[from, ROWS.inputs],
		[from, ROWS.x],
		[middle, ROWS.x],
		[middle, ROWS.below]
	]
});

const SQUEEZES: Readonly<Record<string, string>> = { sigmoid: '\\sigma', tanh: '\\tanh' };

/** What a scope computes, in one formula: its inputs and weights, without the names of what lies between. */
export function formulaOf(scope: Scope): string {
	const own = new Set(leavesOf(scope));
	const inner = (x: Tensor): string => {
		const leaf = x.writer;
		if (!leaf || !own.has(leaf)) return sym(x);
		const { op, xs } = leaf.call;
		const parts = xs.map(inner);
		if (op.name in SQUEEZES) return `${SQUEEZES[op.name]}(${parts[0]})`;
		if (op.name === 'matmul') return `${factor(xs[0]!, parts[0]!)}\\,${parts[1]}`;
		if (op.name === 'mul') return `${factor(xs[0]!, parts[0]!)} \\odot ${factor(xs[1]!, parts[1]!)}`;
		if (op.name === 'sub') return parts.join(' - ');
		return parts.join(' + ');
	};
	/** A product's sums and products stand in brackets. */
	const factor = (x: Tensor, tex: string): string =>
		x.writer && own.has(x.writer) && !(x.writer.call.op.name in SQUEEZES) ? `(${tex})` : tex;
	return inner(leavesOf(scope).at(-1)!.out);
}

/** All equations of a drawing, as they are written in it. */
export const equationsOf = ({ gates, strips }: Wiring): string[] => [
	...gates.flatMap(({ scope, out }) => [`= ${formulaOf(scope)}`, sym(out)]),
	...strips.map(({ tensor }) => sym(tensor))
];
