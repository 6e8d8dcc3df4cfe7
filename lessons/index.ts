/** Lessons are found by their folders: adding one is adding `lessons/<name>/lesson.ts` and `text.md`. */
import type { Lesson } from './lesson.ts';

const modules = import.meta.glob<Lesson>('./*/lesson.ts', { import: 'default' });

const nameOf = (path: string) => path.split('/')[1]!;

export const lessonNames: readonly string[] = Object.keys(modules).map(nameOf);

/** A lesson by the name of its folder; null where there is none. */
export async function loadLesson(name: string): Promise<Lesson | null> {
	const load = modules[`./${name}/lesson.ts`];
	return load ? load() : null;
}

export type { Lesson };
export * from './params.ts';
