/** From words to a batch, and what the mask is for. */
import { expect, test } from '@playwright/test';
import { grid, open, press, problems, sentence } from './screen.ts';

test('text-pipeline: five words become a batch of 7 × 5, and a step without its mask changes them all', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'text-pipeline');
	await expect(sentence(page)).toContainText('5 tensors are put together');
	await press(page, 'ArrowUp');
	await expect(sentence(page)).toContainText('Shorter words are filled up with 0');
	await expect(grid(page, 'batch')).toHaveAttribute('aria-label', /7 by 5/);
	await press(page, 'ArrowRight', 'ArrowRight');
	await press(page, 'ArrowDown');
	await page.locator('.overview').getByTitle('Show forward/rnn/t = 7').click();
	await press(page, 'ArrowDown');
	const masked = page.locator('.overview').getByTitle('Show forward/rnn/t = 7/padding');
	await expect(masked).toBeVisible();
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Use the mask', { exact: true }).uncheck();
	await expect(page.locator('.overview').getByTitle('Show forward/rnn/t = 7/tanh')).toBeVisible();
	await expect(masked).toHaveCount(0);
	await expect(page).toHaveURL(/mask=/);
	expect(found).toEqual([]);
});

test('text-pipeline: the notes lead to a choice of the mask on the way back', async ({ page }) => {
	await open(page, 'text-pipeline');
	await page.locator('.notes button.go[data-scope="backward/rnn/t = 7/padding"]').click();
	await expect(page.locator('.focus h2')).toContainText('padding, backward');
	await expect(page.locator('.notes section.current')).toContainText('the mask decides again');
});

test('text-pipeline: letters that are not in the vocabulary are named, and too long a word is refused', async ({
	page
}) => {
	await open(page, 'text-pipeline');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('Words', { exact: true });
	await field.fill('café walked');
	await field.press('Enter');
	await expect(page.locator('.settings .note')).toContainText('does not know “é”: it reads <unk> instead');
	await expect(grid(page, 'batch')).toHaveAttribute('aria-label', /6 by 2/);
	await field.fill('antidisestablishmentarianism');
	await field.press('Enter');
	await expect(page.locator('.settings .error')).toContainText('give at most 16');
	await expect(grid(page, 'batch')).toHaveAttribute('aria-label', /6 by 2/);
});
