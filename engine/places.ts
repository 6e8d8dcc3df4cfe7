/**
 * What the places of a tensor are called, along any of its axes: the words of a sentence, classes, letters. Names are given
 * for the first axis of what is given (a table, a bias, a sentence) and follow from there: through whatever keeps an axis,
 * into rows and columns of products, from a table to the numbers that are looked up in it, and from a bias back to the
 * weights of the sum that it is added to. Heads of attention along an axis are counted. Nothing of it is stored in a trace; it is found when somebody looks.
 */
import { headsAlong } from './heads.ts';
import type { Call } from './op.ts';
import { coordinates, strides, type Shape, type Tensor } from './tensor.ts';

export type Names = readonly string[];
/** For each axis the names of its places, or null. */
export type Places = readonly (Names | null)[];

/** An axis that is longer is read as numbers: nobody gives so many names, and finding them would take long. */
const LONGEST = 4096;

const found = new WeakMap<Tensor, Places>();
const open = new Set<Tensor>();

/** The names along every axis. */
export function placesOf(tensor: Tensor): Places {
	const known = found.get(tensor);
	if (known) return known;
	// What it is made of comes first, one after the other: a network in time is deeper than a recursion may go.
	const todo = [tensor];
	while (todo.length) {
		const next = todo.at(-1)!;
		const before = found.has(next) || open.has(next) ? [] : madeOf(next).filter((x) => !found.has(x));
		open.add(next);
		todo.push(...before.filter((x) => !open.has(x)));
		if (todo.at(-1) !== next) continue;
		todo.pop();
		if (!found.has(next)) found.set(next, find(next));
		open.delete(next);
	}
	return found.get(tensor)!;
}

/** The names of the rows that a number of a tensor can mean, where its numbers are names themselves; null elsewhere. */
export function meanings(tensor: Tensor): Names | null {
	if (tensor.gradientOf) return null;
	for (const x of together(tensor)) {
		const { writer, readers } = x;
		if (writer?.call.op.ids?.includes('y')) {
			const names = counted(writer.call);
			if (names) return names;
		}
		for (const { leaf, slot } of readers) {
			const { ids, inputs } = leaf.call.op;
			if (leaf.phase === 'backward' || !ids?.includes(inputs[slot]!)) continue;
			const names = counted(leaf.call);
			if (names) return names;
		}
	}
	return null;
}

/** What one number of a tensor means, such as the word whose row it is; null where it is no such name. */
export const meaning = (tensor: Tensor, cell: number): string | null =>
	meanings(tensor)?.[tensor.data[cell]!] ?? null;

/** All tensors that hold the same numbers in other places. */
export function together(tensor: Tensor): Set<Tensor> {
	const group = new Set([tensor]);
	for (const { writer, readers } of group) {
		if (writer?.call.op.family === 'shape') for (const x of writer.call.xs) group.add(x);
		for (const { leaf } of readers)
			if (leaf.call.op.family === 'shape' && !leaf.out.gradientOf) group.add(leaf.out);
	}
	return group;
}

/** The names among which the ids of a call count. */
function counted(call: Call): Names | null {
	const [k, axis] = call.op.counts?.(call) ?? [];
	const x = k === undefined ? undefined : call.xs[k];
	if (!x || axis === undefined || (open.has(x) && !found.has(x))) return null;
	return placesOf(x).at(axis) ?? null;
}

const madeOf = ({ gradientOf, writer }: Tensor): readonly Tensor[] =>
	gradientOf ? [gradientOf] : (writer?.call.xs ?? []);

function find(tensor: Tensor): Places {
	const { shape, names, axes, gradientOf } = tensor;
	const of = (x: Tensor) => found.get(x) ?? [];
	if (gradientOf) return of(gradientOf);
	const followed = tensor.writer ? follow(tensor.writer.call, of) : [];
	const own = names ?? (shape.length === 1 ? followed[0] : undefined) ?? spelled(tensor);
	return shape.map((n, d) => {
		const along =
			axes?.[d]?.places ?? (d === 0 ? own : null) ?? followed[d] ?? ahead(tensor, d) ?? headsAlong(tensor, d);
		return along?.length === n ? along : null;
	});
}

/**
 * The names of a bias that is added later, and so those of the sum before it, and of the rows and columns of weights that such
 * a sum comes from. They are given, so nothing that is read from here leads back.
 */
