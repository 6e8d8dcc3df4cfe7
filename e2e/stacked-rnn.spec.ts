/** Layers on top of each other, letters that the student types, and the way back through two directions. */
import { expect, test } from '@playwright/test';
import { open, overview, problems, sentence } from './screen.ts';

test('stacked-rnn: opens where the second layer reads the first', async ({ page }) => {
	const found = problems(page);
	await open(page, 'stacked-rnn');
	await expect(sentence(page)).toContainText(
		'Step 2 of 3 reads the hidden state h2 of layer 1 and what is remembered, the hidden state h1 of layer 2'
	);
	await overview(page);
	for (const layer of [1, 2, 3])
		await expect(page.getByRole('button', { name: new RegExp(`^layer ${layer}, t = `) })).toHaveCount(3);
	await expect(page.getByRole('button', { name: /^layer 2, t = 2/ })).toHaveAttribute('aria-current', 'step');
	expect(found).toEqual([]);
});

test('stacked-rnn: typed letters give as many columns, and unknown ones are named', async ({ page }) => {
	await open(page, 'stacked-rnn');
	await overview(page);
	const top = page.getByRole('button', { name: /^layer 3, t = / });
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('Letters', { exact: true });
	await field.fill('café');
	await field.press('Enter');
	await expect(page.locator('.settings .note')).toContainText('does not know “é”: it reads <unk> instead');
	await expect(top).toHaveCount(4);
	await expect(page).toHaveURL(/word=caf/);
	await field.fill('two words');
	await field.press('Enter');
	await expect(page.locator('.settings .error')).toContainText('give a single word');
	await expect(top).toHaveCount(4);
});

test('stacked-rnn: the notes lead to the sum of the two directions', async ({ page }) => {
	await open(page, 'stacked-rnn');
	await page
		.locator('.notes button[data-scope="backward/stacked rnn/layer 2/t = 3/sum of h2_l1 gradients"]')
		.click();
	const trail = page.locator('.inspector nav');
	await expect(trail).toContainText('backward');
	await expect(trail).toContainText('sum of h2_l1 gradients');
	await overview(page);
	await expect(
		page.getByRole('button', { name: /^Size of the gradient of hidden state h3 of layer 3/ })
	).toHaveCount(1);
	await expect(
		page.getByRole('button', { name: /^Size of the gradient of hidden state h1 of layer 1/ })
	).toHaveCount(0);
});
