/** What the axes of a tensor are called, where somebody said so of a tensor that it is computed from. */
import type { Call } from './op.ts';
import type { Tensor } from './tensor.ts';

type Called = readonly (string | null)[];

const found = new WeakMap<Tensor, Called>();

/** The name of each axis; null where nothing says. Names follow wherever an op keeps an axis. */
export function axesCalled(tensor: Tensor): Called {
	// What it is made of comes first, one after the other: a network in time is deeper than a recursion may go.
	const todo = [tensor];
	while (todo.length) {
		const next = todo.at(-1)!;
		const before = madeOf(next).filter((x) => !found.has(x));
		if (before.length && !found.has(next)) {
			todo.push(...before);
			continue;
		}
		todo.pop();
		if (!found.has(next)) found.set(next, find(next));
	}
	return found.get(tensor)!;
}

const madeOf = ({ axes, gradientOf, writer }: Tensor): readonly Tensor[] =>
	axes ? [] : gradientOf ? [gradientOf] : (writer?.call.xs ?? []);

function find({ axes, shape, gradientOf, writer }: Tensor): Called {
	if (axes) return shape.map((_, d) => axes[d]?.name ?? null);
	if (gradientOf) return found.get(gradientOf)!;
	if (!writer?.call.xs.some((x) => found.get(x)!.some(Boolean))) return shape.map(() => null);
	return shape.map((_, d) => kept(writer.call, d));
}

function kept({ op, attrs, xs, y }: Call, d: number): string | null {
	const of = (x: Tensor, axis: number) => found.get(x)?.at(axis) ?? null;
	if (op.along) {
		const from = op.along({ op, attrs, xs, y } as Call)[d];
		return from ? of(xs[from[0]]!, from[1]) : null;
	}
	if (op.name === 'transpose') {
		const rank = y.shape.length;
		return of(xs[0]!, (attrs as { axes?: readonly number[] } | undefined)?.axes?.[d] ?? rank - 1 - d);
	}
	for (const x of xs) {
		const axis = d - y.shape.length + x.shape.length;
		const name = axis >= 0 && fits(x, y) && x.shape[axis] === y.shape[d] ? of(x, axis) : null;
		if (name) return name;
	}
	return null;
}

/** Whether the cells of one lie beside those of the other, axis by axis. */
const fits = (x: Tensor, y: Tensor): boolean =>
	x.shape.length === y.shape.length ||
	(x.shape.length < y.shape.length &&
		x.shape.every((n, k) => n === 1 || n === y.shape[k + y.shape.length - x.shape.length]));
