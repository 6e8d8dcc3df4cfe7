import { error, json } from '@sveltejs/kit';
import { lessonNames, loadLesson } from '#lessons';
import { oembed } from '#src/embed/oembed.server.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;
export const entries: EntryGenerator = () => lessonNames.map((lesson) => ({ lesson }));

export const GET: RequestHandler = async ({ params: { lesson: name }, url }) => {
	const lesson = await loadLesson(name);
	if (!lesson) error(404, `There is no lesson "${name}".`);
	return json(oembed(url, name, lesson.title));
};
