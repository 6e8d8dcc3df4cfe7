import { loadLesson } from '#lessons';
import { loadFigures } from '#src/figures/op/index.ts';
import { Session } from '#src/lesson/session.svelte.ts';
import { loadTimeFigures } from '#src/figures/part/unrolled/load.svelte.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => {
	const session = new Session(data.name, (await loadLesson(data.name))!);
	await Promise.all([loadFigures([session.player.leaf.call.op]), loadTimeFigures(session.player.trace)]);
	return { ...data, session };
};
