/** A lesson's page and its address: what is on the screen as a query, and a query as what is on the screen. */
import { find } from '#engine';
import { theme } from '#src/ui/theme.svelte.ts';
import { beyond, LONGEST, read, write } from './link.ts';
import type { Session } from './session.svelte.ts';

export { LONGEST };

export function queryOf({ lesson, params, edits, player }: Session): string {
	const { position, watches, overview, lecture, breakpoints } = player;
	return write(lesson, {
		params,
		edits,
		position,
		theme: theme.chosen,
		watches,
		overview,
		lecture: lecture.on,
		scenes: lecture.scenes,
		breakpoints: breakpoints.list
	});
}

export function restore(session: Session, query: string): void {
	const { player } = session;
	const link = read(session.lesson, query);
	session.restore(link.params, link.edits, link.position, link.problems);
	const part = link.part === null ? null : find(player.trace.root, link.part);
	session.notices = [
		...session.notices,
		...beyond(player.trace, link.position),
		...(link.part !== null && !part
			? [
					`This link names the part "${link.part.slice(0, 60)}", which this trace does not have: it opens where it usually does.`
				]
			: [])
	];
	if (part) player.show(part);
	if (link.theme) theme.choose(link.theme);
	player.watches = link.watches;
	player.breakpoints.set(link.breakpoints);
	if (link.position || part) player.overview = link.overview;
	player.lecture.scenes = link.scenes;
	player.lecture.on = link.lecture;
	// A lecture begins with its first scene.
	if (link.lecture && !link.position) player.lecture.show(0);
}
