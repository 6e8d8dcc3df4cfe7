/**
 * The sizes at which a layout changes, once for styles and scripts. A style says `@media (--narrow)`: PostCSS writes the
 * query there when the site is built, since a custom property has no value inside of a query.
 */
export const BREAKPOINTS = {
	/** Two columns, where a desk has three: the picture needs the width. */
	medium: '(max-width: 1200px)',
	/** One column, where a desk has several: phones, and tablets held upright. */
	narrow: '(max-width: 900px)',
	/** Fewer controls, for thumbs: phones. */
	small: '(max-width: 700px)',
	/** Too low for a picture with its text: a phone on its side, a page at 200 %. */
	low: '(max-height: 620px)',
	/** A frame inside another page may be narrower than any phone. */
	tiny: '(max-width: 480px)',
	/** Hardly higher than the controls: a laptop's window at 400 %. */
	short: '(max-height: 320px)'
} as const;
