import { loadLesson } from '#lessons';
import { loadFigures } from '#src/figures/op/index.svelte.ts';
import { Session } from '#src/lesson/session.svelte.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => {
	const session = new Session('convolution', (await loadLesson('convolution'))!);
	await loadFigures([session.player.leaf.call.op]);
	return { ...data, session };
};
