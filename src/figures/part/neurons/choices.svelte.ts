/** How dense layers are looked at, kept for the next visit: as neurons or as matrices, with the names of notes or of libraries. */
import { Stored } from '#src/ui/stored.svelte.ts';
import type { Naming } from './names.ts';

class Choices {
	readonly #naming = new Stored<Naming>('neuron names', ['notes', 'library'], 'notes');
	readonly #shape = new Stored<'neurons' | 'matrices'>('dense layers', ['neurons', 'matrices'], 'neurons');

	get naming(): Naming {
		return this.#naming.current;
	}

	set naming(value: Naming) {
		this.#naming.current = value;
	}

	get matrices(): boolean {
		return this.#shape.current === 'matrices';
	}

	set matrices(value: boolean) {
		this.#shape.current = value ? 'matrices' : 'neurons';
	}
}

export const choices = new Choices();
