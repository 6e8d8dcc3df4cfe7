/**
 * An op is a forward rule and one gradient rule for each input. A rule fills one array fast (`run`) and can
 * explain any cell of it (`step`), recomputing the cell's elementary steps in the order in which `run` adds them,
 * so that the last step of a cell equals the kernel's value bit for bit. Explanations are never stored.
 */
import type { Random } from './random.ts';
import type { Shape, Tensor } from './tensor.ts';

/** One number of one tensor. Index −1 is a padding cell: a zero outside the tensor. */
export type Cell = readonly [tensor: Tensor, index: number];
export const PADDING = -1;

/** One multiplication, comparison, addition …: recomputed when looked at. */
export interface Step {
	readonly reads: readonly Cell[];
	/** What the cell holds after this step. */
	readonly value: number;
	/** Set where that is a number on the way, such as the largest of a row in softmax, and no part of the result. */
	readonly working?: true;
	/** What this step adds, compares or applies, before it is combined with what came before. */
	readonly term?: number;
	/** The equation with this step's numbers, in TeX whose numbers are bound to cells. */
	readonly tex: string;
	/** The same in one plain sentence. */
	readonly text: string;
	/** In a gradient: local derivative × upstream gradient. */
	readonly local?: number;
	readonly upstream?: number;
	/** The cell that a choice fell on, as in max pooling. */
	readonly winner?: Cell;
}

/** One use of an op. */
export interface Call<A = unknown> {
	readonly op: Op<A>;
	readonly attrs: A;
	readonly xs: readonly Tensor[];
	readonly y: Tensor;
	/** What forward keeps for backward beside `y`, such as the argmax of a pooling window. */
	readonly saved: Float64Array;
	/** The gradient that arrives at `y`; null in forward. */
	readonly dy: Tensor | null;
	/** The array this rule fills: `y` in forward, an input's gradient in backward. */
	readonly out: Tensor;
}

/** Where a cell is read: an output cell, and the elementary step in it. */
export type Use = readonly [cell: number, step: number];

export interface Rule<A = unknown> {
	/** The general equation, in TeX whose symbols are bound to tensors. */
	tex(call: Call<A>): string;
	/** What the whole array is, in one plain sentence. */
	about(call: Call<A>): string;
	/** The tensors that steps read; a use names them by their place in this list. */
	reads(call: Call<A>): readonly Tensor[];
	run(call: Call<A>, out: Float64Array): void;
	/**
	 * Fills `out` with what `run` gives for several calls, added in order, bit for bit; false where it knows no faster
	 * way than one by one.
	 */
	sum?(calls: readonly Call<A>[], out: Float64Array): boolean;
	/** Elementary steps behind each cell: one number for the whole array, 1 at least, whatever the cell is made of. */
	steps(call: Call<A>): number;
	step(call: Call<A>, cell: number, s: number): Step;
	/** The whole cell at a glance; the last step where a rule has nothing better to say. */
	cell?(call: Call<A>, cell: number): { tex: string; text: string };
	/** Every place that reads cell `index` of `reads(call)[slot]`, found without a scan. */
	uses(call: Call<A>, slot: number, index: number): Iterable<Use>;
}

export interface Sample<A> {
	/** Values are drawn by whoever tests, unless the op only takes some: class indices, probabilities. */
	readonly xs: readonly { readonly shape: Shape; readonly values?: ArrayLike<number> }[];
	readonly attrs: A;
}

export type Family =
	| 'arithmetic'
	| 'function'
	| 'activation'
	| 'matrix'
	| 'reduction'
	| 'shape'
	| 'convolution'
	| 'pooling'
	| 'softmax'
	| 'loss'
	| 'update';

