/**
 * How strongly a later state hangs on earlier ones, ∂h_T/∂hₜ, computed from a recorded trace with the trace's own
 * gradient rules: row i is what backward would hand to hₜ if the loss were the i-th number of h_T. One walk back gives
 * row i for every t at once; nothing is recorded, and nothing here knows what kind of cell it is.
 */
import { fail } from '../errors.ts';
import { normOf } from '../norm.ts';
import type { Call, Rule } from '../op.ts';
import type { Tensor } from '../tensor.ts';

/** One gradient rule between two buffers: what arrives at y, and what it adds to x. */
interface Edge {
	readonly rule: Rule;
	readonly call: Call;
	readonly into: Float64Array;
}

/** The rules on all ways from `to` back to any of `from`, the last one first, and the buffer of every tensor on them. */
function plan(from: readonly Tensor[], to: Tensor) {
	const buffers = new Map<Tensor, Float64Array>();
	const bufferOf = (x: Tensor) => {
		const found = buffers.get(x) ?? new Float64Array(x.data.length);
		buffers.set(x, found);
		return found;
	};
	const reaching = dependents(from, to);
	const leaves = [...reaching].flatMap((x) => (x.writer ? [x.writer] : [])).sort((a, b) => b.id - a.id);
	const edges = leaves.flatMap(({ call }) =>
		call.xs.flatMap((x, k): Edge[] => {
			const rule = reaching.has(x) && x.differentiable ? call.op.backward(k, call) : null;
			if (!rule) return [];
			const dy = { ...call.y, data: bufferOf(call.y) };
			const out = { ...x, data: new Float64Array(x.data.length) };
			return [{ rule, call: { ...call, dy, out }, into: bufferOf(x) }];
		})
	);
	return { edges, seed: bufferOf(to), buffers, bufferOf };
}

/** The tensors behind `to` that are among `from` or computed from them. */
function dependents(from: readonly Tensor[], to: Tensor): Set<Tensor> {
	const goals = new Set(from);
	const first = Math.min(...from.map((x) => x.writer?.id ?? -1));
	const known = new Map<Tensor, boolean>();
	// An explicit stack: a sequence of 1000 steps is deeper than the call stack may be.
	const open = [to];
	while (open.length) {
		const x = open.at(-1)!;
		const inputs = x.writer && x.writer.id >= first && !x.gradientOf ? x.writer.call.xs : [];
		const missing = inputs.filter((input) => !known.has(input));
		if (missing.length) open.push(...missing);
		else {
			known.set(x, goals.has(x) || inputs.some((input) => known.get(input)));
			open.pop();
		}
	}
	return new Set([...known].flatMap(([x, reaches]) => (reaches ? [x] : [])));
}

/** Visits row after row of ∂to/∂x for every x of `from`. */
function eachRow(
	from: readonly Tensor[],
	to: Tensor,
	visit: (row: number, gradients: readonly Float64Array[]) => void
): void {
	if (!from.length) fail('value', 'A Jacobian needs at least one tensor to go back to: the list is empty');
	const { edges, seed, buffers, bufferOf } = plan(from, to);
	const gradients = from.map(bufferOf);
	for (let row = 0; row < to.data.length; row++) {
		for (const buffer of buffers.values()) buffer.fill(0);
		seed[row] = 1;
		for (const { rule, call, into } of edges) {
			const part = call.out.data;
			rule.run(call, part);
			for (let i = 0; i < part.length; i++) into[i]! += part[i]!;
		}
		visit(row, gradients);
	}
}

/**
 * ∂to/∂from, row by row: cell (i, j) says how much number i of `to` grows with number j of `from`. All 0 where `to` was
 * not computed from it, or only through a cut.
 */
export function jacobian(from: Tensor, to: Tensor): Float64Array {
	const columns = from.data.length;
	const matrix = new Float64Array(to.data.length * columns);
	eachRow([from], to, (row, [gradient]) => matrix.set(gradient!, row * columns));
	return matrix;
}

/**
 * ‖∂to/∂hₜ‖ for every hₜ, the root of the sum of all squares of the Jacobian (Frobenius). `to` is the last of them
 * where left out. A norm that falls towards 0 as t goes back is a gradient that vanishes; one that grows, one that
 * explodes. Costs as many walks back as `to` has numbers.
 */
export function jacobianNorms(hs: readonly Tensor[], to = hs.at(-1)): Float64Array {
	if (!to) fail('value', 'Jacobian norms need at least one state: the list is empty');
	const rows = hs.map((): Float64Array[] => []);
	eachRow(hs, to, (_, gradients) => gradients.forEach((gradient, t) => rows[t]!.push(gradient.slice())));
	return Float64Array.from(rows, (all) => normOf(...all));
}

/** ‖∂L/∂hₜ‖ for every hₜ, from the gradients that backward recorded; null where none has arrived. */
export function gradientNorms(hs: readonly Tensor[]): (number | null)[] {
	return hs.map(({ grad }) => grad && normOf(grad.data));
}
