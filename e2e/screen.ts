/** What the tests ask of a lesson's screen, in the words of its user. */
import { expect, type Download, type Page } from '@playwright/test';
import { writtenHere } from './firefox/walk.mjs';

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export const open = async (page: Page, lesson: string, query = ''): Promise<void> => {
	await page.goto(`/lessons/${lesson}/${query && `?${query}`}`);
	await alive(page);
};

/** Clicks before the page is alive would be lost; this button comes with its life. */
export const alive = (page: Page): Promise<void> =>
	expect(page.locator('header button', { hasText: 'Share' })).toBeVisible();

export const sentence = (page: Page) => page.locator('.caption [role=status]');

/** "10 / 544": steps taken and all steps. */
export const steps = async (page: Page): Promise<[done: number, all: number]> => {
	const [done, all] = (await page.locator('footer .count').innerText()).split('/').map(Number);
	return [done!, all!];
};

export const press = async (page: Page, ...keys: string[]): Promise<void> => {
	for (const key of keys) await page.keyboard.press(key);
};

/** The whole network in the place of the picture, or that of what one looks at again. */
export const overview = (page: Page): Promise<void> =>
	page.getByRole('button', { name: 'Whole network' }).click();

/** The cells of a grid, by what its label begins with; found again as the figure changes. */
export const grid = (page: Page, label: string) =>
	page.locator(`[role=grid][aria-label^="${label}"]`).first();

/** Expects nothing to be cut off sideways, once the page has its fonts: those that stand in for them are wider. */
export async function expectFits(page: Page): Promise<void> {
	const over = await page.evaluate(async () => {
		await document.fonts.ready;
		return document.documentElement.scrollWidth - innerWidth;
	});
	expect(over).toBeLessThanOrEqual(0);
}

/** The trace of the page, as the file that it saves. */
export async function saveTrace(page: Page): Promise<Download> {
	await page.locator('header button', { hasText: /^Save$/ }).click();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Save trace' }).click()
	]);
	return download;
}

/**
 * What is written as somebody sees it: whether any of it lies on the screen whole, and is not covered. Null where the picture
 * marks none.
 */
export async function writtenInView(page: Page): Promise<boolean | null> {
	const twoFrames = () =>
		page.evaluate(async () => {
			for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame);
		});
	// Only once a move is drawn does the picture say whether a figure is still on its way.
	await twoFrames();
	await expect(page.locator('.focus[aria-busy=false]')).toBeAttached();
	await twoFrames();
	return page.evaluate(writtenHere);
}

/** Collects what a page reports as wrong. */
export function problems(page: Page): string[] {
	const found: string[] = [];
	page.on('console', (message) => {
		const text = message.text();
		// playwright.config.ts lets nothing be kept, and Playwright says so.
		if (text === 'Service Worker registration blocked by Playwright') return;
		if (message.type() === 'error' || message.type() === 'warning') found.push(text);
	});
	page.on('pageerror', (error) => found.push(error.stack ?? error.message));
	return found;
}
