/**
 * An expression over a trace: which tensors it reads, from which step on it can be computed, and what it is. Shapes are
 * checked first, so that what cannot be computed is said before anything is.
 */
import { shapeName, size, why, type Shape, type Tensor, type Trace } from '#engine';
import { seriesTensor } from './series.ts';
import { ExpressionError, type Tree } from './syntax.ts';
import { compute, misfit, shapeOf, type Values } from './values.ts';

/** In a condition: each tensor in turn. */
export const ANY = 'any';

/** So many numbers may be worked through: more would be felt. */
const MOST_NUMBERS = 2e7;

/** What an expression is over: tensors, and the series of a run of updates where there is one. */
export type Over = Pick<Trace, 'tensors'> & Partial<Pick<Trace, 'training'>>;

export interface Expression {
	readonly shape: Shape;
	readonly reads: readonly Tensor[];
	/** The number of steps after which everything that it reads is there. */
	readonly ready: number;
	/** Whether it is a comparison: its 1 is true, its 0 false. */
	readonly truth: boolean;
	value(): Values;
}

const COMPARISONS = new Set<string>(['<', '≤', '>', '≥', '=', '≠', 'and', 'or', 'not']);

/**
 * Throws an ExpressionError that points at the place. `any` stands for a tensor in a condition; `version` says which one a name
 * stands for where a tensor has several.
 */
export function bind(
	tree: Tree,
	trace: Over,
	any: Tensor | null = null,
	version: (tensor: Tensor) => Tensor = (tensor) => tensor
): Expression {
	const binder = new Binder(trace, any, version);
	const { shape, value } = binder.bind(tree);
	const truth = tree.kind === 'operator' && COMPARISONS.has(tree.name);
	return { shape, reads: [...binder.reads], ready: binder.ready, truth, value };
}

interface Bound {
	readonly shape: Shape;
	value(): Values;
}

class Binder {
	readonly reads = new Set<Tensor>();
	ready = 0;
	#numbers = 0;

	constructor(
		readonly trace: Over,
		readonly any: Tensor | null,
		readonly version: (tensor: Tensor) => Tensor
	) {}

	bind(tree: Tree): Bound {
		switch (tree.kind) {
			case 'number':
				return constant(tree.value);
			case 'name':
				return this.#tensor(tree);
			case 'index':
				return this.#index(tree);
			case 'call':
			case 'operator':
				return this.#compute(tree);
		}
	}

	#compute(tree: Extract<Tree, { kind: 'call' | 'operator' }>): Bound {
		const args = tree.args.map((arg) => this.bind(arg));
		const shapes = args.map(({ shape }) => shape);
		const shape = shapeOf(tree.name, shapes);
		if (!shape) throw new ExpressionError(misfit(shapes), tree);
		this.#numbers += args.reduce((n, arg) => n + size(arg.shape), size(shape));
		if (this.#numbers > MOST_NUMBERS)
			throw new ExpressionError(
				'This works through more than twenty million numbers: use fewer or smaller tensors.',
				tree
			);
		return {
			shape,
			value: () =>
				compute(
					tree.name,
					args.map((arg) => arg.value()),
					shape
				)
		};
	}

