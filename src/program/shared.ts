/** A program of somebody's own, as the Share dialog takes it. */
import type { Shared } from '#src/tools/share/shared.ts';
import { theme } from '#src/ui/theme.svelte.ts';
import { linkOf } from './address.ts';
import type { ProgramSession } from './session.svelte.ts';

export function programShared(session: ProgramSession): Shared {
	const query = linkOf(session, theme.chosen);
	const { open } = session;
	return {
		name: 'code',
		title: 'A program',
		query,
		problem: query
			? ''
			: 'This program is too long for a link, which holds 8 KB of it packed: choose Download, and give the file away.',
		done: open && session.ran === session.program ? open.player.done : null,
		parts: [],
		isLesson: false,
		hasProgram: true
	};
}
