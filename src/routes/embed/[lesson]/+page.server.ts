import { error } from '@sveltejs/kit';
import { lessonNames, loadLesson } from '#lessons';
import { firstEquations } from '#src/text/first.server.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => lessonNames.map((lesson) => ({ lesson }));

export const load: PageServerLoad = async ({ params: { lesson: name } }) => {
	const lesson = await loadLesson(name);
	if (!lesson) error(404, `There is no lesson "${name}".`);
	return { name, title: lesson.title, summary: lesson.summary, equations: firstEquations(name, lesson) };
};
