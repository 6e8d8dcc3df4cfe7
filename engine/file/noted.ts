/** What is known of the numbers that each leaf writes before one looks at any: what they are computed in, and of what. */
import { fail } from '../errors.ts';
import { sameShape, shapeName, type Tensor } from '../tensor.ts';
import type { Leaf } from '../trace.ts';
import type { Checks } from './checks.ts';
import type { TensorFile } from './json.ts';
import { isLeft } from './numbers.ts';
import { coarsest, movement, round, type Dtype } from './rounding.ts';

/** A layer that is run in the place of one op, and what it is computed in. */
export interface Layer {
	readonly name: string;
	readonly dtype: Dtype;
}

export interface Noted {
	/** What the file says of the tensor that the leaf writes; null where it does not hold it. */
	readonly file: TensorFile | null;
	/** What the op is called in a report. */
	readonly name: string;
	/** What the tensor is stored in. */
	readonly dtype: Dtype;
	/** The coarsest type on the way to it since the numbers that the file holds. */
	readonly computedIn: Dtype;
	/** The steps behind one number of what it reads, since the numbers that the file holds. */
	readonly before: number;
}

export class Notes {
	readonly #stored: ReadonlyMap<string, TensorFile>;
	/** Of what the file does not hold: the steps behind one number since those that it does. */
	readonly #since = new Map<Tensor, number>();
	/** Of the same: what it was computed in. */
	readonly #computedIn = new Map<Tensor, Dtype>();

	constructor(stored: ReadonlyMap<string, TensorFile>) {
		this.#stored = stored;
	}

	/** Leaves come in the order in which they ran. Throws a BackstepError where the shapes differ. */
	of(leaf: Leaf, layer: Layer | null): Noted {
		const { out, call, phase, perCell, reads } = leaf;
		const said = this.#stored.get(out.name) ?? null;
		const file = said && isLeft(said.data) ? null : said;
		if (said) expectShape(said, leaf);
		const op = layer?.name ?? call.op.name;
		const name = phase === 'backward' ? `${op}, backward` : op;
		const before = Math.max(0, ...reads.map((x) => this.#since.get(x) ?? 0));
		if (!file) {
			this.#since.set(out, before + perCell);
			// What no file holds was rounded all the same where it ran: to the type of what it was computed from, where that is coarser.
			const dtype =
				said?.dtype ?? coarsest([layer?.dtype ?? this.#dtypeOf(out), ...reads.map(this.#dtypeOf)]);
			this.#computedIn.set(out, dtype);
			return { file, name, dtype, computedIn: dtype, before };
		}
		const { dtype } = file;
		// What comes back to weights that were cast is computed in the type that they were cast to.
		const back = phase === 'backward' && call.dy ? [this.#dtypeOf(call.dy)] : [];
		const computedIn = coarsest([dtype, ...back, ...reads.map((x) => this.#computedIn.get(x) ?? dtype)]);
		return { file, name, dtype, computedIn, before };
	}

	/** What the file does not hold is of the type that was found for it; a gradient, of that of its tensor. */
	#dtypeOf = (x: Tensor): Dtype =>
		this.#stored.get(x.name)?.dtype ??
		this.#computedIn.get(x) ??
		this.#stored.get(x.gradientOf?.name ?? x.name)?.dtype ??
		'float64';
}

function expectShape({ shape }: TensorFile, { out, call }: Leaf): void {
	if (!sameShape(shape, out.shape))
		fail(
			'shape',
			`${out.name} has shape ${shapeName(shape)} in this trace, but ${call.op.name} gives ${shapeName(out.shape)}`
		);
}

/** Holds what a leaf computed against what the file says came out. What was computed is rounded to the type of the file. */
export function compare(
	checks: Checks,
	leaf: Leaf,
	{ name, dtype, computedIn, before }: Noted,
	{ stored, computed }: { stored: Float64Array; computed: Float64Array }
): void {
	round(computed, dtype);
	checks.compare(name, leaf.out.name, {
		stored,
		computed,
		dtype: computedIn,
		terms: before + leaf.perCell,
		...(before ? { scale: 1 } : { movement: () => movement(leaf, dtype) })
	});
}
