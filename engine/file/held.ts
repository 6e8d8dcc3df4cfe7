/** Holds what a leaf computed against what the file says came out; the file's numbers then take its place. */
import { fail } from '../errors.ts';
import { unseen } from '../recorded.ts';
import { sameShape, shapeName, type Tensor } from '../tensor.ts';
import type { Leaf } from '../trace.ts';
import { Checks } from './checks.ts';
import type { TensorFile } from './json.ts';
import { coarsest, movement, round, type Dtype } from './rounding.ts';

/** A layer that is run in the place of one op, and what it is computed in. */
export interface Layer {
	readonly name: string;
	readonly dtype: Dtype;
}

export class Held {
	readonly checks = new Checks();
	/** Contributions to gradients that the file holds: nobody has to look at them for the file's numbers to stay. */
	readonly contributions = new Map<string, Float64Array>();
	readonly #stored: ReadonlyMap<string, TensorFile>;
	readonly #valuesOf: (name: string, file: TensorFile) => Float64Array;
	/** Of what the file does not hold: the steps behind one number since those that it does. */
	readonly #since = new Map<Tensor, number>();
	/** Of the same: what it was computed in. */
	readonly #computedIn = new Map<Tensor, Dtype>();

	constructor(
		stored: ReadonlyMap<string, TensorFile>,
		valuesOf: (name: string, file: TensorFile) => Float64Array
	) {
		this.#stored = stored;
		this.#valuesOf = valuesOf;
	}

	/** Throws a BackstepError where the shapes differ. */
	compare(leaf: Leaf, layer: Layer | null): void {
		const { out, call, phase, perCell, reads } = leaf;
		const file = this.#stored.get(out.name);
		const before = Math.max(0, ...reads.map((x) => this.#since.get(x) ?? 0));
		if (!file) {
			this.#since.set(out, before + perCell);
			// What no file holds was rounded all the same where it ran: to the type of what it was computed from, where that is coarser.
			const dtype = coarsest([layer?.dtype ?? this.#dtypeOf(out), ...reads.map(this.#dtypeOf)]);
			this.#computedIn.set(out, dtype);
			if (!unseen(out)) round(out.data, dtype);
			return;
		}
		if (!sameShape(file.shape, out.shape))
			fail(
				'shape',
				`${out.name} has shape ${shapeName(file.shape)} in this trace, but ${call.op.name} gives ${shapeName(out.shape)}`
			);
		const stored = this.#valuesOf(out.name, file);
		if (unseen(out)) this.contributions.set(out.name, out.data);
		// Its values are the file's own: there is nothing to compare them with.
		if (call.op.unknown) return out.data.set(stored);
		const name = layer?.name ?? call.op.name;
		round(out.data, file.dtype);
		this.checks.compare(phase === 'backward' ? `${name}, backward` : name, out.name, {
			stored,
			computed: out.data,
			dtype: coarsest([file.dtype, ...reads.map((x) => this.#computedIn.get(x) ?? file.dtype)]),
			terms: before + perCell,
			...(before ? { scale: 1 } : { movement: () => movement(leaf, file.dtype) })
		});
		out.data.set(stored);
	}

	/** What the file does not hold is of the type that was found for it; a gradient, of that of its tensor. */
	#dtypeOf = (x: Tensor): Dtype =>
		this.#stored.get(x.name)?.dtype ??
		this.#computedIn.get(x) ??
		this.#stored.get(x.gradientOf?.name ?? x.name)?.dtype ??
		'float64';
}
