/** The picture of a step for paper: under it the address of the step, and a code that a phone reads. */
import { qrOf } from './qr.ts';

/** In pixels of the picture. */
const CODE = 120;
const GAP = 12;

/** `svg` is a picture as figure.ts draws one; of a link that is too long for a code, the address alone is added. */
export function withLink(svg: string, link: string): string {
	const page = new DOMParser().parseFromString(svg, 'image/svg+xml');
	const picture = page.documentElement;
	const [width, height] = ['width', 'height'].map((name) => Number(picture.getAttribute(name)));
	const make = (name: string, attributes: Record<string, string | number>, text = '') => {
		const element = page.createElementNS('http://www.w3.org/2000/svg', name);
		for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
		element.textContent = text;
		return element;
	};
	const [wide, high] = [Math.max(width!, 4 * CODE), height! + CODE + 2 * GAP];
	const paper = picture.querySelector('rect')!;
	const whole = { width: wide, height: high };
	for (const [name, value] of Object.entries(whole)) paper.setAttribute(name, String(value));
	const top = height! + GAP;
	const code = qrOf(link, 4);
	const left = code ? CODE + 2 * GAP : GAP;
	if (code) {
		const drawn = make('svg', {
			x: GAP,
			y: top,
			width: CODE,
			height: CODE,
			viewBox: `0 0 ${code.size} ${code.size}`
		});
		drawn.append(make('rect', { width: code.size, height: code.size, fill: '#fff' }));
		drawn.append(make('path', { d: code.path, fill: '#000', 'shape-rendering': 'crispEdges' }));
		picture.append(drawn);
	}
	// As many signs as a line has room for: the address breaks where it must.
	const signs = Math.floor((wide - left - GAP) / 7.3);
	const lines = link.match(new RegExp(`.{1,${signs}}`, 'g')) ?? [];
	const most = Math.floor(CODE / 16);
	const shown = lines.length > most ? [...lines.slice(0, most - 1), '…'] : lines;
	for (const [k, line] of shown.entries())
		picture.append(
			make(
				'text',
				{ x: left, y: top + 16 * (k + 1), 'font-size': 12, 'font-family': 'monospace', fill: '#000' },
				line
			)
		);
	picture.setAttribute('width', String(wide));
	picture.setAttribute('height', String(high));
	picture.setAttribute('viewBox', `0 0 ${wide} ${high}`);
	return new XMLSerializer().serializeToString(page);
}
