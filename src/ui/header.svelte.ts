/** What a page puts into the site's header. */
import type { Snippet } from 'svelte';
import type { Own } from '#src/course/course.server.ts';

class Header {
	middle = $state.raw<Snippet | null>(null);
	/** Where a page stands in a course that is not the usual one. */
	place = $state.raw<{ readonly place: number; readonly of: number; readonly own?: Own } | null>(null);
	right = $state.raw<Snippet | null>(null);
}

export const header = new Header();
