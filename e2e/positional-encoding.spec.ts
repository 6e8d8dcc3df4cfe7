/** Two orders of the typed words, with and without positions, and the shift that is a rotation. */
import { expect, test } from '@playwright/test';
import { open, press, problems, sentence } from './screen.ts';

test('positional-encoding: positions are added, and switched off', async ({ page }) => {
	const found = problems(page);
	await open(page, 'positional-encoding');
	await expect(sentence(page)).toContainText('so to each is added where it is');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('Sentence', { exact: true });
	await field.fill('zebras sometimes yawn');
	await field.press('Enter');
	await expect(page).toHaveURL(/sentence=zebras\+sometimes\+yawn/);
	await page.getByRole('switch', { name: 'Add positions' }).click();
	await expect(page).toHaveURL(/positions=false/);
	await page.getByRole('tab', { name: 'Notes' }).click();
	await expect(page.getByRole('tabpanel', { name: 'Notes' })).toContainText('“yawn sometimes zebras”');
	expect(found).toEqual([]);
});

test('positional-encoding: the rotation is a product that can be taken apart', async ({ page }) => {
	await open(page, 'positional-encoding');
	await page.locator('.notes button.go[data-scope="rotation"]').click();
	await press(page, 'ArrowDown', 'ArrowDown');
	await expect(sentence(page)).toContainText('Row 0 of the positions from 0 on times column 0');
});

test('positional-encoding: a pair that there is not is refused beside the settings', async ({ page }) => {
	await open(page, 'positional-encoding');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const pair = page.getByLabel('Pair i', { exact: true });
	await pair.fill('5');
	await pair.press('Enter');
	await expect(page.getByRole('tabpanel', { name: 'Settings' })).toContainText(
		'there are 3 pairs: choose 0 to 2'
	);
});

test('positional-encoding: the waves of a pair, and another pair can be chosen', async ({ page }) => {
	const found = problems(page);
	await open(page, 'positional-encoding');
	const figure = page.getByRole('region', { name: 'Positional encoding', exact: true });
	await expect(figure.getByRole('heading')).toHaveText(
		/Position 0, pair 0: the angle is 0 · 1 = 0, its sine 0/
	);
	await expect(figure.getByRole('img', { name: /^The two waves of pair 0/ })).toBeVisible();
	await figure.getByRole('button', { name: 'pair 2' }).click();
	await expect(figure.getByRole('heading')).toContainText('Position 0, pair 2');
	await figure.getByRole('button', { name: 'pair 2' }).focus();
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowRight');
	await expect(figure.getByRole('heading')).toContainText('Position 1, pair 1');
	await expect(figure.getByRole('button', { name: 'pair 1' })).toBeFocused();
	await page.locator('.notes button.go[data-scope="rotation"]').click();
	await expect(figure).toContainText('k·ω = ');
	await page.locator('.notes button.go[data-scope="loss"]').click();
	await expect(figure).toHaveCount(0);
	expect(found).toEqual([]);
});
