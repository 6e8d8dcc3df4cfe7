/** What is averaged is framed: a row for layer norm, a column for batch norm; inference takes what training left. */
import { expect, test } from '@playwright/test';
import { grid, open, press, problems, sentence } from './screen.ts';

test('normalization: the mean of a row, then that of a column, is made step by step', async ({ page }) => {
	const found = problems(page);
	await open(page, 'normalization');
	await expect(sentence(page)).toContainText('is normalized to');
	await press(page, 'ArrowDown');
	await expect(sentence(page)).toContainText('is added first of this row');
	await page.locator('.notes button.go[data-scope="forward/batch norm"]').click();
	await press(page, 'ArrowDown', 'ArrowDown', 'ArrowDown');
	await expect(sentence(page)).toContainText('is added first of this column');
	await expect(grid(page, 'scale of batch norm')).toBeVisible();
	expect(found).toEqual([]);
});

test('normalization: in inference the running statistics come first, and batch norm reads them', async ({
	page
}) => {
	await open(page, 'normalization', 'mode=inference&batches=2');
	await page.locator('.notes button.go[data-scope="forward/batch norm"]').click();
	await press(page, 'ArrowDown', 'ArrowDown');
	await expect(sentence(page)).toContainText('minus the running mean');
	await expect(grid(page, 'running mean after batch 2')).toBeVisible();
	await expect(grid(page, 'running variance after batch 2')).toBeVisible();
});
