/**
 * The steps at which a breakpoint stops a run. A tensor is written once, so a condition can become true only where the
 * last of what it reads is written: it is evaluated there, and not at each step.
 */
import { isGate, size, uses, type Leaf, type Node, type Tensor, type Trace } from '#engine';
import { wholly } from '#engine/slices.ts';
import { ANY, anyNames, bind } from '#src/tools/watch/expression.ts';
import { ExpressionError, type Span, type Tree } from '#src/tools/watch/syntax.ts';
import type { Breakpoint } from './breakpoint.ts';

export interface Stop {
	/** Steps taken when the run stops. */
	readonly done: number;
	/** What it stopped for: a cell, where there is one. */
	readonly tensor?: Tensor;
	readonly cell?: number;
	/** The side of a condition that was compared with a number, and what it is there. */
	readonly compared?: Compared;
}

export interface Compared extends Span {
	value(): number;
}

/** A weight may be read in millions of steps: a run stops at the first ones. */
const MOST_READS = 10_000;

/** A gate is saturated this close to shut or open. */
export const SATURATED = 0.01;

/** The turns of a line of the program, by their first ops. */
export type TurnsOf = (file: string, line: number) => readonly { readonly first: Leaf }[];

/** In order. Throws an ExpressionError where a condition cannot be evaluated; `tree` is that of a condition. */
export const stopsOf = (
	trace: Trace,
	breakpoint: Breakpoint,
	tree?: Tree,
	turnsOf: TurnsOf = () => []
): readonly Stop[] => wholly(searchStops(trace, breakpoint, tree, turnsOf));

/** The same a tensor at a time: what comes in between is the share of the trace that has been looked at. */
export function* searchStops(
	trace: Trace,
	breakpoint: Breakpoint,
	tree?: Tree,
	turnsOf: TurnsOf = () => []
): Generator<number, readonly Stop[]> {
	switch (breakpoint.kind) {
		case 'at':
			return nodesAt(trace, breakpoint.path).map(({ start }) => ({ done: start }));
		case 'op':
			return trace.leaves
				.filter(({ call }) => call.op.name === breakpoint.op)
				.map(({ start }) => ({ done: start }));
		case 'line':
			// The op has been done: what is on the screen is of that line.
			return turnsOf(breakpoint.file, breakpoint.line).map(({ first }) => ({
				done: first.start + first.steps
			}));
		case 'write':
			return cellOf(trace, breakpoint, ({ writer }, cell) =>
				writer ? [writer.start + (cell + 1) * writer.perCell] : []
			);
		case 'read':
			return cellOf(trace, breakpoint, readsOf);
		case 'if':
			return tree ? yield* becomesTrue(trace, tree) : [];
		case 'nonfinite':
			return yield* firstNonfinite(trace);
		case 'saturated':
			return yield* eachLeaf(trace, saturated);
	}
}

/** Scopes and ops of a path: a name may be there more than once. */
function nodesAt({ root }: Trace, path: string): Node[] {
	let level: readonly Node[] = [root];
	for (const part of path.split('/'))
		level = level.flatMap((node) =>
			node.kind === 'scope' ? node.children.filter(({ name }) => name === part) : []
		);
	return [...level];
}

type CellBreakpoint = Extract<Breakpoint, { tensor: string }>;

function cellOf(
	{ tensors }: Trace,
	{ tensor: name, cell }: CellBreakpoint,
	steps: (tensor: Tensor, cell: number) => number[]
): Stop[] {
	const tensor = tensors.get(name);
	if (!tensor || cell >= size(tensor.shape)) return [];
	return steps(tensor, cell).map((done) => ({ done, tensor, cell }));
}

function readsOf(tensor: Tensor, cell: number): number[] {
	const found: number[] = [];
	for (const { steps } of uses(tensor, cell))
		for (const step of steps()) {
			found.push(step + 1);
			if (found.length >= MOST_READS) return found.sort((a, b) => a - b);
		}
	return found.sort((a, b) => a - b);
}

