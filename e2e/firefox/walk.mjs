/** A walk through lessons by keys, in whatever browser there is a page of: what `npm test` does in Firefox, and a release in WebKit. */
import assert from 'node:assert/strict';

/**
 * @typedef {object} Page
 * @property {(url: string) => Promise<unknown>} open
 * @property {(question: () => unknown) => Promise<any>} ask what a function returns there as JSON, or promises; it sees nothing of here
 * @property {(key: string) => Promise<unknown>} press
 */

export const LESSONS = ['cnn', 'lstm', 'transformer-decoder'];

/** Keys by their names in a page: https://w3c.github.io/webdriver/#keyboard-actions */
const KEYS = { ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015' };

/** What WebDriver, of either kind, is asked to do for a key. */
export const pressing = (key) => [
	{ type: 'key', id: 'keys', actions: ['keyDown', 'keyUp'].map((type) => ({ type, value: KEYS[key] })) }
];

/** How long something may take to come, in milliseconds. */
const PATIENCE = 30_000;

/** What a function returns in a page as soon as that `holds`; it is asked before each frame. */
async function until(page, what, question, holds = Boolean) {
	const end = Date.now() + PATIENCE;
	for (;;) {
		const answer = await page.ask(question);
		if (holds(answer)) return answer;
		if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE / 1000} s.`);
		await page.ask(() => new Promise(requestAnimationFrame));
	}
}

const alive = () =>
	[...document.querySelectorAll('header button')].some(({ textContent }) => textContent.includes('Share'));
const sentence = () => document.querySelector('.caption [role=status]')?.textContent.trim() ?? '';
/** Steps that are taken, and in what one is. */
const place = () =>
	['footer .count', '.inspector nav'].map((part) => document.querySelector(part)?.textContent).join(' ');
/** Once a move is drawn, the picture says whether a figure is still on its way. */
const drawn = async () => {
	for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame);
	return document.querySelector('.focus')?.getAttribute('aria-busy') === 'false';
};

/**
 * Whether any of what is written lies on the screen whole, once the picture is drawn; null where the picture marks none.
 *
 * @returns {boolean | null}
 */
export function writtenHere() {
	const all = [...document.querySelectorAll('.focus [data-write]')];
	if (!all.length) return null;
	return all.some((mark) => {
		const { left, right, top, bottom } = mark.getBoundingClientRect();
		const [x, y] = [(left + right) / 2, (top + bottom) / 2];
		const panel = mark.closest('.focus').getBoundingClientRect();
		const inPanel = x >= panel.left && x <= panel.right && y >= panel.top && y <= panel.bottom;
		const footer = document.querySelector('.workbench > footer').getBoundingClientRect();
		return inPanel && x >= 0 && x <= innerWidth && y >= 0 && y < Math.min(innerHeight, footer.top);
	});
}

const [over, back, into, out] = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'];

/**
 * From where a lesson opens, forward, back, in and out. Throws where a move does not come, is not told, or where what it
 * writes is not in view.
 *
 * @param {Page} page
 * @param {string} address of the lesson
 */
export async function walk(page, address) {
	await page.open(address);
	// Keys before that would be lost.
	await until(page, 'the page is alive', alive);
	for (const key of [over, back, over, into, over, over, back, out, over]) {
		const before = await page.ask(place);
		await page.press(key);
		const there = await until(page, `${key} from ${before}`, place, (now) => now !== before);
		await until(page, `the picture of ${there}`, drawn);
		assert.notEqual(await page.ask(sentence), '', `Nothing is said of ${there}.`);
		assert.equal(await page.ask(writtenHere), true, `What is written is not in view: ${there}.`);
	}
}
