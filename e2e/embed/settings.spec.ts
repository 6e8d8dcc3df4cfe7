/** What an address of an embed asks for. */
import { expect, test } from '@playwright/test';
import { press, problems } from '../screen.ts';
import { course, heard, inside, plain, ready, tell } from './course.ts';

test('nothing goes past "until"', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolution" step="10" depth="cell" until="25"></backstep-lesson>'
		)
	});
	await ready(page);
	expect(await tell(page, (lesson) => lesson.steps)).toBe(25);
	await tell(page, (lesson) => lesson.goto(500));
	await expect.poll(() => tell(page, (lesson) => lesson.step)).toBe(25);
	await expect(inside(page).getByRole('button', { name: 'Over' })).toBeDisabled();
	await expect(inside(page).getByRole('button', { name: 'Play' })).toBeDisabled();
	const timeline = inside(page).getByRole('slider', { name: 'Timeline' });
	await expect(timeline).toHaveAttribute('aria-valuetext', /^step 25 of 25,/);
	await expect(timeline.getByTitle('the last one is step 25')).toBeVisible();
	await timeline.click();
	await press(page, 'End', 'ArrowRight', 'ArrowUp');
	expect(await tell(page, (lesson) => lesson.step)).toBe(25);
	await tell(page, (lesson) => lesson.goto(20));
	await tell(page, (lesson) => lesson.play(32));
	await expect.poll(() => tell(page, (lesson) => lesson.step)).toBe(25);
	await expect(inside(page).getByRole('button', { name: 'Play' })).toBeVisible();
	// What was drawn is told in the next frame.
	await expect.poll(async () => (await heard(page)).filter(({ type }) => type === 'complete').length).toBe(2);
});

test('hidden controls are not there, and keep their value', async ({ page }) => {
	await page.goto('/embed/convolution/?hide=stride,seed,picture&stride=2');
	await page.getByText('Settings', { exact: true }).click();
	await expect(page.getByLabel('Padding', { exact: true })).toBeVisible();
	for (const name of ['Stride', 'Seed']) await expect(page.getByLabel(name, { exact: true })).toHaveCount(0);
	await expect(page.locator('.picture')).toHaveCount(0);
	await expect(page.locator('.overview')).toContainText('1×2×2');
	await page.getByRole('button', { name: 'Reset the lesson' }).click();
	await expect(page.locator('.overview')).toContainText('1×2×2');
});

test('controls=none shows the figure and the sentence, and takes no keys', async ({ page }) => {
	await page.goto('/embed/convolution/?controls=none&step=10&depth=cell');
	await expect(page.getByRole('status')).toContainText('adds up to −6');
	await expect(page.getByRole('button', { name: 'Over' })).toHaveCount(0);
	await expect(page.getByRole('slider')).toHaveCount(0);
	await press(page, 'ArrowRight');
	await expect(page.getByRole('status')).toContainText('adds up to −6');
});

test('a question is asked, answered, and told to the page around', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolution" step="0" controls="mini" predict="1"></backstep-lesson>'
		)
	});
	await ready(page);
	await expect(inside(page).getByRole('status')).toContainText('?');
	await inside(page).getByRole('textbox').fill('-6');
	await inside(page).getByRole('button', { name: 'Check' }).click();
	await expect(inside(page).getByRole('status')).toContainText('Right.');
	await expect
		.poll(async () => (await heard(page)).filter(({ type }) => type === 'answer'))
		.toEqual([
			{
				type: 'answer',
				id: 'one',
				step: 10,
				prompt: expect.stringContaining('?'),
				given: '-6',
				correct: true,
				value: -6
			}
		]);
});

test('what an address asks for and cannot have is said in the embed and to the page', async ({
	page,
	baseURL
}) => {
	const found = problems(page);
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolution" controls="all" hide="colour" params="stride=99"></backstep-lesson>'
		)
	});
	await ready(page);
	const notices = inside(page).getByRole('alert');
	for (const says of ['controls "all"', 'hides "colour"', 'give a whole number from 1 to 4'])
		await expect(notices).toContainText(says);
	await expect
		.poll(async () => (await heard(page)).filter(({ type }) => type === 'error').length)
		.toBeGreaterThanOrEqual(3);
	await page.locator('#one').evaluate((lesson) => lesson.removeAttribute('lesson'));
	await expect
		.poll(async () => (await heard(page)).map(({ message }) => message))
		.toContain('Say which lesson: <backstep-lesson lesson="convolution">.');
	for (const base of ['javascript:alert(1)', 'http://', 'data:text/html,x']) {
		await page.locator('#one').evaluate((lesson, base) => {
			lesson.setAttribute('lesson', 'rnn');
			lesson.setAttribute('base', base);
		}, base);
		await expect
			.poll(async () => (await heard(page)).map(({ message }) => message))
			.toContain(`base="${base}" is no folder of a site: give base="https://example.org/embed/".`);
	}
	expect(found).toEqual([]);
});
