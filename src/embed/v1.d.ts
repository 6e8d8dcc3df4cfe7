/** The element as a page's own TypeScript sees it; src/embed/element.ts is it. */
export interface BackstepLesson extends HTMLElement {
	/** Steps taken. To set it is to go there. */
	step: number;
	/** The last step that can be reached. */
	readonly steps: number;
	readonly ready: boolean;
	/** `depth` is 'op', 'cell', 'step', or how many scopes deep. */
	goto(step: number, depth?: string | number): void;
	next(): void;
	back(): void;
	/** Parts a second may be given. */
	play(speed?: number): void;
	pause(): void;
	/** As the element opened. */
	reset(): void;
	/** The whole trace, as an object of the published format. */
	exportTrace(): Promise<unknown>;
	/** The current figure, as a data URL of an image. */
	snapshot(): Promise<unknown>;
}

declare global {
	interface HTMLElementTagNameMap {
		'backstep-lesson': BackstepLesson;
	}
}
