/** The room that a figure has on the stage, measured: its parts take their sizes from it. */
import type { Attachment } from 'svelte/attachments';
import { LARGEST } from './grid.ts';
import { legibleFrom } from './legible.svelte.ts';

/** From this width on a figure stands on a desk, below it on a phone. */
const WIDE = 600;
/** What is around a figure that stands on a page without a frame: above it and below it. */
const ABOVE = { wide: 380, narrow: 420 };
/** What a frame has beside the figure: its title. */
const TITLE = 36;
/** Less than this is no picture: the frame scrolls. */
const LOWEST = 200;
/** What a caption and what stands under a part take of the height. */
const CAPTION = 50;

/** A part of a figure, in cells. */
export interface Part {
	readonly rows: number;
	readonly columns: number;
}

/** What was measured last: a figure that takes another's place begins with its room. */
const last = { width: 680, height: 520, rem: 15 };

export class Room {
	width = $state(last.width);
	height = $state(last.height);
	/** What 1rem is, in pixels: type grows with the window, so it changes with the width. */
	rem = last.rem;
	readonly narrow = $derived(this.width < WIDE);
	/** What a sign between two parts takes of the width. */
	readonly sign = $derived(this.narrow ? 28 : 42);

	readonly measure: Attachment<HTMLElement> = (element) => {
		const update = () => {
			const width = element.clientWidth;
			if (!width) return;
			last.rem = this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
			// A scrollbar that comes and goes must not make parts grow and shrink in turn.
			if (width < this.width || width > this.width + 20) last.width = this.width = width;
			const around = width < WIDE ? ABOVE.narrow : ABOVE.wide;
			last.height = this.height = frame
				? Math.max(LOWEST, frame.clientHeight - TITLE)
				: Math.max(320, innerHeight - around);
		};
		/** A stage gives its picture a frame; elsewhere a figure is as high as the window allows. */
		const frame = element.closest('[data-frame]');
		const observer = new ResizeObserver(update);
		observer.observe(element);
		if (frame) observer.observe(frame);
		addEventListener('resize', update);
		return () => {
			observer.disconnect();
			removeEventListener('resize', update);
		};
	};

	/** The largest cell at which rows of parts, one under the other, fit. */
	unit(rows: readonly (readonly Part[])[], most = Math.max(LARGEST, this.width / 9)): number {
		const across = rows.map(
			(parts) =>
				(this.width - this.sign * parts.length) / parts.reduce((sum, { columns }) => sum + columns, 0)
		);
		const height = rows.reduce((sum, parts) => sum + Math.max(...parts.map((part) => part.rows)), 0);
		const down = (this.height - CAPTION * rows.length) / height;
		return Math.max(1, Math.floor(Math.min(most, down, ...across)));
	}
}

/** Pixels for planes that stand in a row: one cell for all where their numbers fit, or pictures of the same size. */
export function inRow(room: Room, parts: readonly Part[], picture = 264): number[] {
	const unit = room.unit([parts]);
	if (unit >= legibleFrom()) return parts.map(({ rows, columns }) => unit * Math.max(rows, columns));
	const side = Math.min(
		picture,
		room.height * 0.6,
		room.width / (room.narrow ? 2 : parts.length) - room.sign
	);
	return parts.map(() => side);
}