/** What others need to know of an op; all may be left out. */
export interface Facts {
	/**
	 * Bounds of every number that forward gives, where it has any: [0, Infinity] for exp. An activation from 0 to 1 is a
	 * gate, a number of the family softmax from 0 to 1 is a share of its line, and where nothing is below 0 the sign is
	 * not asked.
	 */
	readonly range?: readonly [least: number, most: number];
	/** Set to false where forward takes powers of e, logarithms or roots, which nobody works out by hand. */
	readonly byHand?: false;
	/** What stands between its inputs in a picture: ⊙. */
	readonly sign?: string;
	/**
	 * The same in PyTorch: an expression in Python of the inputs by their names (all of them: `xs`), the attributes `a`,
	 * a dictionary, `torch` and `F`, such as `F.softplus(x, a.get('beta', 1))`. `engine/parity/make.py` computes it on
	 * the op's own samples. Left out where make.py has cases written by hand.
	 */
	readonly torch?: string;
}

export interface Op<A = unknown> extends Facts {
	/** As in PyTorch. */
	readonly name: string;
	readonly family: Family;
	/** Set in an op that was recorded elsewhere and cannot be computed here: it may have the name of one that can. */
	readonly unknown?: true;
	/** One sentence for the reference page. */
	readonly summary: string;
	/** What its inputs are called; the last one, or so many, may be left out where `optional`, or repeated where `variadic`. */
	readonly inputs: readonly string[];
	readonly optional?: boolean | number;
	readonly variadic?: boolean;
	/**
	 * Inputs, by their names, whose numbers are names themselves: rows of a table, classes, places; 'y' for what it gives.
	 * Neither their size nor their sign says anything.
	 */
	readonly ids?: readonly string[];
	/** Where those numbers count: an input and the axis of it whose places they name; axes as in `Array.at`. */
	counts?(call: Pick<Call<A>, 'xs' | 'attrs'>): readonly [k: number, axis: number];
	/**
	 * Which input and which axis of it each axis of the output runs along, null for an axis of its own: names of places
	 * follow it. Left out where an axis is that of every input, and where `origin` says it.
	 */
	along?(call: Pick<Call<A>, 'xs' | 'attrs' | 'y'>): readonly (readonly [k: number, axis: number] | null)[];
	/** What each attribute means, with its default. */
	readonly attributes?: Readonly<Record<string, string>>;
	/** Of an op that moves numbers and changes none: input k and its cell, from which each output cell comes. */
	origin?(xs: readonly Tensor[], attrs: A, y: Tensor): (cell: number) => readonly [k: number, index: number];
	/** The output's shape; throws a BackstepError that says what to change. */
	shape(shapes: readonly Shape[], attrs: A): Shape;
	/** Refuses values that the op cannot take, such as a class index out of range. */
	check?(xs: readonly Tensor[], attrs: A): void;
	/** How many numbers `saved` holds. */
	saves?(shapes: readonly Shape[], attrs: A): number;
	readonly forward: Rule<A>;
	/** Rule k gives the gradient of input k; null where it has none. */
	backward(k: number, call: { xs: readonly Tensor[]; attrs: A }): Rule<A> | null;
	/** A small example for the reference page. */
	example(): Sample<A>;
	/** A random valid use, for the contract tests: together they exercise every attribute. */
	sample(random: Random): Sample<A>;
}

/** The facts among what a file says of its op, for the builders in rules/. */
export const factsOf = ({ range, byHand, sign, torch }: Facts): Facts => ({
	...(range && { range }),
	...(byHand === false && { byHand }),
	...(sign && { sign }),
	...(torch && { torch })
});

/** Whether something that a file exports is an op: beside it, a file may export what it likes. */
export function isOp(value: unknown): value is Op {
	if (typeof value !== 'object' || value === null) return false;
	const { name, shape, forward, backward, sample } = value as Partial<Record<keyof Op, unknown>>;
	return (
		typeof name === 'string' &&
		typeof forward === 'object' &&
		[shape, backward, sample].every((part) => typeof part === 'function')
	);
}

/** The ops of a folder, each once: `opsIn(import.meta.glob('./ops/*.ts', { eager: true }))`. */
export const opsIn = (modules: Readonly<Record<string, unknown>>): readonly Op[] => [
	...new Set(Object.values(modules).flatMap((module) => Object.values(module as object).filter(isOp)))
];

/** Whether it opens and closes what it is multiplied with: an activation from 0 to 1, such as the sigmoid. */
export const isGate = ({ family, range }: Op): boolean =>
	family === 'activation' && range?.[0] === 0 && range[1] === 1;
