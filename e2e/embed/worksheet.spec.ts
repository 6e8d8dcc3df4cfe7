/** A worksheet in other pages: numbers to work out, checked there. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../axe.ts';
import { expectFits, open, PHONE, problems } from '../screen.ts';
import { course, heard, inside, plain, ready, tell } from './course.ts';

/** What PyTorch gives for the gradients of the lesson's input: the rest is 0. */
const GRADIENTS: Record<string, string> = { '1, 1': '1', '1, 2': '2', '2, 1': '3', '2, 3': '4' };

const answerTo = (asked: string): string => {
	const [, row, column] = /row (\d), column (\d)/.exec(asked)!;
	return GRADIENTS[`${row}, ${column}`] ?? '0';
};

test('a worksheet is copied as a frame, and filled in there', async ({ page, context, baseURL }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const found = problems(page);
	await open(page, 'pooling', 'step=49&depth=2');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('button', { name: 'Worksheet' }).click();
	await page.getByLabel('Numbers to work out').fill('8');
	await page.getByRole('button', { name: 'Copy as a frame' }).click();
	await expect(page.getByText('Copied.')).toBeVisible();
	const frame = await page.evaluate(() => navigator.clipboard.readText());
	await course(page, { 'index.html': plain(baseURL!, frame.replace('<iframe', '$& id="sheet"')) });
	const sheet = page.frameLocator('#sheet');
	await expect(sheet.getByRole('heading', { name: /^Worksheet no. 1: / })).toBeVisible();
	const fields = sheet.getByRole('textbox');
	const all = await fields.count();
	expect(all).toBeGreaterThan(4);
	await fields.first().fill('99');
	await fields.first().press('Enter');
	await expect(sheet.getByText('Not that.')).toBeVisible();
	await fields.first().fill('a lot');
	await fields.first().press('Enter');
	await expect(sheet.getByRole('alert')).toHaveText('Type a number, such as 0.25, 1/4 or −3.');
	for (let left = all; left; left--) {
		await expect(fields).toHaveCount(left);
		await fields.first().fill(answerTo((await fields.first().getAttribute('aria-label'))!));
		await fields.first().press('Enter');
	}
	await expect(sheet.getByText(`${all} of ${all} right`)).toBeVisible();
	expect(found).toEqual([]);
});

test('the page around hears each answer of a worksheet, and when all are right', async ({
	page,
	baseURL
}) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="pooling" step="49" depth="2" params="worksheet=2"></backstep-lesson>'
		)
	});
	await ready(page);
	expect(await tell(page, (lesson) => lesson.steps)).toBe(2);
	const fields = inside(page).getByRole('textbox');
	await fields.first().fill('99');
	await fields.first().press('Enter');
	for (let left = 2; left; left--) {
		await expect(fields).toHaveCount(left);
		await fields.first().fill(answerTo((await fields.first().getAttribute('aria-label'))!));
		await fields.first().press('Enter');
	}
	await expect.poll(() => tell(page, (lesson) => lesson.step)).toBe(2);
	const said = await heard(page);
	expect(said.filter(({ type }) => type === 'answer').map(({ correct }) => correct)).toEqual([
		false,
		true,
		true
	]);
	expect(said.at(-1)).toMatchObject({ type: 'complete', step: 2, steps: 2 });
	await tell(page, (lesson) => lesson.reset());
	await expect(fields).toHaveCount(2);
});

test('a worksheet of a trace of somebody’s own, on a phone', async ({ page }) => {
	await page.setViewportSize(PHONE);
	await page.goto('/embed/trace/?src=traces/mlp.json&step=40&depth=1&worksheet=6');
	await expect(page.getByRole('textbox').first()).toBeVisible();
	await expectFits(page);
	await expectAccessible(page);
});
