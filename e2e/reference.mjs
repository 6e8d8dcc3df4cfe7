/**
 * What the least possible page costs on the same machine: as many cells as a picture has, painted on a canvas, and one KaTeX
 * equation, both anew at each key press, and nothing else. A figure beside it says how much of the time is the page's own.
 */
import { readFileSync } from 'node:fs';

const katex = readFileSync('node_modules/katex/dist/katex.min.js', 'utf8');

/** The cells of the picture that a page shows, and the equation under it. */
export const shownOn = (page) =>
	page.evaluate(() => {
		const picture = document.querySelector('.stage .focus');
		const pixels = [...picture.querySelectorAll('canvas')].map(({ width, height }) => width * height);
		const cells = pixels.reduce((a, b) => a + b, 0) + picture.querySelectorAll('svg rect, .cells *').length;
		const tex = document.querySelector('.caption annotation')?.textContent ?? 'x = 1';
		return { cells, tex };
	});

/** Turns a blank page into the reference; each press of a key draws it. */
export async function showReference(page, { cells, tex }) {
	await page.setContent('<canvas width="512" height="512"></canvas><p></p>');
	await page.addScriptTag({ content: katex });
	await page.evaluate(
		({ cells, tex }) => {
			const pen = document.querySelector('canvas').getContext('2d');
			const side = Math.ceil(Math.sqrt(cells));
			const size = 512 / side;
			let n = 0;
			addEventListener('keydown', () => {
				n++;
				for (let k = 0; k < cells; k++) {
					pen.fillStyle = `rgb(${(k * 7 + n) % 256} 80 80)`;
					pen.fillRect((k % side) * size, Math.floor(k / side) * size, size, size);
				}
				document.querySelector('p').innerHTML = globalThis.katex.renderToString(tex, {
					throwOnError: false,
					trust: true,
					strict: 'ignore'
				});
			});
		},
		{ cells, tex }
	);
}
