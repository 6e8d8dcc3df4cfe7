/** Cells of a picture as paths and as text, which the browser reads faster than a script could make an element for each. */
import { safe } from '#src/text/safe.ts';
import { fit } from './paint.ts';

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface Placed extends Box {
	/** The cell of the tensor; −1 for padding. */
	readonly index: number;
	/** Its colour, once it is known. */
	readonly fill: string;
	/** Whether a mask passes it by. */
	readonly shut: boolean;
	/** What is written in it, as SVG; nothing where there is no room. */
	readonly label: string;
}

/** Boxes as the data of one path. */
export const outline = (boxes: readonly Box[]): string =>
	boxes.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');

/** A number in a cell, and over it what it stands for, where that is something else. */
export function labelOf(
	{ x, y, width, height }: Box,
	number: string,
	name: string | undefined,
	classes: readonly string[]
): string {
	if (number === '') return '';
	const line = (text: string, down: number, size: number, classes: readonly string[]) =>
		`<text x="${x + width / 2}" y="${y + height * down}" font-size="${size}"${
			classes.length ? ` class="${classes.join(' ')}"` : ''
		}>${safe(text)}</text>`;
	if (name === undefined || name === number) return line(number, 0.5, fit(number, width), classes);
	return (
		line(name, 0.36, Math.min(fit(name, width), height * 0.45), []) +
		line(number, 0.76, fit(number, width) * 0.7, ['soft', ...classes])
	);
}

/** What writes the labels of places into an element whose content is its alone; `there` of them are written already. */
export function writerInto(element: SVGElement, places: readonly Placed[], there: number) {
	let last = { places, there };
	return (places: readonly Placed[], there: number): void => {
		const more = places === last.places && there >= last.there;
		// A step adds to what is written.
		if (more) element.insertAdjacentHTML('beforeend', labelled(places.slice(last.there, there)));
		else element.innerHTML = labelled(places.slice(0, there));
		last = { places, there };
	};
}

export const labelled = (places: readonly Placed[]): string => places.map(({ label }) => label).join('');
