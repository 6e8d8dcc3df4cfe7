/** What lies over a lesson or beside it, in both themes: the drawer, a question, a lecture, and pages for a printer. */
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { open, press } from './screen.ts';

async function paper(page: Page, button: string) {
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByRole('button', { name: button }).click();
	await expect(page.getByRole('button', { name: 'Print', exact: true })).toBeEnabled();
}

test('a question that was answered wrongly, then rightly', async ({ page }) => {
	await open(page, 'pooling');
	const question = page.locator('[data-question="overlapping-windows"]');
	await question.scrollIntoViewIfNeeded();
	await question.getByRole('button', { name: 'Set it up' }).click();
	await question.getByRole('textbox').fill('4');
	await question.getByRole('textbox').press('Enter');
	await expect(question).toContainText('Not so.');
	await expectAccessible(page);
	await question.getByRole('textbox').fill('24');
	await question.getByRole('textbox').press('Enter');
	await expect(question).toContainText('Right.');
	await expectAccessible(page);
});

test('the drawer of the course', async ({ page }) => {
	await open(page, 'lstm');
	await page.getByTitle('All lessons').click();
	await expect(page.getByRole('dialog', { name: 'The course' })).toBeVisible();
	await expectAccessible(page, { include: 'dialog' });
});

test('a lecture, with what the picture says too small', async ({ page }) => {
	await page.setViewportSize({ width: 1920, height: 1080 });
	await open(page, 'transformer-encoder', 'view=lecture&scene=3000~op~~The+weights&scene=5000~op~~The+heads');
	await expect(page.locator('.scene')).toContainText('1 / 2 The weights');
	await expect(page.getByRole('complementary', { name: 'What is written' })).toBeVisible();
	await expectAccessible(page);
});

test('a worksheet and a handout, on white paper in either theme', async ({ page }) => {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await open(page, 'pooling', 'step=49&depth=2');
		await paper(page, 'Worksheet');
		await expectAccessible(page, { include: '.paper' });
		await press(page, 'Escape');
		await paper(page, 'Print the lesson');
		await expectAccessible(page, { include: '.paper' });
	}
});
