/** How dense layers are looked at, kept for the next visit: as neurons, as a graph of numbers or as matrices, with the names of notes or of libraries. */
import { Stored } from '#src/ui/stored.svelte.ts';
import type { Naming } from './names.ts';

export const SHAPES = ['neurons', 'plane', 'surface', 'graph', 'matrices'] as const;
export type Shape = (typeof SHAPES)[number];

class Choices {
	readonly #naming = new Stored<Naming>('neuron names', ['notes', 'library'], 'notes');
	readonly #shape = new Stored<Shape | 'any'>('dense layers', SHAPES, 'any');

	get naming(): Naming {
		return this.#naming.current;
	}

	set naming(value: Naming) {
		this.#naming.current = value;
	}

	/** Null where nobody has chosen one. */
	get shape(): Shape | null {
		return this.#shape.current === 'any' ? null : this.#shape.current;
	}

	set shape(value: Shape | null) {
		this.#shape.current = value ?? 'any';
	}
}

export const choices = new Choices();
