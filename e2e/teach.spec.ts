/** For those who teach: a guide of each lesson, a course of one's own, and links for a class. */
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { LESSONS } from './lessons.ts';
import { alive, expectFits, PHONE } from './screen.ts';

const lessons = (page: Page) =>
	page.getByRole('list', { name: 'Lessons of this course' }).getByRole('listitem');

/** The address in the field of this label, once the page is alive. */
async function address(page: Page, label: string): Promise<string> {
	const field = page.getByLabel(label, { exact: true });
	await expect(field).toHaveValue(/^http/);
	return field.inputValue();
}

test('a course of one’s own: put in order, shared as a link, opened and changed again', async ({ page }) => {
	await page.goto('/teach/');
	await expect(lessons(page)).toHaveCount(LESSONS.length);
	await address(page, 'Link to this course');
	await page.getByRole('button', { name: 'Begin with one' }).click();
	await page.getByLabel('Add a lesson').selectOption({ label: 'Pooling' });
	await page.getByLabel('Add a lesson').selectOption({ label: 'Convolution' });
	await expect(lessons(page)).toHaveCount(3);
	await page.getByRole('button', { name: 'Convolution: earlier' }).click();
	await expect(page.getByText('Convolution is number 2 of 3.')).toBeVisible();
	await page.getByRole('button', { name: 'The perceptron: leave out' }).click();
	// Who uses keys is at the next lesson's button.
	await expect(page.getByRole('button', { name: 'Convolution: leave out' })).toBeFocused();
	await page.getByLabel('Name of the course').fill('Vision & <more>');
	await page.goto(await address(page, 'Link to this course'));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vision & <more>');
	const links = page.getByRole('main').getByRole('listitem').getByRole('link');
	await expect(links).toHaveText(['Convolution', 'Pooling']);
	await expectAccessible(page);
	await page.getByRole('link', { name: 'Change this course' }).click();
	await expect(page.getByLabel('Name of the course')).toHaveValue('Vision & <more>');
	await expect(lessons(page)).toHaveCount(2);
	await expect(lessons(page).first()).toContainText('Convolution');
	await expectAccessible(page);
});

test('a link to a course that names strange lessons says so and shows the others', async ({ page }) => {
	await page.goto('/course/?lessons=pooling,convolutoin');
	await expect(page.getByRole('alert')).toContainText('"convolutoin"');
	await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
});

test('a class’s link locks the settings, hides what is chosen, and has its seed', async ({ page }) => {
	await page.goto('/teach/');
	await page.getByLabel('Padding', { exact: true }).check();
	await page.getByLabel('Seed of the class').fill('7');
	await page.getByLabel('Seeds, one for each').fill('3');
	const link = await address(page, 'Link for the class');
	const each = (await page.getByLabel('A link for each seed').inputValue()).split('\n');
	expect(each.map((one) => new URL(one).searchParams.get('seed'))).toEqual(['7', '8', '9']);
	await page.getByLabel('Seed of the class').fill('9999');
	await expect(page.getByRole('alert')).toContainText('this lesson has 1 seed');
	await page.goto(link);
	await expect(page.getByText('Stride', { exact: true }).first()).toBeAttached();
	await expect(page.getByText('Padding', { exact: true })).toHaveCount(0);
});

test('a guide: three plans, the answers as the lesson gives them, and links that open questions and parts', async ({
	page
}) => {
	await page.goto('/teach/convolution/');
	for (const minutes of [20, 45, 90])
		await expect(page.getByRole('heading', { name: `In ${minutes} minutes` })).toBeVisible();
	const question = page.getByRole('listitem').filter({ hasText: 'What is the second number' });
	const hide = page.getByRole('button', { name: 'Hide the answers' });
	await expect(async () => {
		// A click before the page is alive does nothing.
		if (!(await hide.isVisible())) await page.getByRole('button', { name: 'Show the answers' }).click();
		await expect(hide).toBeVisible({ timeout: 1000 });
	}).toPass();
	// The right window of the opening's picture: 2 + 5 + 8 on its left, 0 + 1 + 2 on its right.
	await expect(question).toContainText('15 on the left minus 3 on the right is 12');
	await page.setViewportSize(PHONE);
	await expectFits(page);
	await expectAccessible(page);
	await page.setViewportSize({ width: 1440, height: 900 });
	await page
		.getByRole('link', { name: /^forward/ })
		.first()
		.click();
	await alive(page);
	await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible();
});
