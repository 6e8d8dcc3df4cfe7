import { tick } from 'svelte';

/** Where a panel lies under the picture, it comes into view once it is there: of the notes, what belongs to the step. */
export async function showPanel(name: string): Promise<void> {
	await tick();
	const panel = document.getElementById(`panel-${name}`);
	(panel?.querySelector('section.current') ?? panel)?.scrollIntoView({ block: 'start' });
}
