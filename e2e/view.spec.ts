/**
 * After any single move the cell that is written is in view: nobody has to scroll by hand, on a desk, a small screen, a tablet
 * or a phone. The walk is random and seeded: `VIEW_SEED=7 npx playwright test view`, `VIEW_MOVES=200` for a long one.
 */
import { expect, test, type Page } from '@playwright/test';
import { random } from '../engine/index.ts';
import { LESSONS } from './lessons.ts';
import { open, PHONE, press } from './screen.ts';

const MOVES = Number(process.env.VIEW_MOVES ?? 8);
const SEED = Number(process.env.VIEW_SEED ?? 1);

const SIZES = [
	{ width: 1440, height: 900 },
	{ width: 1024, height: 768 },
	{ width: 820, height: 1180 },
	PHONE
];
/** Moves by a key; the last one goes anywhere, by its share of the timeline. */
const KEYS = [
	'ArrowRight',
	'ArrowRight',
	'ArrowLeft',
	'ArrowDown',
	'ArrowDown',
	'ArrowUp',
	'End',
	'somewhere'
];

/**
 * What is written as somebody sees it: whether any of it lies on the screen whole, and is not covered. Null where the picture
 * marks none.
 */
const written = (page: Page) =>
	page.evaluate(async () => {
		const frame = () => new Promise((done) => requestAnimationFrame(done));
		await frame();
		await frame();
		const all = [...document.querySelectorAll('.focus [data-write]')];
		if (!all.length) return null;
		return all.some((mark) => {
			const { left, right, top, bottom } = mark.getBoundingClientRect();
			const [x, y] = [(left + right) / 2, (top + bottom) / 2];
			const panel = mark.closest('.focus')!.getBoundingClientRect();
			const inPanel = x >= panel.left && x <= panel.right && y >= panel.top && y <= panel.bottom;
			const footer = document.querySelector('.workbench > footer')!.getBoundingClientRect();
			return inPanel && x >= 0 && x <= innerWidth && y >= 0 && y < Math.min(innerHeight, footer.top);
		});
	});

test.describe.configure({ timeout: 90_000 + MOVES * 2000 });

for (const [n, lesson] of LESSONS.entries())
	test(`what is written is in view in ${lesson}`, async ({ page }) => {
		const sizes = MOVES > 20 ? SIZES : [SIZES[n % SIZES.length]!];
		const hidden: string[] = [];
		for (const size of sizes) {
			await page.setViewportSize(size);
			await open(page, lesson);
			const { next, pick } = random(SEED * 100 + n);
			const walked: string[] = [];
			for (let k = 0; k < MOVES; k++) {
				const key = pick(KEYS);
				walked.push(key);
				if (key !== 'somewhere') await press(page, key);
				else await jump(page, next());
				if ((await written(page)) === false)
					hidden.push(
						`${size.width}: ${await page.evaluate(() => document.querySelector('.inspector nav')!.textContent)} after ${walked.join(' ')}`
					);
			}
		}
		expect(hidden).toEqual([]);
	});

/** To a place of the timeline. */
async function jump(page: Page, share: number): Promise<void> {
	const box = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!;
	await page.mouse.click(box.x + share * (box.width - 2) + 1, box.y + box.height / 2);
}
