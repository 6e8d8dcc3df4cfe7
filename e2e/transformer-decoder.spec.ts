/** The decoder in training and in use. */
import { expect, test } from '@playwright/test';
import { open, press, problems, sentence } from './screen.ts';

test('transformer-decoder: it opens in a masked head, and the way back is a link away', async ({ page }) => {
	const found = problems(page);
	await open(page, 'transformer-decoder');
	await expect(sentence(page)).toContainText('Head 1 of 2');
	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText('Head 2 of 2');
	await page.locator('.notes button.go[data-scope="backward/decoder/block 1/masked self-attention"]').click();
	await expect(page.locator('header [aria-current=step]')).toHaveText('backward');
	expect(found).toEqual([]);
});

test('transformer-decoder: without training it writes one word after the other', async ({ page }) => {
	await open(page, 'transformer-decoder');
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Training', { exact: true }).uncheck();
	await expect(page.locator('header [aria-label=Phases]')).not.toContainText('backward');
	await expect(page.getByLabel('Remember keys and values', { exact: true })).toBeVisible();
	const field = page.getByLabel('English sentence', { exact: true });
	await field.fill('the zebra loves him');
	await field.press('Enter');
	await expect(page.locator('.settings .note')).toContainText('does not know “zebra”');
	await press(page, 'Escape');
	await page.getByRole('tab', { name: 'Notes' }).click();
	await expect(page.locator('.left.notes').getByRole('row', { name: /with a cache/ })).toBeVisible();
});
