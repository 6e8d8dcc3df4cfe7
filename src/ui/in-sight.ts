/** Where an element stands in the box that scrolls around it, and whether the box shows it from its top, `height` pixels of it. */
export function standing(element: HTMLElement, box: HTMLElement, height = element.offsetHeight) {
	const top = element.offsetTop - box.offsetTop;
	const bottom = top + height;
	return { top, bottom, inSight: top >= box.scrollTop && bottom <= box.scrollTop + box.clientHeight };
}

/** Whether there is more in a box than it shows. */
export const scrolls = (box: HTMLElement): boolean => box.scrollHeight > box.clientHeight;
