/** The weights of the new state, the order of the parts, and the alignment of a typed sentence. */
import { expect, test } from '@playwright/test';
import { open, press, problems, sentence } from './screen.ts';

test('luong: opens where scores become weights, and goes on part by part', async ({ page }) => {
	const found = problems(page);
	await open(page, 'luong');
	const trail = page.locator('.inspector nav');
	await expect(trail).toContainText('softmax');
	await expect(sentence(page)).toContainText('turned into weights');
	for (const part of ['context', 'combine', 'output']) {
		await press(page, 'ArrowRight');
		await expect(trail).toContainText(part);
	}
	expect(found).toEqual([]);
});

test('luong: the order of the parts is compared with Bahdanau’s', async ({ page }) => {
	await open(page, 'luong');
	const table = page.getByRole('table', { name: /^In which order/ });
	await expect(table.getByRole('row', { name: /^gru/ })).toContainText(/6.*2/);
	await expect(table.getByRole('row', { name: /^context/ })).toContainText(/4.*5/);
});

test('luong: the alignment follows a typed sentence', async ({ page }) => {
	await open(page, 'luong');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('English sentence', { exact: true });
	await field.fill('the woman wants the red car');
	await field.press('Enter');
	await page.getByRole('tab', { name: 'Notes' }).click();
	const table = page.getByRole('table', { name: /^Attention weights/ });
	await expect(table.getByRole('columnheader').last()).toHaveText('6 car');
	await expect(table.getByRole('rowheader').nth(5)).toHaveText('6 rouge');
	await page.locator('.notes button.go[data-scope="backward/decoder/t = 2/scores"]').click();
	await expect(page.locator('.inspector nav')).toContainText('backward');
});
