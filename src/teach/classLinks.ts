/** Links to a lesson as a class should see it: what is hidden, what is locked, and whose random numbers it has. */
import type { Lesson } from '#lessons';
import { hideable, writeSettings, type EmbedSettings } from '#src/embed/settings.ts';

/** What can be set for a class. */
export interface Settable {
	/** Controls that can be hidden, with their labels. */
	readonly hide: readonly (readonly [name: string, label: string])[];
	/** The range of the lesson's seed; null where nothing in it is random. */
	readonly seed: { readonly min: number; readonly max: number; readonly usual: number } | null;
}

export function settable(lesson: Lesson): Settable {
	const seed = Object.hasOwn(lesson.controls, 'seed') ? lesson.controls.seed : undefined;
	return {
		hide: hideable(lesson),
		seed: seed?.kind === 'integer' ? { min: seed.min, max: seed.max, usual: seed.value } : null
	};
}

export interface ForClass extends EmbedSettings {
	/** Null for the lesson's own. */
	readonly seed: number | null;
}

/** The query of such an embed; `usual` is the seed that a link need not name. */
export function classQuery({ seed, ...settings }: ForClass, usual: number | null): string {
	const link = seed === null || seed === usual ? '' : `seed=${seed}`;
	return writeSettings({ ...settings, hide: settings.controls === 'full' ? settings.hide : [] }, link);
}

/** Seeds for so many students, one after the other from `first`, as far as the lesson has them. */
export const seedsFrom = (first: number, students: number, max: number): readonly number[] =>
	Array.from({ length: Math.max(0, Math.min(students, max - first + 1)) }, (_, k) => first + k);
