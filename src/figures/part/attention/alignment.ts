/** Attention step by step, as a recurrent decoder has it: a row for each step, a column for each word that it looks at. */
import { ancestry, find, leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { isStep, stepOf } from '../unrolled/tracks.ts';

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

/** A step's own attention: its softmax, and what the weights are multiplied with. */
function attended(step: Scope): { scope: Scope; weights: Tensor; states: Tensor } | null {
	const scope = find(step, 'softmax');
	if (scope?.kind !== 'scope') return null;
	const weights = leavesOf(scope).at(-1)!.out;
	const mean = leavesOf(step).find(({ call }) => call.op.name === 'matmul' && call.xs[0] === weights);
	return mean ? { scope, weights, states: mean.call.xs[1]! } : null;
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

function alignmentOf(steps: readonly Scope[]): Alignment | null {
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
	if (columns.length !== first.weights.data.length) return null;
	return {
		columns,
		rows: steps.map((step, k) => {
			const read = wordOf(leavesOf(step)[0]!);
			return {
				t: stepOf(step.name)!,
				name: read ? nameOf(read) : step.name,
				read,
				scope: found[k]!.scope,
				weights: found[k]!.weights
			};
		})
	};
}

/** The first alignment of a trace, if it has one. */
export function alignmentIn(root: Scope): Alignment | null {
	const search = (node: Node): Alignment | null => {
		if (node.kind === 'leaf' || node.phase !== 'forward') return null;
		const steps = node.children.filter(isStep);
		if (steps.length) return alignmentOf(steps);
		for (const child of node.children) {
			const found = search(child);
			if (found) return found;
		}
		return null;
	};
	return search(root);
}
