/** Ghosts of marks that fly over a picture, fetched with the first one. */

/** Where numbers fly from and where to: selectors of marks in the picture, of which the first is the goal. */
export interface Flight {
	readonly from: string;
	readonly to: string;
}

/** More than these at once are a swarm. */
const MOST = 27;
/** A mark on a picture of tiny cells is no number that could be followed, in pixels. */
const SEEN = 14;

/** Lets them fly; they are gone when they have arrived. */
export function launch(within: HTMLElement, { from, to }: Flight, duration: number): HTMLElement[] {
	const goal = within.querySelector(to)?.getBoundingClientRect();
	if (!goal) return [];
	const origin = within.getBoundingClientRect();
	const sources = [...within.querySelectorAll<SVGElement>(from)]
		.map((mark) => ({ mark, box: mark.getBoundingClientRect() }))
		.filter(({ box }) => box.width >= SEEN && box.height >= SEEN)
		.slice(0, MOST);
	return sources.map(({ mark, box }) => {
		const ghost = document.createElement('div');
		ghost.dataset.flight = '';
		ghost.ariaHidden = 'true';
		Object.assign(ghost.style, {
			left: `${box.left - origin.left}px`,
			top: `${box.top - origin.top}px`,
			width: `${box.width}px`,
			height: `${box.height}px`,
			background: mark.style.fill
		});
		// A number that is printed in a cell flies with it.
		const text = mark.nextElementSibling;
		if (text?.tagName === 'text') ghost.textContent = text.textContent;
		within.append(ghost);
		const there = `translate(${goal.left - box.left}px, ${goal.top - box.top}px) scale(${goal.width / box.width}, ${goal.height / box.height})`;
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
