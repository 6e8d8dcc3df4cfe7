/** That a lesson was opened is noted when somebody first touches it: a page that is only loaded has been read by nobody. */
import { untrack } from 'svelte';
import type { Progress } from './progress.svelte.ts';

let progress: Progress | null = null;
let current = '';
const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;

async function touched() {
	for (const touch of TOUCHES) removeEventListener(touch, touched);
	({ progress } = await import('./progress.svelte.ts'));
	progress.open(current);
}

export function opened(lesson: string): void {
	current = lesson;
	// What is kept is read anew as it is written: whoever notes it does not wait for it to change.
	const known = progress;
	if (known) return untrack(() => known.open(lesson));
	for (const touch of TOUCHES) addEventListener(touch, touched, { passive: true });
}
