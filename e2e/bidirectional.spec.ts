/** Two banks, and two directions. */
import { expect, test } from '@playwright/test';
import { open, overview, problems, sentence } from './screen.ts';

test('bidirectional: both directions are drawn, and one of them is gone when the other tagger reads', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'bidirectional');
	await expect(sentence(page)).toContainText('At step 5, both hidden states become one row');
	await expect(page.getByRole('button', { name: /^left to right, t = 5/ })).toBeVisible();
	await page.getByRole('button', { name: /^right to left, t = 5/ }).click();
	await expect(sentence(page)).toContainText('Step 3 of 7');
	await page.locator('.notes button.go[data-scope="backward/bidirectional rnn/left to right"]').click();
	await expect(page.locator('header [aria-current=step]')).toHaveText('backward');
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Read both ways', { exact: true }).uncheck();
	await overview(page);
	await expect(page.getByRole('button', { name: /^rnn, t = 5/ })).toBeVisible();
	await expect(page.getByRole('button', { name: /^right to left/ })).toHaveCount(0);
	await page.getByRole('tab', { name: 'Notes' }).click();
	await page.locator('.notes button.go[data-scope="forward/rnn"]').click();
	await expect(page.locator('.notes section.current')).toContainText('there is only one network');
	expect(found).toEqual([]);
});

test('bidirectional: what follows the bank changes its tag', async ({ page }) => {
	await open(page, 'bidirectional');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('Sentence', { exact: true });
	await field.fill('the zebra went to the bank to deposit money');
	await field.press('Enter');
	await expect(page.locator('.settings .note')).toContainText('does not know “zebra”');
	await expect(page.getByRole('button', { name: /^left to right, t = 9/ })).toBeVisible();
});
