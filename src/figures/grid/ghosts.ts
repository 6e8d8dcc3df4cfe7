/** Ghosts of marks that fly over a picture, fetched with the first one. */

/** Where numbers fly from and where to: selectors of marks in the picture, of which the first is the goal. */
export interface Flight {
	readonly from: string;
	readonly to: string;
}

/** More than these at once are a swarm that nobody can follow: then none flies, since a few would say that they are all. */
const MOST = 27;
/** A number in a smaller cell could not be followed, in pixels. */
const SEEN = 14;

interface Printed {
	readonly text: string;
	readonly fill: string;
	/** Where it stands on the screen: the middle, and the side of its ghost. */
	readonly x: number;
	readonly y: number;
	readonly side: number;
}

/** The numbers that are printed within a mark: that of a cell, or those of a row that is framed. */
function printedIn(mark: SVGGraphicsElement): Printed[] {
	const box = mark.getBoundingClientRect();
	const side = Math.min(box.width, box.height);
	if (side < SEEN) return [];
	const { x, y, width, height } = mark.getBBox();
	// Marks and numbers of a picture lie in the same coordinates, so that no number has to be measured.
	return [...mark.ownerSVGElement!.querySelectorAll('text')].flatMap((text) => {
		const [right, down] = [Number(text.getAttribute('x')) - x, Number(text.getAttribute('y')) - y];
		if (right <= 0 || right >= width || down <= 0 || down >= height || !text.textContent) return [];
		const at = {
			x: box.left + (right / width) * box.width,
			y: box.top + (down / height) * box.height
		};
		return [{ text: text.textContent, fill: mark.style.fill, side, ...at }];
	});
}

/** Lets them fly, numbers alone; they are gone when they have arrived. */
export function launch(within: HTMLElement, { from, to }: Flight, duration: number): HTMLElement[] {
	const goal = within.querySelector(to)?.getBoundingClientRect();
	if (!goal) return [];
	const origin = within.getBoundingClientRect();
	const numbers = [...within.querySelectorAll<SVGGraphicsElement>(from)].flatMap(printedIn);
	if (numbers.length > MOST) return [];
	return numbers.map(({ text, fill, x, y, side }) => {
		const ghost = document.createElement('div');
		ghost.dataset.flight = '';
		ghost.ariaHidden = 'true';
		ghost.textContent = text;
		const [left, top] = [x - side / 2, y - side / 2];
		Object.assign(ghost.style, {
			left: `${left - origin.left}px`,
			top: `${top - origin.top}px`,
			width: `${side}px`,
			height: `${side}px`,
			background: fill
		});
		within.append(ghost);
		const there = `translate(${goal.left - left}px, ${goal.top - top}px) scale(${goal.width / side}, ${goal.height / side})`;
		ghost.animate(
			[
				{ transform: 'none', opacity: 1 },
				{ transform: there, opacity: 0.9, offset: 0.9 },
				{ transform: there, opacity: 0 }
			],
			{ duration, easing: 'ease-in-out' }
		).onfinish = () => ghost.remove();
		return ghost;
	});
}
