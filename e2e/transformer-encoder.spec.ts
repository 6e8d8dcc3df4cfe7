/** One encoder block, forward and back. */
import { expect, test } from '@playwright/test';
import { open, press, problems, sentence } from './screen.ts';

test('transformer-encoder: the parts of the block follow each other, and the norm can come first', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'transformer-encoder');
	await expect(page.locator('.inspector nav')).toContainText('self-attention');
	await press(page, 'ArrowRight');
	await expect(page.locator('.inspector nav')).toContainText('add & norm 1');
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Norm before each part (pre-LN)', { exact: true }).check();
	await expect(page).toHaveURL(/preNorm=/);
	await page.getByRole('tab', { name: 'Notes' }).click();
	await page.locator('.notes button.go[data-scope="backward/encoder/block 1/self-attention"]').click();
	await expect(sentence(page)).toContainText('The way back through self-attention');
	expect(found).toEqual([]);
});
