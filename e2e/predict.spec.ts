import { expect, test } from '@playwright/test';
import { grid, open, press, sentence, steps } from './screen.ts';

test('ten cells of a pooling backward are predicted, checked and explained', async ({ page }) => {
	await open(page, 'pooling');
	await page.locator('header [aria-label=Phases] button', { hasText: 'backward' }).click();
	await page.locator('.notes button.go[data-scope^="backward/"]').first().click();
	// From the start of the part.
	await press(page, 'ArrowLeft', 'p');
	const panel = page.getByRole('region', { name: 'Predict' });
	for (let k = 0; k < 10; k++) {
		await expect(sentence(page)).toContainText(/\?$/);
		const before = await steps(page);
		const field = panel.getByRole('textbox');
		if (await field.count()) {
			await field.fill('0');
			await field.press('Enter');
		} else await panel.locator('.row button').first().click();
		// What was asked is told with its reason, and the cell is written.
		await expect(sentence(page)).toContainText(/^(Right\.|You said .*: it is )/);
		expect((await steps(page))[0]).toBeGreaterThan(before[0]);
		const next = panel.getByRole('button', { name: 'Next question' });
		await expect(next).toBeFocused();
		if (k < 9) await press(page, 'Enter');
	}
	await expect(panel).toContainText('of 10 right in this visit');
	await press(page, 'p');
	await expect(panel).toHaveCount(0);
});

test('a question hides the number, takes no nonsense, and can be skipped', async ({ page }) => {
	await open(page, 'convolution');
	await press(page, 'Home', 'p');
	const panel = page.getByRole('region', { name: 'Predict' });
	await expect(page.locator('[data-write="0"]')).toBeVisible();
	await expect(page.locator('.inspector')).not.toContainText('so far');
	const field = panel.getByRole('textbox');
	await field.fill('three');
	await field.press('Enter');
	await expect(panel.getByRole('alert')).toContainText('Type a number');
	await panel.getByRole('button', { name: 'Skip' }).click();
	await expect(sentence(page)).toContainText('It is −6.');
	await expect(panel).not.toContainText('right in this visit');
	// → goes on to the next question, which it skips in turn; P leaves.
	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText(/\?$/);
	await expect(field).toBeFocused();
	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText(/^It is /);
	await press(page, 'ArrowRight', 'p');
	await expect(panel).toHaveCount(0);
});

test('nothing gives away what is asked, and play waits for an answer', async ({ page }) => {
	await page.clock.install();
	await open(page, 'convolution');
	await page.getByRole('tab', { name: 'What if' }).click();
	await grid(page, 'input').focus();
	await page.keyboard.type('9');
	await page.keyboard.press('Enter');
	const compared = page.locator('#panel-what-if');
	const panel = page.getByRole('region', { name: 'Predict' });
	await expect(compared.locator('.loss')).toBeVisible();
	await expect(compared.locator('tbody tr').first()).toBeVisible();
	await page.getByRole('slider', { name: 'Timeline' }).focus();
	await press(page, 'Home', 'p');
	await expect(sentence(page)).toContainText(/\?$/);
	await expect(compared.locator('.loss')).toHaveCount(0);
	await expect(compared.locator('tbody tr')).toHaveCount(0);

	await page.getByRole('combobox', { name: /Speed/ }).selectOption('32 / s');
	await page.getByRole('button', { name: 'Play' }).click();
	// The first question is skipped, and the next one stays.
	await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
	const asked = await sentence(page).innerText();
	expect(asked).toMatch(/\?$/);
	await page.clock.runFor(3000);
	await expect(sentence(page)).toHaveText(asked);
	await press(page, 'ArrowRight');
	await expect(panel.getByRole('button', { name: 'Next question' })).toBeFocused();
	await press(page, 'End');
	await expect(sentence(page)).toHaveText(/step back to be asked/);
});

test('what is asked about is in view, also where the whole network was shown, and so is what it hangs on', async ({
	page
}) => {
	await open(page, 'bptt');
	await expect(page.getByRole('heading', { name: 'The whole network' })).toBeVisible();
	await press(page, 'p');
	await expect(sentence(page)).toContainText('gradient of the memory weights row 0, column 0');
	const written = grid(page, 'gradient of the memory weights');
	await expect(written.locator('xpath=..').locator('[data-write="0"]')).toBeInViewport();
	// Of a large image, the numbers under the window.
	await open(page, 'cnn');
	await press(page, 'Home', 'p');
	await expect(page.locator('.stage')).toContainText('rows 0 to 2, columns 0 to 2');
});

test('what cannot be worked out from the picture is not asked: one goes on to what can', async ({ page }) => {
	await open(page, 'cnn');
	await page.locator('.notes button.go[data-scope="forward/conv2"]').first().click();
	await press(page, 'ArrowLeft', 'p');
	const panel = page.getByRole('region', { name: 'Predict' });
	await expect(sentence(page)).toContainText('too many to work it out from the picture');
	await panel.getByRole('button', { name: 'On to what can be worked out' }).click();
	await expect(sentence(page)).toContainText(/\?$/);
});
