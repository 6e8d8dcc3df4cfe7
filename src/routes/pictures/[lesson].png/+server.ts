import { error } from '@sveltejs/kit';
import { lessonNames, loadLesson } from '#lessons';
import { miniature } from '#src/course/miniature.server.ts';
import { picture } from '#src/course/picture.server.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;
export const entries: EntryGenerator = () => lessonNames.map((lesson) => ({ lesson }));

export const GET: RequestHandler = async ({ params: { lesson: name } }) => {
	const lesson = await loadLesson(name);
	if (!lesson) error(404, `There is no lesson "${name}".`);
	return new Response(picture(miniature(lesson)), { headers: { 'content-type': 'image/png' } });
};