	#tensor(tree: Extract<Tree, { kind: 'name' }>): Bound {
		const tensor = this.#find(tree);
		this.#read(tensor, size(tensor.shape) - 1);
		return { shape: tensor.shape, value: () => tensor };
	}

	/** x[1] is row 1 of a matrix, x[1, 0] a cell of it; all count from 0, as rows and columns on the screen do. */
	#index(tree: Extract<Tree, { kind: 'index' }>): Bound {
		const at = tree.at.map((part) => this.#place(part));
		if (tree.of.kind !== 'name') throw new ExpressionError('[ ] can only follow the name of a tensor.', tree);
		const tensor = this.#find(tree.of);
		const { shape } = tensor;
		if (at.length > shape.length)
			throw new ExpressionError(
				`${tensor.name} has shape ${shapeName(shape)}: give at most ${shape.length} places in [ ].`,
				tree
			);
		let offset = 0;
		at.forEach((place, axis) => {
			const length = shape[axis]!;
			if (place >= length)
				throw new ExpressionError(
					`${tensor.name} has shape ${shapeName(shape)}: place ${axis + 1} in [ ] goes from 0 to ${length - 1}.`,
					tree.at[axis]!
				);
			offset = offset * length + place;
		});
		const rest = shape.slice(at.length);
		const count = size(rest);
		this.#read(tensor, (offset + 1) * count - 1);
		return {
			shape: rest,
			value: () => ({ shape: rest, data: tensor.data.subarray(offset * count, (offset + 1) * count) })
		};
	}

	#place(tree: Tree): number {
		if (tree.kind !== 'number' || !Number.isInteger(tree.value) || tree.value < 0)
			throw new ExpressionError('Places in [ ] are whole numbers, counted from 0.', tree);
		return tree.value;
	}

	#read(tensor: Tensor, last: number): void {
		this.reads.add(tensor);
		const step = why(tensor, last);
		if (step !== null) this.ready = Math.max(this.ready, step + 1);
	}

	#find(tree: Extract<Tree, { kind: 'name' }>): Tensor {
		const { name } = tree;
		const own = this.trace.tensors.get(name) ?? labelled(this.trace, name);
		const found = this.#any(name) ?? (own ? this.version(own) : seriesTensor(this.trace, name));
		if (found) return found;
		if (name.endsWith('.grad') && this.trace.tensors.has(name.slice(0, -5)))
			throw new ExpressionError(`${name.slice(0, -5)} gets no gradient in this trace.`, tree);
		if (name.split('.')[0] === ANY)
			throw new ExpressionError(
				`“${ANY}” stands for each tensor in turn, which only a condition can go through.`,
				tree
			);
		const close = closest(name, this.trace.tensors.keys());
		throw new ExpressionError(
			`There is no tensor “${name}” in this trace${close ? `: did you mean ${close}?` : '.'}`,
			tree
		);
	}

	#any(name: string): Tensor | null | undefined {
		if (!this.any) return undefined;
		return name === ANY ? this.any : name === `${ANY}.grad` ? this.any.grad : undefined;
	}
}

/** What sentences call by a name, as the variables of a program: the first of them; of its gradient likewise. */
function labelled({ tensors }: Over, name: string): Tensor | undefined {
	const of = name.replace(/\.grad$/, '');
	for (const tensor of tensors.values())
		if (tensor.label === of && !tensor.gradientOf) return of === name ? tensor : (tensor.grad ?? undefined);
	return undefined;
}

const constant = (value: number): Bound => ({ shape: [], value: () => ({ shape: [], data: [value] }) });

/** The names of a tree that stand for each tensor in turn: `any`, `any.grad`. */
export function anyNames(tree: Tree): readonly string[] {
	if (tree.kind === 'name') return tree.name.split('.')[0] === ANY ? [tree.name] : [];
	if (tree.kind === 'index') return anyNames(tree.of);
	return tree.kind === 'number' ? [] : tree.args.flatMap(anyNames);
}

/** The name that takes the fewest changes, if they are few. */
function closest(name: string, names: Iterable<string>): string | null {
	// One letter for another is no likeness between names of one letter.
	let [best, least] = [null as string | null, Math.min(3, name.length)];
	let looked = 0;
	for (const other of names) {
		if (++looked > 5000) break;
		const off = distance(name.toLowerCase(), other.toLowerCase(), least);
		if (off < least) [best, least] = [other, off];
	}
	return best;
}

/** Levenshtein's distance, or `most` where it is at least that. */
function distance(a: string, b: string, most: number): number {
	if (Math.abs(a.length - b.length) >= most) return most;
	let row = Array.from({ length: b.length + 1 }, (_, k) => k);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
		row = next;
	}
	return row[b.length]!;
}
