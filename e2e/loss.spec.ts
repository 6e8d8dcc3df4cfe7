/** A cross-entropy looked at as a part: what was right at each place, by name, how probable it was found, and the way to its score. */
import { expect, test } from '@playwright/test';
import { open, PHONE, press, problems, sentence } from './screen.ts';

test('the loss of a sentence has a row for each word, with the word that was right after it', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'bahdanau');
	await page.getByRole('list', { name: 'Phases' }).getByRole('button', { name: 'loss' }).click();
	const table = page.locator('.focus table');
	await expect(table.locator('tbody th')).toHaveText(['<start>', 'je', "t'", 'aime']);
	await expect(table.locator('td.name')).toHaveText(['je', "t'", 'aime', '<end>']);
	await expect(table.locator('[data-write]')).toBeVisible();
	await table.getByRole('button', { name: /^9\d/ }).first().click();
	await expect(sentence(page)).toContainText(/je|score/);
	expect(found).toEqual([]);
});

test('the loss of one image is its scores, their probabilities, and −ln of that of the right class', async ({
	page
}) => {
	await open(page, 'cnn');
	await page.getByRole('list', { name: 'Phases' }).getByRole('button', { name: 'loss' }).click();
	const columns = page.locator('.focus table').getByRole('columnheader');
	await expect(columns).toHaveText(['class', 'scores', 'e to the (score − max)', 'probability ŷ']);
	// Into it comes the op itself.
	await press(page, 'ArrowDown');
	await expect(columns).toHaveCount(4);
});

test('on a phone the classes and the stages of a loss and a softmax are seen without scrolling', async ({
	page
}) => {
	await page.setViewportSize(PHONE);
	for (const part of ['loss', 'backward/loss', 'forward/softmax']) {
		await open(page, 'cnn', `part=${part}`);
		const picture = page.locator('.focus');
		const rows = picture.locator('tbody tr:not(.dots)');
		await expect(rows.first()).toContainText('7');
		await expect(rows.nth(4)).toBeInViewport({ ratio: 1 });
		await expect(picture.locator('ol li').last()).toBeInViewport({ ratio: 1 });
		await expect(picture.locator('td[data-write]')).toBeInViewport({ ratio: 1 });
	}
});

test('any other loss is drawn pair by pair, with the curve of what a pair costs', async ({ page }) => {
	await open(page, 'losses', 'part=regression/MSE');
	const picture = page.locator('.focus');
	await expect(picture.getByRole('columnheader', { name: 'loss of the pair' })).toBeVisible();
	// (4 − 2)² of the first measurement, and five pairs in all.
	await expect(picture.getByRole('row', { name: /^0/ })).toContainText('4');
	await expect(picture.locator('.current, tbody tr').filter({ hasText: /^\d/ })).not.toHaveCount(0);
});
