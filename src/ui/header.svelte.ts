/** What a page puts into the site's header. */
import type { Snippet } from 'svelte';

class Header {
	middle = $state.raw<Snippet | null>(null);
	right = $state.raw<Snippet | null>(null);
}

export const header = new Header();
