import { loadLesson } from '#lessons';
import { loadFigures } from '#src/figures/op/index.ts';
import { Session } from '#src/lesson/session.svelte.ts';
import { loadPartFigures } from '#src/figures/part/index.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => {
	const session = new Session(data.name, (await loadLesson(data.name))!);
	await Promise.all([loadFigures([session.player.leaf.call.op]), loadPartFigures(session.player.trace)]);
	return { ...data, session };
};
