import { error } from '@sveltejs/kit';
import { lessonNames, loadLesson } from '#lessons';
import { hasListing } from '#lessons/listing.ts';
import { standing } from '#src/course/course.server.ts';
import { documentOf } from '#src/embed/oembed.server.ts';
import { firstEquations } from '#src/text/first.server.ts';
import { blocks } from '#src/text/notes.server.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

const texts = import.meta.glob<string>('/lessons/*/text.md', { query: '?raw', import: 'default' });

export const entries: EntryGenerator = () => lessonNames.map((lesson) => ({ lesson }));

export const load: PageServerLoad = async ({ params: { lesson: name }, url }) => {
	const lesson = await loadLesson(name);
	const text = await texts[`/lessons/${name}/text.md`]?.();
	if (!lesson || text === undefined) error(404, `There is no lesson "${name}".`);
	return {
		name,
		title: lesson.title,
		summary: lesson.summary,
		oembed: documentOf(url, name),
		standing: await standing(name, lesson),
		hasListing: hasListing(name),
		blocks: blocks(text),
		equations: firstEquations(name, lesson)
	};
};
