/** Where a learner left the course: the lesson and the query of its address, kept by this browser only. */
const KEY = 'backstep-place';

/** Only the last place is kept: the lessons themselves are in `questions/progress.svelte.ts`. */
export function keepPlace(lesson: string, query: string): void {
	try {
		localStorage.setItem(KEY, `${lesson}?${query}`);
	} catch {
		// Refused, or full.
	}
}

/** The query with which a lesson was left, with its question mark; empty where another one was left last, or none. */
export function placeIn(lesson: string): string {
	try {
		const kept = localStorage.getItem(KEY) ?? '';
		return kept.startsWith(`${lesson}?`) ? kept.slice(lesson.length) : '';
	} catch {
		return '';
	}
}
