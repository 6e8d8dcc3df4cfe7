/** What a network says stands beside the strip, by name, from the moment in which it is computed. */
import { expect, test } from '@playwright/test';
import { open, press } from './screen.ts';

test('the digit by name: blank at first, and after the update beside what was said before', async ({
	page
}) => {
	await open(page, 'cnn');
	const says = page.getByRole('list', { name: 'What the network says' });
	await press(page, 'Home');
	await expect(says.getByRole('button')).toHaveCount(0);
	await press(page, 'End');
	await expect(says.getByRole('button')).toHaveCount(5);
	const first = says.getByRole('button').first();
	await expect(first).toHaveAttribute('title', /^7: .*, was .*, the right answer/);
	await first.click();
	await expect(page.getByRole('status').first()).toContainText('“7”');
});

test('colours are explained where somebody asks', async ({ page }) => {
	await open(page, 'lstm');
	await page.getByText('Colours', { exact: true }).click();
	await expect(page.locator('.legend dd').first()).toBeVisible();
	await expect(page.locator('.legend')).toContainText('1');
});
