import { expect, test } from '@playwright/test';
import { grid, open } from './screen.ts';

test('a changed number is compared with the run before it, swapped and dropped', async ({ page }) => {
	await open(page, 'convolution');
	await page.getByRole('tab', { name: 'What if' }).click();
	const panel = page.locator('#panel-what-if');
	await expect(panel).toContainText('Change something');
	await grid(page, 'input').focus();
	await page.keyboard.type('9');
	await page.keyboard.press('Enter');
	await expect(panel).toContainText('input: one number, 1 → 9');
	await expect(page.locator('[data-changed="0"]').first()).toBeVisible();
	await panel.getByRole('button', { name: 'Show it' }).click();
	// The window over the corner is the first that holds it: 1×9 − 3 + 4 − 6 + 7 − 9 = 2 where it was −6.
	await expect(page.locator('.inspector tr', { hasText: 'was −6' })).toContainText('2');
	const loss = panel.locator('.loss');
	const [before, after] = [await loss.locator('s').innerText(), await loss.locator('strong').innerText()];
	expect(before).not.toBe(after);

	await panel.getByRole('button', { name: 'Swap the runs' }).click();
	await expect(panel).toContainText('input: one number, 9 → 1');
	await expect(loss.locator('strong')).toHaveText(before);
	await expect(loss.locator('s')).toHaveText(after);
	await expect(panel.getByRole('button', { name: 'Swap the runs' })).toBeFocused();
	await panel.getByRole('button', { name: 'Drop the kept run' }).click();
	await expect(panel).toContainText('Change something');
	await expect(panel.locator('.what-if')).toBeFocused();
	await expect(page.locator('[data-changed]')).toHaveCount(0);
});

test('a setting that is changed back leaves nothing to compare', async ({ page }) => {
	await open(page, 'convolution');
	const stride = page.getByRole('spinbutton', { name: 'Stride' });
	await page.getByRole('tab', { name: 'Settings' }).click();
	await stride.fill('2');
	await stride.press('Enter');
	await page.getByRole('tab', { name: 'What if' }).click();
	await expect(page.locator('#panel-what-if')).toContainText('Stride: 1 → 2');
	await expect(page.locator('#panel-what-if')).toContainText('Of another shape: output (1×1×3×3 → 1×1×2×2)');
	await expect(page.locator('#panel-what-if')).toContainText('At step 10 something is written');
	await page.getByRole('tab', { name: 'Settings' }).click();
	await stride.fill('1');
	await stride.press('Enter');
	await page.getByRole('tab', { name: 'What if' }).click();
	await expect(page.locator('#panel-what-if')).toContainText('Change something');
});
