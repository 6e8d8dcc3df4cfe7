/** Attention step by step, as a recurrent decoder has it: a row for each step, a column for each word that it looks at. */
import {
	ancestry,
	forwardOf,
	leavesOf,
	partsIn,
	type Leaf,
	type Node,
	type Scope,
	type Tensor,
	size
} from '#engine';
import { isStep, type StepScope } from '../unrolled/tracks.ts';

export interface Aligned {
	readonly t: number;
	/** The word that the step reads, and the tensor that holds it, if one does. */
	readonly name: string;
	readonly read: Tensor | null;
	/** The scope in which the weights are written. */
	readonly scope: Scope;
	/** 1 × words; they add up to 1. */
	readonly weights: Tensor;
}

export interface Alignment {
	readonly rows: readonly Aligned[];
	readonly columns: readonly string[];
}

/** A step's own attention: its weights, where they are written, and what they are multiplied with. */
function attended(step: Scope): { scope: Scope; weights: Tensor; states: Tensor } | null {
	const mix = partsIn(step, 'mix')[0];
	const mean = mix && leavesOf(mix).find(({ call }) => call.op.name === 'matmul');
	const [weights, states] = mean?.call.xs ?? [];
	return weights?.writer && states ? { scope: weights.writer.parent, weights, states } : null;
}

const nameOf = ({ names, label }: Tensor): string => names?.[0] ?? label.replace(/^“(.*)”$/, '$1');

/** The word that a step reads: what its first input was looked up for. */
function wordOf(leaf: Leaf): Tensor | null {
	for (
		let x = leaf.call.op.name === 'embedding' ? leaf.out : leaf.call.xs[0];
		x?.writer;
		x = x.writer.call.xs[0]
	) {
		if (x.writer.call.op.name === 'embedding') return x.writer.call.xs[1]!;
	}
	return null;
}

const stepAbove = (leaf: Leaf): Scope | null => ancestry(leaf).findLast(isStep) ?? null;

function alignmentOf(steps: readonly StepScope[]): Alignment | null {
	const found = steps.map(attended);
	const first = found[0];
	if (!first || found.some((one) => one === null)) return null;
	// States put together, a row for each word that an encoder has read.
	const states = first.states.writer?.call.xs ?? [];
	const columns = states.map((h, k) => {
		const step = h.writer && stepAbove(h.writer);
		const word = step && wordOf(leavesOf(step)[0]!);
		return word ? nameOf(word) : String(k);
	});
	if (columns.length !== size(first.weights.shape)) return null;
	return {
		columns,
		rows: steps.map((step, k) => {
			const read = wordOf(leavesOf(step)[0]!);
			return {
				t: step.part.t,
				name: read ? nameOf(read) : step.name,
				read,
				scope: found[k]!.scope,
				weights: found[k]!.weights
			};
		})
	};
}

const found = new WeakMap<Scope, { readonly alignment: Alignment | null }>();

/** The first alignment of a trace, if it has one; found once. */
export function alignmentIn(root: Scope): Alignment | null {
	let known = found.get(root);
	if (!known) found.set(root, (known = { alignment: search(root) }));
	return known.alignment;
}

function search(node: Node): Alignment | null {
	if (node.kind === 'leaf' || node.phase !== 'forward') return null;
	const steps = node.children.filter(isStep);
	if (steps.length) return alignmentOf(steps);
	for (const child of node.children) {
		const alignment = search(child);
		if (alignment) return alignment;
	}
	return null;
}

/** What is drawn with the words of both languages: how a step looks, not what else is done in it. */
const LOOKING = new Set(['scores', 'softmax', 'mix']);

export interface Looking {
	readonly alignment: Alignment;
	/** The step that one looks at; null where it is all of them. */
	readonly row: Aligned | null;
}

/** The alignment that a node is about: all steps of a decoder, one of them, or a part in which it looks, forwards or back. */
export function lookingAround(root: Scope, node: Node): Looking | null {
	const alignment = alignmentIn(root);
	const forward = node.kind === 'scope' ? (forwardOf(node) as Scope | null) : null;
	if (!alignment || !forward) return null;
	const above = ancestry(forward);
	const row = alignment.rows.find(({ scope }) => above.includes(scope.parent!)) ?? null;
	const step = row?.scope.parent;
	if (row) return forward === step || LOOKING.has(forward.part?.kind ?? '') ? { alignment, row } : null;
	return forward === alignment.rows[0]!.scope.parent!.parent ? { alignment, row } : null;
}

/** What is drawn between a step and the words: a number for each word. */
export interface Looks {
	readonly one: Aligned;
	/** Weights; on the way back the gradients of the scores, whose sign says whether more attention would raise the loss. */
	readonly numbers: Tensor;
	/** Whether they are that already: of the current step, what is there before them is drawn. */
	readonly settled: boolean;
}

/** What is known of how each step looks, or on the way back of the gradients that came through it; `row` is the current step. */
export function looksOf(
	{ rows }: Alignment,
	row: Aligned | null,
	back: boolean,
	complete: (tensor: Tensor) => boolean
): readonly Looks[] {
	return rows.flatMap((one): Looks[] => {
		const scores = one.weights.writer!.call.xs[0]!;
		const [numbers, before] = back ? [scores.grad, one.weights.grad] : [one.weights, scores];
		if (numbers && complete(numbers)) return [{ one, numbers, settled: true }];
		return one === row && before && complete(before) ? [{ one, numbers: before, settled: false }] : [];
	});
}

/** What a step does, part by part, in the order in which it happens. */
export const orderOf = ({ scope }: Aligned): readonly Scope[] =>
	scope.parent!.children.filter((node) => node.kind === 'scope');
