/** One encoder block, forward and back. */
import { expect, test } from '@playwright/test';
import { open, overview, press, problems, sentence } from './screen.ts';

test('transformer-encoder: the parts of the block follow each other, and the norm can come first', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'transformer-encoder');
	await expect(sentence(page)).toContainText('Head 1 of 2');
	await press(page, 'ArrowUp', 'ArrowRight');
	await expect(page.locator('.inspector nav')).toContainText('add & norm 1');
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Norm before each part (pre-LN)', { exact: true }).check();
	await expect(page).toHaveURL(/preNorm=/);
	await page.getByRole('tab', { name: 'Notes' }).click();
	await page.locator('.notes button.go[data-scope="backward/encoder/block 1/self-attention"]').click();
	await expect(sentence(page)).toContainText('The way back through self-attention');
	expect(found).toEqual([]);
});

test('transformer-encoder: the diagram shows the current part, and on the way back how much comes past it', async ({
	page
}) => {
	await open(page, 'transformer-encoder');
	await press(page, 'ArrowUp');
	await overview(page);
	const diagram = page.getByRole('region', { name: 'Block diagram' });
	const now = diagram.locator('[aria-current=step]');
	await expect(now).toHaveCount(1);
	await expect(now).toHaveAccessibleName(/encoder\/block 1\/self-attention.*, computed/);
	await press(page, 'ArrowRight');
	await expect(now).toHaveAccessibleName(/encoder\/block 1\/add & norm 1/);
	const feed = diagram.getByRole('button', { name: /decoder\/block 1\/feed-forward/ });
	await expect(feed).toHaveAccessibleName(/not computed yet/);
	await feed.click();
	await expect(page.locator('.inspector nav')).toContainText('feed-forward');
	// A click shows the part; the overview shows where it is.
	await expect(diagram).toHaveCount(0);
	await overview(page);
	await expect(feed).toHaveAccessibleName(/, computed/);
	await page.locator('.notes button.go[data-scope="backward/encoder/block 1/self-attention"]').click();
	await expect(diagram.locator('.size').first()).toHaveText(/^through [\d.−e]+$/);
	await expect(diagram.locator('.size').nth(1)).toHaveText(/^past [\d.−e]+$/);
	// In backward a box leads to the way back through it.
	await diagram
		.getByRole('button', { name: /encoder\/block 1\/feed-forward/ })
		.first()
		.click();
	await expect(page.locator('header [aria-current=step]')).toHaveText('backward');
	await expect(sentence(page)).toContainText('The way back through feed-forward');
});

test('transformer-encoder: on a phone the diagram stands upright, and all of it is seen', async ({
	page
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await open(page, 'transformer-encoder');
	await overview(page);
	const diagram = page.getByRole('region', { name: 'Block diagram' });
	await diagram.getByRole('button', { name: /loss.*not computed yet/ }).click();
	await overview(page);
	await expect(diagram.locator('[aria-current=step]')).toBeInViewport({ ratio: 1 });
	for (const name of [/embedding: /, /cross-attention/, /loss/])
		await expect(diagram.getByRole('button', { name }).first()).toBeInViewport({ ratio: 1 });
	expect(
		await page.locator('.focus').evaluate((box) => box.scrollHeight - box.clientHeight)
	).toBeLessThanOrEqual(1);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