function ahead(tensor: Tensor, axis: number): Names | null {
	const last = tensor.shape.length - 1;
	for (const { leaf, slot } of tensor.readers) {
		const { op, xs, attrs, y } = leaf.call;
		if (leaf.phase === 'backward') continue;
		const bias = xs.find((x) => x !== tensor && x.shape.length === 1 && x.names)?.names;
		const weights = slot === 1 && op.family === 'convolution';
		const names =
			op.family === 'arithmetic' || weights
				? axis === (weights ? Number(op.name !== 'conv2d') : last) && bias
				: slot === 1 && op.name === 'matmul'
					? axis === last && last > 0 && ahead(y, y.shape.length - 1)
					: op.name === 'transpose' &&
						last === 1 &&
						!(attrs as { axes?: unknown })?.axes &&
						ahead(y, 1 - axis);
		if (names && names.length === tensor.shape[axis]) return names;
	}
	return null;
}

/** Of a list of names, what each of them means. */
function spelled(tensor: Tensor): Names | null {
	if (tensor.shape.length !== 1) return null;
	const words = meanings(tensor);
	return words && Array.from(tensor.data, (id) => words[id] ?? String(id));
}

function follow(call: Call, of: (x: Tensor) => Places): Places {
	const { op, xs, y } = call;
	if (!xs.some((x) => of(x).some((names) => names))) return [];
	if (op.along) return op.along(call).map((from) => from && (of(xs[from[0]]!).at(from[1]) ?? null));
	if (op.origin) return y.shape.map((_, d) => moved(call, d, of));
	return y.shape.map((n, d) => {
		const all = xs.flatMap((x) => {
			const axis = d - y.shape.length + x.shape.length;
			// A list beside a picture belongs to whatever its op says, not to the last axis.
			const fits = op.family === 'arithmetic' ? repeats(x.shape, y.shape) : sameAs(x.shape, y.shape);
			const names = axis >= 0 && fits && x.shape[axis] === n ? of(x)[axis] : null;
			return names ? [names] : [];
		});
		// A single row goes by what comes into it first: a state in time by the word that is read.
		const agree = n === 1 || all.every((names) => names.every((name, k) => name === all[0]![k]));
		return agree ? (all[0] ?? null) : null;
	});
}

const repeats = (x: Shape, y: Shape): boolean =>
	x.length <= y.length && x.every((n, d) => n === 1 || n === y[d - x.length + y.length]);

const sameAs = (x: Shape, y: Shape): boolean => x.length === y.length && repeats(x, y);

/**
 * The names along an axis of what an op only moved: an axis of the input has become it where the place along it decides the
 * place along that one, wherever else the cell lies. Tried at the corners of each place, which decides it for every op that
 * moves numbers by whole axes.
 */
function moved({ op, xs, attrs, y }: Call, axis: number, of: (x: Tensor) => Places): Names | null {
	const { shape } = y;
	if (shape[axis]! > LONGEST || shape.includes(0)) return null;
	const stride = strides(shape);
	const corners = [0, ...shape.map((n, d) => (d === axis ? 0 : (n - 1) * stride[d]!))];
	corners.push(corners.reduce((a, b) => a + b));
	const origin = op.origin!(xs, attrs, y);
	const origins = Array.from({ length: shape[axis]! }, (_, p) =>
		corners.map((corner) => {
			const [k, index] = origin(corner + p * stride[axis]!);
			return [xs[k]!, coordinates(xs[k]!.shape, index)] as const;
		})
	);
	if (shape[axis] === 1) {
		const rows = origins[0]!.flatMap(([x]) =>
			x.shape.length === shape.length && x.shape[axis] === 1 ? (of(x)[axis] ?? []) : []
		);
		if (rows.length) return rows.slice(0, 1);
	}
	const rank = Math.max(...xs.map((x) => x.shape.length));
	for (let e = 0; e < rank; e++) {
		const seen = new Set<string>();
		const names = origins.map((cells) => {
			const words = new Set(cells.map(([x, at]) => of(x)[e]?.[at[e]!]));
			const places = new Set(cells.map(([, at]) => at[e]));
			seen.add(`${xs.indexOf(cells[0]![0])} ${cells[0]![1][e]}`);
			return words.size === 1 && places.size === 1 ? [...words][0] : undefined;
		});
		if (seen.size === names.length && names.every((name) => name !== undefined)) return names;
	}
	return null;
}
