/** Heads side by side, and one that is silenced. */
import { expect, test } from '@playwright/test';
import { open, press, problems, sentence } from './screen.ts';

test('multi-head: one head after the other, and a silenced one changes what is written', async ({ page }) => {
	const found = problems(page);
	await open(page, 'multi-head');
	await expect(sentence(page)).toContainText('Head 1 of 2');
	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText('Head 2 of 2');
	await press(page, 'ArrowUp');
	for (const head of [1, 2])
		await expect(page.getByRole('region', { name: `Attention, head ${head}` })).toBeVisible();
	await press(page, 'ArrowDown');
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Silenced head', { exact: true }).selectOption({ label: 'encoder: head 1' });
	await expect(page).toHaveURL(/silent=encoder/);
	await page.getByRole('tab', { name: 'Notes' }).click();
	await expect(page.locator('.left.notes')).toContainText('with this one silenced');
	expect(found).toEqual([]);
});
