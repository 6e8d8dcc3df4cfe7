/** A lesson's page and its address: what is on the screen as a query, and a query as what is on the screen. */
import { theme } from '#src/ui/theme.svelte.ts';
import { beyond, legible, LONGEST, partIn, positionIn, read, write } from './link.ts';
import type { Session } from './session.svelte.ts';

export { LONGEST };

export function queryOf({ lesson, params, edits, player, course }: Session): string {
	const { position, watches, overview, lecture, breakpoints } = player;
	const screen = {
		params,
		edits,
		position,
		theme: theme.chosen,
		watches,
		overview,
		lecture: lecture.on,
		scenes: lecture.scenes,
		breakpoints: breakpoints.list
	};
	const query = write(lesson, screen, player.trace);
	if (course === null) return query;
	const along = new URLSearchParams(query);
	along.set('course', course);
	return legible(along);
}

export function restore(session: Session, query: string): void {
	const { player } = session;
	const link = read(session.lesson, query);
	session.course = new URLSearchParams(query).get('course');
	session.restore(link.params, link.edits, (trace) => positionIn(trace, link), link.problems);
	const { node, problems } = partIn(player.trace, link);
	session.notices = [
		...session.notices,
		...beyond(player.trace, positionIn(player.trace, link)),
		...problems
	];
	if (node) player.show(node);
	if (link.theme) theme.choose(link.theme);
	player.watches = link.watches;
	player.breakpoints.set(link.breakpoints);
	if (link.position || node || link.overview) player.overview = link.overview;
	player.lecture.scenes = link.scenes;
	player.lecture.on = link.lecture;
	// A lecture begins with its first scene.
	if (link.lecture && !link.position) player.lecture.show(0);
}
