/**
 * The colours of numbers as bytes, for what is painted pixel by pixel: a scale's middle, its end above, its end below, and what is
 * no number.
 * They are read from the page once for each theme; reading them for every picture has the browser work out all styles
 * again at each step.
 */
import type { Tensor } from '#engine';
import { areIds } from '#engine/ids.ts';
import { theme } from '#src/ui/theme.svelte.ts';

type Colour = readonly number[];
export type Palette = readonly [zero: Colour, above: Colour, below: Colour, amiss: Colour];

const palettes = new Map<string, Palette>();

/** In the browser only, after the page has its theme. */
export function paletteOf(tensor: Tensor): Palette {
	const ids = areIds(tensor);
	const scale = tensor.gradientOf ? 'gradient' : 'value';
	const root = document.documentElement;
	const key = `${theme.shown} ${ids ? 'id' : scale}`;
	let palette = palettes.get(key);
	if (!palette) {
		const style = getComputedStyle(root);
		const colour = (name: string) => bytes(style.getPropertyValue(`--${name}`));
		const end = (end: string) => colour(ids ? 'id' : `${scale}-${end}`);
		palettes.set(key, (palette = [end('zero'), end('above'), end('below'), colour('amiss')]));
	}
	return palette;
}

/** "#f39a4a" as three bytes. */
const bytes = (text: string): number[] =>
	(text.match(/[\da-f]{2}(?=([\da-f]{2}){0,2}$)/gi) ?? []).map((hex) => parseInt(hex, 16));
