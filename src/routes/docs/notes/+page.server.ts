import { lessonNames, loadLesson } from '#lessons';
import { sections } from '#lessons/sections.ts';
import about from './about.ts';
import type { PageServerLoad } from './$types';

/** Each section with the lessons that answer to it, in the order of the course. */
export const load: PageServerLoad = async () => {
	const lessons = await Promise.all(
		lessonNames.map(async (name) => ({ name, ...(await loadLesson(name))! }))
	);
	lessons.sort((a, b) => a.order - b.order);
	return {
		title: about.title,
		sections: sections.map((section) => ({
			...section,
			lessons: lessons
				.filter(({ notes }) => notes.includes(section.id))
				.map(({ name, title }) => ({ name, title }))
		}))
	};
};
