/** Texts that the browser keeps for the next visit. Where storage is refused, as in many frames, or full, nothing is kept. */

/** Null where nothing is kept, or this is no browser, which builds a page. */
export function kept(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}

export function keep(key: string, text: string): void {
	try {
		localStorage.setItem(key, text);
	} catch {
		// It lasts for this visit, as whoever keeps it still has it.
	}
}
