import { loadLesson } from '#lessons';
import { Session } from '#src/lesson/session.svelte.ts';
import { loadPicture } from '#src/workbench/pictures.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => {
	const session = new Session(data.name, (await loadLesson(data.name))!);
	await loadPicture(session.player);
	return { ...data, session };
};
