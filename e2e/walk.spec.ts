/**
 * Whatever is pressed and clicked, and in whatever order, no page throws or warns. The walk is random and seeded; it is
 * repeated by `WALK_SEED=7 npx playwright test walk`, and made longer by `WALK_MOVES=5000`.
 */
import { expect, test, type Page } from '@playwright/test';
import { random } from '../engine/index.ts';
import { open, press, problems } from './screen.ts';

const MOVES = Number(process.env.WALK_MOVES ?? 40);
const SEED = Number(process.env.WALK_SEED ?? 1);

/** Keys that are pressed in a row: alone, the later ones would seldom meet what the first ones open. */
const KEYS = [
	...['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'F10', 'F11', '+', '-'],
	...[
		'ArrowRight ArrowRight',
		'ArrowDown ArrowDown',
		'Tab',
		'Shift+Tab',
		'Tab Enter',
		'Space',
		'Space Space'
	],
	...[
		'p ArrowRight ArrowRight',
		'p 5 Enter Enter',
		'p 5 Tab',
		'p',
		'b n',
		'Shift+n',
		'1',
		'1 Enter',
		'- 2 Escape'
	],
	...['x', '? Escape', '?', 'Control+k Escape', 'Control+k s o f t ArrowDown Enter', 'Escape']
].map((keys) => keys.split(' '));
/** What is clicked, at a random place of it. */
const PLACES = [
	...['[role=grid] svg', '[role=grid] svg', '.focus svg', '.transport button', '[aria-label=Phases] button'],
	...[
		'[role=slider]',
		'[role=tab]',
		'.inspector button',
		'.notes button',
		'[data-tensor]',
		'summary',
		'dialog button'
	]
];

test.describe.configure({ timeout: 90_000 + MOVES * 5 * 100 });

for (const [k, lesson] of [
	'convolution',
	'pooling',
	'lstm',
	'self-attention',
	'transformer-encoder'
].entries())
	test(`a random walk over ${lesson} breaks nothing`, async ({ page }) => {
		const found = problems(page);
		await open(page, lesson);
		const { next, pick } = random(SEED * 100 + k);
		const walked: string[] = [];
		for (let n = 0; n < MOVES && !found.length; n++) {
			if (next() < 0.6) {
				const keys = pick(KEYS);
				walked.push(...keys);
				await press(page, ...keys);
			} else {
				const what = pick(PLACES);
				const at = await place(page, what, [next(), next(), next()]);
				walked.push(`click ${what}`);
				if (at) await page.mouse.click(...at);
			}
		}
		expect(found, `after ${walked.join(', ')}`).toEqual([]);
	});

/** A point of one of the things on the screen that a selector finds; null where none is. */
const place = (page: Page, what: string, [which, x, y]: [number, number, number]) =>
	page.evaluate(
		({ what, which, x, y }) => {
			const boxes = [...document.querySelectorAll(what)]
				.map((element) => element.getBoundingClientRect())
				.filter((box) => box.width && box.top >= 0 && box.bottom <= innerHeight);
			const box = boxes[Math.floor(which * boxes.length)];
			return box ? ([box.left + x * box.width, box.top + y * box.height] as [number, number]) : null;
		},
		{ what, which, x, y }
	);
