/** Where a lesson stands in a course of somebody's own: what comes before and after it there. */
import { resolve } from '$app/paths';
import { legible } from '#src/lesson/link.ts';
import { asText, fromText, writeSyllabus } from '#src/teach/syllabus.ts';
import type { Own, Standing, Stop, Stretch } from './course.server.ts';

export type Along = Pick<Standing, 'place' | 'of' | 'previous' | 'next' | 'own'>;

/**
 * `course` is what a lesson's address says of it (teach/syllabus.ts). Null where the course does not have this lesson, and where
 * the list of lessons cannot be fetched: the usual one holds then.
 */
export async function alongOf(lesson: string, course: string): Promise<Along | null> {
	const answer = await fetch(`${resolve('/')}course.json`).catch(() => null);
	if (!answer?.ok) return null;
	const stretches = (await answer.json()) as readonly Stretch[];
	return alongIn(there(stretches), lesson, course);
}

const there = (stretches: readonly Stretch[]): readonly Stop[] =>
	stretches.flatMap(({ stops }) => stops.filter(({ there }) => there));

/** The lessons of such a course in their order, counted from 1. */
export function stopsAlong(stretches: readonly Stretch[], { query }: Own): readonly Stop[] {
	const all = there(stretches);
	const names = all.map(({ name }) => name);
	const { lessons } = fromText(new URLSearchParams(query).get('course') ?? '', names);
	return lessons.map((lesson, k) => ({ ...all[names.indexOf(lesson)]!, place: k + 1 }));
}

/** The same among the lessons that there are. */
export function alongIn(
	lessons: readonly { readonly name: string; readonly title: string }[],
	lesson: string,
	course: string
): Along | null {
	const syllabus = fromText(
		course,
		lessons.map(({ name }) => name)
	);
	const at = syllabus.lessons.indexOf(lesson);
	if (at < 0) return null;
	const stop = (k: number) => {
		const found = lessons.find(({ name }) => name === syllabus.lessons[k]);
		return found ? { name: found.name, title: found.title } : null;
	};
	return {
		place: at + 1,
		of: syllabus.lessons.length,
		previous: stop(at - 1),
		next: stop(at + 1),
		own: {
			name: syllabus.name,
			path: `course/?${writeSyllabus(syllabus)}`,
			query: `?${legible(new URLSearchParams({ course: asText(syllabus) }))}`
		}
	};
}
