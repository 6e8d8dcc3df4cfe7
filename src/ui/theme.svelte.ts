/** Light or dark: by the system's setting until it is chosen here. */
class Theme {
	/** What was chosen; null follows the system. */
	chosen = $state<'light' | 'dark' | null>(null);
	#system = $state<'light' | 'dark'>('light');
	/** What the page shows. */
	readonly shown = $derived(this.chosen ?? this.#system);

	/** In the browser, once: takes up what the page was opened with, and follows the system. */
	start(): void {
		const asked = document.documentElement.dataset.theme;
		if (asked === 'light' || asked === 'dark') this.chosen = asked;
		const dark = matchMedia('(prefers-color-scheme: dark)');
		this.#system = dark.matches ? 'dark' : 'light';
		dark.addEventListener('change', () => (this.#system = dark.matches ? 'dark' : 'light'));
	}

	choose(theme: 'light' | 'dark'): void {
		this.chosen = theme;
		document.documentElement.dataset.theme = theme;
		try {
			localStorage.setItem('theme', theme);
		} catch {
			// Storage may be refused; the choice then lasts as long as the page.
		}
	}
}

export const theme = new Theme();
