/**
 * The light that symbols, words and rows share with the cells of the figures: whatever carries `data-tensor` points
 * at that tensor when it is hovered or focused, and lights up when that tensor is pointed at anywhere.
 */
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import type { Player } from '#src/workbench/player.svelte.ts';

export const linked =
	(player: Player): Attachment<HTMLElement> =>
	(element) => {
		const point = (event: Event) => {
			const target = (event.target as Element).closest<HTMLElement>('[data-tensor]');
			if (!target) return player.point(null);
			const { tensor, cell } = target.dataset;
			player.point(tensor!, cell === undefined ? null : Number(cell));
		};
		const leave = () => player.point(null);
		// Svelte's own listeners: the focus also leaves what is taken off the page, in the midst of drawing.
		const deaf = [
			on(element, 'pointerover', point),
			on(element, 'focusin', point),
			on(element, 'pointerleave', leave),
			on(element, 'focusout', leave)
		];
		let lit: HTMLElement[] = [];
		$effect(() => {
			const pointed = player.pointed;
			// A step writes other numbers into the same page: what is pointed at is looked for again.
			void player.position;
			for (const target of lit) target.classList.remove('lit');
			lit = pointed
				? [...element.querySelectorAll<HTMLElement>(`[data-tensor="${CSS.escape(pointed.tensor)}"]`)].filter(
						({ dataset: { cell } }) =>
							cell === undefined || pointed.cell === null || Number(cell) === pointed.cell
					)
				: [];
			for (const target of lit) target.classList.add('lit');
		});
		return () => {
			for (const stop of deaf) stop();
		};
	};
