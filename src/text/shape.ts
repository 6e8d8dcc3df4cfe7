/**
 * The shape of an equation: the same for all cells of a tensor, whose numbers differ, and for all time steps, whose tensors
 * do. It is drawn once, with numbers that hold the places, and the real numbers and names are put in afterwards.
 */

import type { Template } from './drawn.ts';

/** A place: a number with so many digits is written nowhere else, not by a step and not in the paths of a stretched brace. */
const MARK = '70710678';
const MOST = 10000;
const place = (k: number): string => `${MARK}${String(k).padStart(4, '0')}`;
const PLACE = new RegExp(`${MARK}\\d{4}`, 'g');

/** The name of a tensor that a symbol is tied to: it is not seen, and a symbol of another time step is else the same. */
const TIED = /(?<=\\htmlData\{tensor=)[\w.]+(?=[,}])/;
/** A number by itself: not a digit of a name, of an index without braces, or of a length; the base of a power is drawn digit by digit. */
const NUMBER = /(?<![\\\w.^])\d+(?:\.\d+)?(?![\w^]|\.\d|\s*(?:pt|em|ex|mu)\b)/;
const HELD = new RegExp(`${TIED.source}|${NUMBER.source}`, 'g');

export interface Shape {
	readonly tex: string;
	/** What stands in the places: numbers, and names of tensors. */
	readonly numbers: readonly string[];
}

/** An equation with places for its numbers; null where its own digits could be taken for a place. */
export function shapeOf(tex: string): Shape | null {
	const numbers: string[] = [];
	if (tex.includes(MARK)) return null;
	const shape = tex.replace(HELD, (number) => {
		numbers.push(number);
		return place(numbers.length - 1);
	});
	return numbers.length < MOST ? { tex: shape, numbers } : null;
}

export function templateOf(drawn: string): Template {
	return {
		drawn,
		texts: drawn.split(PLACE),
		places: (drawn.match(PLACE) ?? []).map((found) => Number(found.slice(MARK.length)))
	};
}
