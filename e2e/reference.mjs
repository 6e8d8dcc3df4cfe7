/**
 * What the least possible page costs on the same machine. For each move that was measured it paints as many cells on a canvas
 * as the picture of that move has (the pixels that were put on its canvases in that move, and the cells that stand in it), and
 * typesets that move's equation by KaTeX with its own styles and fonts, anew at each press of a key. It does nothing else: no
 * text, no other panel, nothing kept from the move before. A figure beside it says how much of the time is the page's own.
 */
import { readFileSync } from 'node:fs';

const KATEX = 'node_modules/katex/dist';
const katex = readFileSync(`${KATEX}/katex.min.js`, 'utf8');
const PATH = '/reference/';

/** Has a page count the pixels that it puts on canvases, before it is opened. */
export const countPixels = (page) =>
	page.addInitScript(() => {
		globalThis.pixels = 0;
		const { prototype } = CanvasRenderingContext2D;
		const put = prototype.putImageData;
		prototype.putImageData = function (image, ...at) {
			globalThis.pixels += image.width * image.height;
			put.call(this, image, ...at);
		};
	});

/** What the last move has drawn: cells of its picture, and the equation under it. Counting begins anew. */
export const drawnOn = (page) =>
	page.evaluate(() => {
		const rects = document.querySelectorAll('.stage .focus svg rect').length;
		// Cells of one colour are one path.
		const paths = [...document.querySelectorAll('.stage .focus .cells path')].map((path) =>
			path.getAttribute('d')
		);
		const cells = globalThis.pixels + rects + paths.join('').split('M').length - 1;
		globalThis.pixels = 0;
		return { cells, tex: document.querySelector('.caption annotation')?.textContent ?? 'x = 1' };
	});

/** Turns a page of the site into the reference; each press of a key draws the next of the moves. */
export async function showReference(page, moves) {
	const body = `<!doctype html><link rel="stylesheet" href="katex.css"><canvas width="512" height="512"></canvas><p></p>`;
	await page.route(`**${PATH}**`, (route) => {
		const { pathname } = new URL(route.request().url());
		const file = pathname.slice(pathname.indexOf(PATH) + PATH.length);
		if (!file) return route.fulfill({ contentType: 'text/html', body });
		return route.fulfill({ path: `${KATEX}/${file === 'katex.css' ? 'katex.min.css' : file}` });
	});
	await page.goto(new URL(PATH, page.url()).href);
	await page.addScriptTag({ content: katex });
	await page.evaluate((moves) => {
		const pen = document.querySelector('canvas').getContext('2d');
		let n = 0;
		addEventListener('keydown', () => {
			const { cells, tex } = moves[n++ % moves.length];
			const side = Math.ceil(Math.sqrt(cells));
			const size = 512 / side;
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
	}, moves);
}
