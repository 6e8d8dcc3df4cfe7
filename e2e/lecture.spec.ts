import { expect, test } from '@playwright/test';
import { open, press, sentence, steps } from './screen.ts';

test.use({ viewport: { width: 1920, height: 1080 } });

test('scenes are collected with a key, put in order, kept in the link, and shown by a clicker', async ({
	page
}) => {
	await open(page, 'pooling');
	await press(page, 'Home', 'm', 'ArrowRight', 'm', 'End', 'm');
	const names = page.getByLabel(/^Name of scene/);
	await expect(names).toHaveCount(3);
	await names.nth(1).fill('The first window');
	await names.nth(1).blur();
	await page.getByLabel('Scene 3 up').click();
	await expect(names.nth(2)).toHaveValue('The first window');
	await page.getByRole('button', { name: 'Begin the lecture' }).click();
	await expect(page).toHaveURL(/view=lecture.*scene=/);
	const { search } = new URL(page.url());

	await open(page, 'pooling', search.slice(1).replace(/step=\d+&depth=\w+&?/, ''));
	await expect(page.getByRole('tab')).toHaveCount(0);
	const scene = page.locator('.scene');
	await expect(scene).toContainText('1 / 3');
	await press(page, 'PageDown');
	await expect(scene).toContainText('2 / 3');
	await press(page, 'PageDown', 'PageDown');
	await expect(scene).toContainText('3 / 3 The first window');
	// Who steps on from a scene comes back to it.
	await press(page, 'ArrowRight', 'PageUp');
	await expect(scene).toContainText('3 / 3');
	await press(page, 'Escape');
	await expect(scene).toHaveCount(0);
	await expect(page.getByRole('tab', { name: 'Notes' })).toBeVisible();
});

test('without scenes a clicker steps on and back', async ({ page }) => {
	await open(page, 'pooling', 'view=lecture');
	const before = await sentence(page).innerText();
	await press(page, 'PageDown');
	await expect(sentence(page)).not.toHaveText(before);
	await press(page, 'PageUp');
	await expect(sentence(page)).toHaveText(before);
	await press(page, 'l');
	expect((await steps(page))[0]).toBe(4);
});

test('no number of the picture is smaller than 28 pixels, nor the sentence', async ({ page }) => {
	for (const lesson of ['convolution', 'pooling', 'lstm', 'self-attention']) {
		await open(page, lesson, 'view=lecture');
		const sizes = await page
			.locator('.stage .focus svg text')
			.evaluateAll((all) =>
				all
					.filter((text) => /^[−.\d]+$/.test(text.textContent ?? '') && text.getClientRects().length)
					.map(
						(text) =>
							parseFloat(getComputedStyle(text).fontSize) * ((text as SVGTextElement).getScreenCTM()?.a ?? 1)
					)
			);
		expect(Math.min(...sizes), lesson).toBeGreaterThanOrEqual(27);
		const said = await sentence(page).evaluate((p) => p.getBoundingClientRect().height);
		expect(said).toBeGreaterThanOrEqual(28);
	}
});
