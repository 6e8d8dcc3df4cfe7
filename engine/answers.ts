/**
 * What a network says: the shares of named things, such as classes or words, in which its scores end. An answer is found by
 * what is done with scores over places that have names: softmax that nothing but a choice or a loss reads (attention's is
 * read on), cross-entropy, or the choice of the largest. Nothing of it is declared.
 */
import { size } from './tensor.ts';
import type { Leaf, Scope, Trace } from './trace.ts';
import { ancestry, leavesOf } from './trace.ts';
import { meaning, placesOf, type Names } from './places.ts';
import { lines } from './rules/lines.ts';
import { power } from './rules/softmax.ts';
import type { Tensor } from './tensor.ts';

/** The scores of one decision, each the score of one named thing. */
export interface Answer {
	readonly scores: Tensor;
	/** Where they lie in it, in the order of the names. */
	readonly cells: readonly number[];
	readonly names: Names;
	/** Of which position it is the answer, such as the word that was read last; null where nothing says. */
	readonly position: string | null;
	/** What a loss wants to hear; null where there is none. */
	readonly right: string | null;
}

export interface Share {
	readonly name: string;
	/** From 0 to 1. */
	readonly share: number;
	readonly cell: number;
}

/** One pass through the network, with its answers in order. */
export type Pass = readonly Answer[];

const found = new WeakMap<Trace, readonly Pass[]>();

/** The answers of a trace, pass by pass: before an update and after it. */
export function passesOf(trace: Trace): readonly Pass[] {
	let passes = found.get(trace);
	if (!passes) found.set(trace, (passes = find(trace)));
	return passes;
}

function find({ root }: Trace): readonly Pass[] {
	const answers = new Map<string, Answer>();
	for (const leaf of leavesOf(root)) {
		const axis = leaf.call.dy ? null : decides(leaf);
		if (axis === null) continue;
		for (const answer of answersIn(leaf, axis)) {
			const key = `${answer.scores.name} ${answer.cells[0]}`;
			const before = answers.get(key);
			answers.set(
				key,
				before
					? { ...before, right: before.right ?? answer.right, position: before.position ?? answer.position }
					: answer
			);
		}
	}
	const passes = new Map<Scope | null, Answer[]>();
	for (const answer of answers.values()) {
		const pass = passOf(answer.scores);
		passes.set(pass, [...(passes.get(pass) ?? []), answer]);
	}
	return [...passes.values()];
}

/** The axis of the first input along which an op decides among things; null where it does not. */
function decides({ call, out }: Leaf): number | null {
	const { op, attrs, xs } = call;
	if (xs[0]?.writer?.call.op.family === 'softmax') return null;
	if (op.family === 'softmax') {
		const readOn = out.readers.some(
			({ leaf }) =>
				leaf.phase !== 'backward' && leaf.call.op.family !== 'loss' && !leaf.call.op.ids?.includes('y')
		);
		return readOn ? null : ((attrs as { axis?: number } | undefined)?.axis ?? -1);
	}
	const [k, axis] = (op.family === 'loss' || op.ids?.includes('y') ? op.counts?.(call) : null) ?? [];
	return k === 0 ? axis! : null;
}

function answersIn({ call }: Leaf, axis: number): readonly Answer[] {
	const [x, target] = call.xs as [Tensor, Tensor?];
	const d = axis < 0 ? axis + x.shape.length : axis;
	const names = placesOf(x)[d];
	if (!names) return [];
	const g = lines(call.op.name, x.shape, d);
	/** What is judged may be named where what is right is given. */
	const wanted = call.op.family === 'loss' ? target?.names : null;
	const others = placesOf(x).filter((_, k) => k !== d);
	return Array.from({ length: g.count }, (_, line) => {
		const own = names.map((_, k) => source(x, g.start(line) + k * g.stride));
		const [scores] = own[0]!;
		// Rows that were put together are answers from the moment in which each of them was computed.
		const apart = own.every(([tensor]) => tensor === scores);
		const position = others.length === 1 ? (others[0]?.[line] ?? wanted?.[line] ?? null) : null;
		const right = call.op.family === 'loss' && target ? meaning(target, line) : null;
		return apart
			? { scores, cells: own.map(([, cell]) => cell), names, position, right }
			: { scores: x, cells: names.map((_, k) => g.start(line) + k * g.stride), names, position, right };
	});
}

/** The cell from which a number was only moved. */
function source(tensor: Tensor, cell: number): readonly [tensor: Tensor, cell: number] {
	let at: readonly [Tensor, number] = [tensor, cell];
	for (let call = tensor.writer?.call; call?.op.origin; call = at[0].writer?.call) {
		const [k, index] = call.op.origin(call.xs, call.attrs, call.y)(at[1]);
		at = [call.xs[k]!, index];
	}
	return at;
}

/** The pass through the network in which a tensor was written: else the outermost part. */
function passOf({ writer }: Tensor): Scope | null {
	if (!writer) return null;
	const scopes = ancestry(writer).slice(1, -1) as Scope[];
	return scopes.find(({ part }) => part?.kind === 'network') ?? scopes[0] ?? null;
}

/** Whether all of its scores are among those known. */
export const isKnown = ({ scores, cells }: Answer, known: number): boolean =>
	known === size(scores.shape) || cells.every((cell) => cell < known);

const shares = new WeakMap<Answer, readonly Share[]>();

/** How sure the network is of each thing: the softmax of its scores, the largest share first. */
export function sharesOf(answer: Answer): readonly Share[] {
	let found = shares.get(answer);
	if (!found) shares.set(answer, (found = share(answer)));
	return found;
}

function share({ scores, cells, names }: Answer): readonly Share[] {
	const values = cells.map((cell) => scores.data[cell]!);
	const most = values.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a));
	const powers = values.map((value) => power(value, most));
	const sum = powers.reduce((a, b) => a + b);
	return powers
		.map((part, k) => ({ name: names[k]!, share: part / sum, cell: cells[k]! }))
		.toSorted((a, b) => b.share - a.share);
}
