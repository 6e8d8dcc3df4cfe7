/**
 * For a button that leads to another place: after a click by pointer it gives the focus up, so that keys do on the page what
 * they do elsewhere, and Space plays. Who presses it by keyboard stays on it.
 */
export function handBack(event: MouseEvent): void {
	if (event.detail > 0 && document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