function* becomesTrue(trace: Trace, tree: Tree): Generator<number, Stop[]> {
	const names = anyNames(tree);
	if (!names.length) {
		const expression = bind(tree, trace);
		return isTrue(expression.value())
			? [{ done: expression.ready, compared: comparedIn(tree, trace, null) }]
			: [];
	}
	const withGradient = names.includes(`${ANY}.grad`);
	let problem: ExpressionError | null = null;
	let fitted = false;
	const stops: Stop[] = [];
	let looked = 0;
	for (const tensor of trace.tensors.values()) {
		yield looked++ / trace.tensors.size;
		if (withGradient && !tensor.grad) continue;
		try {
			const expression = bind(tree, trace, tensor);
			fitted = true;
			if (isTrue(expression.value()))
				stops.push({ done: expression.ready, tensor, compared: comparedIn(tree, trace, tensor) });
		} catch (error) {
			// A tensor of another shape is not meant.
			if (!(error instanceof ExpressionError)) throw error;
			problem ??= error;
		}
	}
	if (!fitted && problem) throw problem;
	return stops.sort((a, b) => a.done - b.done);
}

const COMPARED = new Set<string>(['<', '≤', '>', '≥', '=', '≠']);

/** Of norm(any.grad) < 1e-3, the norm: what one wants to see where a run stops. */
function comparedIn(tree: Tree, trace: Trace, any: Tensor | null): Compared | undefined {
	if (tree.kind !== 'operator' || !COMPARED.has(tree.name)) return undefined;
	const [side, bound] = tree.args as [Tree, Tree];
	if (bound.kind !== 'number' || side.kind === 'number') return undefined;
	const { shape, value } = bind(side, trace, any);
	return size(shape) === 1 ? { from: side.from, to: side.to, value: () => value().data[0]! } : undefined;
}

/** A condition on many numbers holds where it holds for one of them. */
function isTrue({ data }: { data: ArrayLike<number> }): boolean {
	for (let k = 0; k < data.length; k++) if (data[k] !== 0 && !Number.isNaN(data[k]!)) return true;
	return false;
}

/**
 * Where a number first is none: the first infinity that is not copied from one that was read, as a masked score is; and,
 * where that is not the same, the first NaN, which is what comes of it.
 */
function* firstNonfinite(trace: Trace): Generator<number, Stop[]> {
	const stops: Stop[] = [];
	for (const leaf of trace.leaves) {
		yield leaf.id / trace.leaves.length;
		if (isFinite(leaf)) continue;
		const { data } = leaf.out;
		for (let cell = 0; cell < data.length; cell++) {
			const nan = Number.isNaN(data[cell]!);
			if (Number.isFinite(data[cell]) || (!nan && (stops.length || copied(leaf, cell)))) continue;
			stops.push({ done: leaf.start + (cell + 1) * leaf.perCell, tensor: leaf.out, cell });
			if (nan) return stops;
		}
	}
	return stops;
}

/** A file may say that all numbers of a tensor are finite, or of what is only moved: then nobody reads them. */
function isFinite({ call, out }: Leaf): boolean {
	const from = call.op.origin && !out.gradientOf ? call.xs : [out];
	return from.every(({ statistics }) => statistics && statistics.nans + statistics.infinities === 0);
}

function copied(leaf: Leaf, cell: number): boolean {
	for (let s = 0; s < leaf.perCell; s++) {
		const { reads } = leaf.rule.step(leaf.call, cell, s);
		if (reads.some(([tensor, index]) => index >= 0 && Math.abs(tensor.data[index]!) === Infinity))
			return true;
	}
	return false;
}

function* eachLeaf({ leaves }: Trace, stopsIn: (leaf: Leaf) => Stop[]): Generator<number, Stop[]> {
	const stops: Stop[] = [];
	for (const leaf of leaves) {
		yield leaf.id / leaves.length;
		stops.push(...stopsIn(leaf));
	}
	return stops;
}

/** The first such gate of a leaf: one stop a vector. */
function saturated(leaf: Leaf): Stop[] {
	if (leaf.phase !== 'forward' || !isGate(leaf.call.op)) return [];
	const cell = leaf.out.data.findIndex((value) => value < SATURATED || value > 1 - SATURATED);
	return cell < 0 ? [] : [{ done: leaf.start + (cell + 1) * leaf.perCell, tensor: leaf.out, cell }];
}
