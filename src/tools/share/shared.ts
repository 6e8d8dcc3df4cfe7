/** What the dialog takes elsewhere: a lesson as it stands, or a program of somebody's own. */
import { hideable } from '#src/embed/settings.ts';
import { LONGEST, queryOf } from '#src/lesson/address.ts';
import type { Session } from '#src/lesson/session.svelte.ts';

export interface Shared {
	/** The lesson's name in its address, "code", or "trace". */
	readonly name: string;
	readonly title: string;
	/** Of its link. */
	readonly query: string;
	/** Why there is no link, as a sentence; empty where there is one. */
	readonly problem: string;
	/** Steps that have been taken; null where nothing has run yet. */
	readonly done: number | null;
	/** Controls that an embed can hide, and their labels. */
	readonly parts: readonly (readonly [name: string, label: string])[];
	/** Whether it is a lesson, and neither a program nor a trace of somebody's own. */
	readonly isLesson: boolean;
	/** Whether there is a program that an embed can let readers change. */
	readonly hasProgram: boolean;
}

export function lessonShared(session: Session): Shared {
	const query = queryOf(session);
	return {
		name: session.name,
		title: session.lesson.title,
		query,
		problem:
			query.length > LONGEST
				? `These edits make a link of ${query.length} characters, and ${LONGEST} is the most that can be opened again: save the trace instead.`
				: '',
		done: session.player.done,
		parts: hideable(session.lesson),
		isLesson: true,
		hasProgram: false
	};
}
