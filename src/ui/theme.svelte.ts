/** Light or dark: by the system's setting until it is chosen here, or by a link. */
import { MediaQuery } from 'svelte/reactivity';
import { Stored } from './stored.svelte.ts';

type Name = 'light' | 'dark';

class Theme {
	readonly #dark = new MediaQuery('(prefers-color-scheme: dark)');
	readonly #stored = new Stored<Name | 'system'>('theme', ['light', 'dark'], 'system');
	/** What was chosen; null follows the system. */
	chosen = $state(opened());
	/** What the page shows. */
	readonly shown: Name = $derived(this.chosen ?? (this.#dark.current ? 'dark' : 'light'));

	choose(theme: Name): void {
		this.chosen = this.#stored.current = theme;
		document.documentElement.dataset.theme = theme;
	}

	/** Shows a theme for as long as something takes: nothing is stored. */
	async during<T>(theme: Name, what: () => Promise<T>): Promise<T> {
		const end = this.show(theme);
		try {
			return await what();
		} finally {
			end();
		}
	}

	/** Shows a theme until what is returned is called: nothing is stored. */
	show(theme: Name): () => void {
		const before = this.chosen;
		const { dataset } = document.documentElement;
		this.chosen = dataset.theme = theme;
		return () => {
			this.chosen = before;
			if (before) dataset.theme = before;
			else delete dataset.theme;
		};
	}
}

/** A link's theme, or the stored one: app.html writes it there before the first paint. */
function opened(): Name | null {
	const asked = globalThis.document?.documentElement.dataset.theme;
	return asked === 'light' || asked === 'dark' ? asked : null;
}

export const theme = new Theme();
