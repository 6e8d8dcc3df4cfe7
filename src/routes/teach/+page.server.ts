import { loadLesson } from '#lessons';
import { course } from '#src/course/course.server.ts';
import { settable } from '#src/teach/classLinks.ts';
import type { Taught } from '#src/teach/taught.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
	const stops = (await course()).flatMap(({ stops }) => stops);
	const lessons = await Promise.all(
		stops.map(async ({ name, title, there }): Promise<Taught[]> => {
			const lesson = await loadLesson(name);
			if (!lesson || !there) return [];
			return [
				{ name, title, minutes: there.minutes, questions: there.questions, settable: settable(lesson) }
			];
		})
	);
	return { title: 'For those who teach', lessons: lessons.flat() };
};
