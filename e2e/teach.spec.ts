/** For those who teach: a guide of each lesson, a course of one's own, and links for a class. */
import { readFileSync } from 'node:fs';
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

test('lessons of a course of one’s own lead on along it, and back to its page', async ({ page }) => {
	await page.goto('/course/?name=Vision&lessons=pooling,rnn,convolution');
	await page.getByRole('link', { name: 'Pooling' }).click();
	await alive(page);
	const course = page.getByRole('navigation', { name: 'Course' });
	await expect(course.getByRole('link')).toHaveText(['Vision', /^Recurrent .*→$|^RNN.*→$|→$/]);
	await expect(page.getByTitle('All lessons')).toHaveText('1 / 3');
	await expect(page.getByText('Lesson 1 of 3 of Vision')).toBeVisible();
	await course.getByRole('link', { name: /→$/ }).click();
	await expect(page).toHaveURL(/\/lessons\/rnn\/\?.*course=pooling,rnn,convolution:Vision/);
	await expect(page.getByTitle('All lessons')).toHaveText('2 / 3');
	await expect(course.getByRole('link')).toHaveText(['← Pooling', 'Vision', 'Convolution →']);
	// A step further, the address still has the course.
	await page.keyboard.press('ArrowRight');
	await expect(page).toHaveURL(/step=.*course=pooling,rnn,convolution:Vision/);
	await course.getByRole('link', { name: 'Convolution →' }).click();
	await expect(course.getByRole('link')).toHaveText([/^← /, 'Vision']);
	await expectAccessible(page);
	await course.getByRole('link', { name: 'Vision' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vision');
});

test('a learner saves what was done of a lesson, and a teacher reads it as a table and a CSV', async ({
	page
}) => {
	await page.goto('/lessons/pooling/');
	await alive(page);
	const question = page.locator('[data-question="last-window"]');
	await question.scrollIntoViewIfNeeded();
	await question.getByRole('button', { name: 'Show me' }).click();
	await page.getByRole('navigation', { name: 'Course' }).scrollIntoViewIfNeeded();
	await page.getByRole('button', { name: 'Send it to a teacher' }).click();
	await page.getByLabel('Your name').fill('Ada, of class 2');
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Save the file' }).click()
	]);
	await page.goto('/teach/');
	await page.getByLabel('Open files of learners').setInputFiles([
		{ name: 'ada.json', mimeType: 'application/json', buffer: readFileSync(await file.path()) },
		{ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('[]') }
	]);
	await expect(page.getByRole('alert')).toHaveText(/^other\.json: This file holds no progress/);
	const row = page.getByRole('row').filter({ hasText: 'Ada, of class 2' });
	await expect(row.getByRole('cell')).toHaveText(['Pooling', '0', '0', '1', /^\d+$/, /^\d{4}-/, '']);
	await expectAccessible(page);
	const [saved] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Save as CSV' }).click()
	]);
	const lines = readFileSync(await saved.path(), 'utf8').split('\r\n');
	expect(lines[1]).toMatch(/^"Ada, of class 2",ada\.json,[^,]+,pooling,[^,]+,last-window,shown,0,/);
});
