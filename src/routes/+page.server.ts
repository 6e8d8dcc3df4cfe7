import { lessonNames, loadLesson } from '#lessons';
import { families } from '#lessons/course.ts';
import { firstEquations } from '#src/text/first.server.ts';
import type { PageServerLoad } from './$types';

export interface Entry {
	readonly name: string;
	readonly title: string;
	/** Null while the lesson is still to come. */
	readonly summary: string | null;
}

export const load: PageServerLoad = async () => {
	const there = new Map(
		await Promise.all(lessonNames.map(async (name) => [name, (await loadLesson(name))!] as const))
	);
	const planned = new Set<string>(families.flatMap(({ lessons }) => lessons.map(([name]) => name)));
	const course = families.map(({ title, lessons }) => ({
		title,
		lessons: [
			...lessons.map(([name, title]): Entry => ({
				name,
				title: there.get(name)?.title ?? title,
				summary: there.get(name)?.summary ?? null
			})),
			...[...there]
				.filter(([name, lesson]) => lesson.family === title && !planned.has(name))
				.map(([name, lesson]): Entry => ({ name, title: lesson.title, summary: lesson.summary }))
		]
	}));
	return { course, equations: firstEquations('convolution', there.get('convolution')!) };
};
