import { error } from '@sveltejs/kit';
import { lessonNames, loadLesson } from '#lessons';
import { course } from '#src/course/course.server.ts';
import { guideOf } from '#src/teach/guide.server.ts';
import { HOURS, planOf } from '#src/teach/plan.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

const texts = import.meta.glob<string>('/lessons/*/text.md', { query: '?raw', import: 'default' });

export const entries: EntryGenerator = () => lessonNames.map((lesson) => ({ lesson }));

export const load: PageServerLoad = async ({ params: { lesson: name } }) => {
	const lesson = await loadLesson(name);
	const text = await texts[`/lessons/${name}/text.md`]?.();
	if (!lesson || text === undefined) error(404, `There is no lesson "${name}".`);
	const guide = guideOf(lesson, text);
	const open = (await course())
		.flatMap(({ stops }) => stops)
		.flatMap(({ name, title, there }) => (there ? [{ name, title, minutes: there.minutes }] : []));
	const at = open.findIndex((stop) => stop.name === name);
	return {
		name,
		title: `Teach: ${lesson.title}`,
		lesson: lesson.title,
		summary: lesson.summary,
		minutes: open[at]!.minutes,
		needs: lesson.needs.flatMap((need) => open.find((stop) => stop.name === need) ?? []),
		afterwards: lesson.afterwards,
		plans: HOURS.map((minutes) => planOf(guide.sections, minutes, open.slice(at + 1))),
		...guide
	};
};
