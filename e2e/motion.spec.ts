/** Where a number goes somewhere it is seen to fly, over the picture as it is after the move; the next move ends it. */
import { expect, test, type Page } from '@playwright/test';
import { open, press, steps } from './screen.ts';

declare global {
	interface Window {
		/** Ghosts that ever flew, and the most at once. */
		flown: { all: number; most: number };
	}
}

const GHOST = '[data-flight]';

/** At the end of a cell of a convolution, nine products and a bias, with an eye on what flies. */
async function atCell(page: Page): Promise<void> {
	await open(page, 'convolution', 'step=20&depth=cell');
	await page.evaluate((ghost) => {
		window.flown = { all: 0, most: 0 };
		new MutationObserver((changes) => {
			const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
			window.flown.all += added.filter((node) => node instanceof Element && node.matches(ghost)).length;
			window.flown.most = Math.max(window.flown.most, document.querySelectorAll(ghost).length);
		}).observe(document.querySelector('.focus')!, { childList: true, subtree: true });
	}, GHOST);
}

const flown = (page: Page) => page.evaluate(() => window.flown);

/** What would begin to fly with the last move has begun. */
const begun = (page: Page) =>
	page.evaluate(async () => {
		for (let k = 0; k < 4; k++) await new Promise(requestAnimationFrame);
	});

test('nine products fly into their sum, which is written already, and are gone', async ({ page }) => {
	await atCell(page);
	await press(page, 'ArrowRight');
	await expect.poll(async () => (await flown(page)).all).toBe(9);
	await expect(page.locator(GHOST)).toHaveCount(0);
});

test('the next key ends what flies: of two quick ones no ghost is left, and no two swarms fly at once', async ({
	page
}) => {
	await atCell(page);
	const [before] = await steps(page);
	await page.keyboard.press('ArrowRight');
	await begun(page);
	await page.keyboard.press('ArrowRight');
	await begun(page);
	expect((await steps(page))[0]).toBe(before + 20);
	await expect(page.locator(GHOST)).toHaveCount(0);
	expect((await flown(page)).most).toBeLessThanOrEqual(9);
});

test('nothing flies for those who want less motion', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await atCell(page);
	await press(page, 'ArrowRight');
	await begun(page);
	expect((await flown(page)).all).toBe(0);
});

test('nothing flies while it plays faster than four steps a second', async ({ page }) => {
	await atCell(page);
	const [before] = await steps(page);
	await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '8 / s' });
	await press(page, ' ');
	await expect.poll(async () => (await steps(page))[0]).toBeGreaterThan(before + 20);
	expect((await flown(page)).all).toBe(0);
});
