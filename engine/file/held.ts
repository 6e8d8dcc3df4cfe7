/** Holds what a leaf computed against what the file says came out; the file's numbers then take its place. */
import { unseen } from '../recorded.ts';
import type { Leaf } from '../trace.ts';
import { Checks } from './checks.ts';
import type { TensorFile } from './json.ts';
import { compare, Notes, type Layer } from './noted.ts';
import { round } from './rounding.ts';

export class Held {
	readonly checks = new Checks();
	/** Contributions to gradients that the file holds: nobody has to look at them for the file's numbers to stay. */
	readonly contributions = new Map<string, Float64Array>();
	readonly #notes: Notes;
	readonly #valuesOf: (name: string, file: TensorFile) => Float64Array;

	constructor(
		stored: ReadonlyMap<string, TensorFile>,
		valuesOf: (name: string, file: TensorFile) => Float64Array
	) {
		this.#notes = new Notes(stored);
		this.#valuesOf = valuesOf;
	}

	/** Throws a BackstepError where the shapes differ. */
	compare(leaf: Leaf, layer: Layer | null): void {
		const { out, call } = leaf;
		const noted = this.#notes.of(leaf, layer);
		if (!noted.file) {
			if (!unseen(out)) round(out.data, noted.dtype);
			return;
		}
		const stored = this.#valuesOf(out.name, noted.file);
		if (unseen(out)) this.contributions.set(out.name, out.data);
		// Its values are the file's own: there is nothing to compare them with.
		if (call.op.unknown) return out.data.set(stored);
		compare(this.checks, leaf, noted, { stored, computed: out.data });
		out.data.set(stored);
	}
}
