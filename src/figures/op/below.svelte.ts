/** What is left of a frame under where something begins in it: a table shows as many rows as have room there. */
import type { Attachment } from 'svelte/attachments';

export class Below {
	/** In pixels; null on a page without a frame, which is as long as what stands on it. */
	height = $state<number | null>(null);

	readonly measure: Attachment<HTMLElement> = (element) => {
		const frame = element.closest<HTMLElement>('[data-frame]');
		if (!frame) return;
		const update = () => {
			const [{ top }, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
			// What is scrolled away is there all the same.
			this.height = Math.max(0, frame.clientHeight - (top - outer.top + frame.scrollTop));
		};
		const observer = new ResizeObserver(update);
		observer.observe(frame);
		// What stands before it may take another height.
		for (let at = element.previousElementSibling; at; at = at.previousElementSibling) observer.observe(at);
		return () => observer.disconnect();
	};
}
