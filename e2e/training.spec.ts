/** A run of many updates: curves, the window on one of them, and what is found in the run. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { open, press, problems } from './screen.ts';

test('training: one goes on from update to update, back, and through the curve', async ({ page }) => {
	const found = problems(page);
	await open(page, 'perceptron');
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(slider).toHaveAttribute('aria-valuenow', '1');
	// After the last step of an update comes the first of the next one, and before it the last of the one before.
	await press(page, 'End', 'ArrowRight');
	await expect(slider).toHaveAttribute('aria-valuenow', '2');
	await press(page, 'ArrowLeft', 'ArrowLeft');
	await expect(slider).toHaveAttribute('aria-valuenow', '1');
	await slider.press('PageDown');
	await expect(slider).toHaveAttribute('aria-valuenow', '3');
	await expect(page).toHaveURL(/update=3/);
	await slider.press('End');
	await expect(slider).toHaveAttribute('aria-valuetext', /^update 48 of 48, epoch 12, loss 0/);
	await expectAccessible(page);
	expect(found).toEqual([]);
});

test('training: an update is found by a condition, and the link shows it to others', async ({ page }) => {
	await open(page, 'perceptron');
	await page.getByRole('button', { name: 'Find an update' }).click();
	await page.getByLabel('First update where').fill('val.accuracy == 1');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(slider).toHaveAttribute('aria-valuetext', /val\.accuracy 1$/);
	const update = await slider.getAttribute('aria-valuenow');
	await expect(page).toHaveURL(new RegExp(`update=${update}`));
	await page.reload();
	await expect(slider).toHaveAttribute('aria-valuenow', update!);
	await page.getByRole('button', { name: 'Find an update' }).click();
	await page.getByLabel('First update where').fill('lost < 1');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	await expect(page.getByRole('alert')).toContainText('There is no tensor “lost”');
});

test('training: a weight is changed where training begins', async ({ page }) => {
	await open(page, 'perceptron', 'update=5');
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(slider).toHaveAttribute('aria-valuenow', '5');
	const before = await slider.getAttribute('aria-valuetext');
	await page.goto(page.url() + '&edit.w=0:2');
	await expect(slider).toHaveAttribute('aria-valuenow', '5');
	await expect(slider).not.toHaveAttribute('aria-valuetext', before!);
});
