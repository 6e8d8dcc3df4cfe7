/** What the share dialog takes elsewhere of a trace that was opened. */
import { LONGEST } from '#src/lesson/link.ts';
import type { Shared } from '#src/tools/share/shared.ts';
import type { OpenTrace } from './open.svelte.ts';

/** `query` is that of its link; null where the trace came from a disk. */
export const traceShared = ({ opened, player }: OpenTrace, query: string | null): Shared => ({
	name: 'trace',
	title: opened.file.lesson,
	query: query ?? '',
	problem:
		query === null
			? 'This trace was opened from your disk, so no link leads to it. Put the file on the site, such as into traces/, and open it there by src=traces/…; or write it as a page of its own, by to_html in Python.'
			: query.length > LONGEST
				? `The watches and breakpoints make a link of ${query.length} characters, and ${LONGEST} is the most that can be opened again: take some of them away.`
				: '',
	done: player.done,
	parts: [],
	isLesson: false,
	hasProgram: false
});
