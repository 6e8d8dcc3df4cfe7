/** Where a learner left the course: the lesson and the query of its address, kept by this browser only. */
import { keep, kept } from '#src/ui/kept.ts';

const KEY = 'backstep-place';

/** Only the last place is kept: the lessons themselves are in `questions/progress.svelte.ts`. */
export const keepPlace = (lesson: string, query: string): void => keep(KEY, `${lesson}?${query}`);

/** The query with which a lesson was left, with its question mark; empty where another one was left last, or none. */
export function placeIn(lesson: string): string {
	const place = kept(KEY) ?? '';
	return place.startsWith(`${lesson}?`) ? place.slice(lesson.length) : '';
}
