/** A lesson as a program: its listing, with what the lesson's page holds. */
import { loadLesson } from '#lessons';
import { loadListing, script } from '#lessons/listing.ts';
import { read } from '#src/lesson/link.ts';
import { runAside } from '#src/lesson/run.ts';

/** Null where there is no such lesson, or it has no listing. `search` holds its settings, as the lesson's own link does. */
export async function programOf(name: string, search: string): Promise<string | null> {
	const [lesson, listing] = await Promise.all([loadLesson(name), loadListing(name)]);
	if (!lesson || !listing) return null;
	const { params, edits } = read(lesson, search);
	return script(lesson.title, listing.lines, runAside(lesson, params, edits), params);
}
