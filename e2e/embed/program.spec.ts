/** A program of somebody's own in a page of another origin: read, changed, run and stepped through there. */
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../axe.ts';
import { expectFits, PHONE, press, problems } from '../screen.ts';
import { course, heard, inside, plain, ready, tell } from './course.ts';

const PROGRAM = 'import torch\nx = torch.tensor([3.0], requires_grad=True)\ny = x * x\ny.backward()\n';

/** What the Share dialog writes for this program. */
async function written(page: Page, label: string): Promise<string> {
	await page.goto('/code/');
	await page.getByRole('textbox', { name: 'Program' }).click();
	await press(page, 'Control+a');
	await page.keyboard.insertText(PROGRAM);
	await page.locator('header button', { hasText: 'Share' }).click();
	const dialog = page.getByRole('dialog', { name: 'Share' });
	await dialog.getByLabel('Readers may change the program and run it').check();
	return dialog.getByLabel(label).inputValue();
}

test('what Share writes shows the program, runs it and steps, and the page around hears it', async ({
	page,
	baseURL
}) => {
	const found = problems(page);
	const snippet = await written(page, 'As an element');
	const element = /<backstep-lesson[^]*<\/backstep-lesson>/
		.exec(snippet)![0]
		.replace('<backstep-lesson', '<backstep-lesson id="one"');
	await course(page, { 'index.html': plain(baseURL!, element) });
	await ready(page);
	const editor = inside(page).getByRole('textbox', { name: 'Program' });
	await expect(editor).toContainText('y = x * x');
	await inside(page).getByRole('button', { name: 'Run', exact: true }).click();
	await inside(page).getByRole('button', { name: 'Over' }).click({ timeout: 60_000 });
	await expect(inside(page).locator('.sentence')).toContainText('x times x');
	await expect(inside(page).locator('.cm-here')).toContainText('y = x * x');
	expect((await tell(page, (lesson) => lesson.exportTrace())).format).toBe('backstep-trace');
	await tell(page, (lesson) => lesson.goto(2));
	await expect
		.poll(async () => (await heard(page)).filter(({ type }) => type === 'step').length)
		.toBeGreaterThan(1);
	// It may be changed, and runs anew.
	await editor.click();
	await press(page, 'Control+a');
	await page.keyboard.insertText(PROGRAM.replace('3.0', '4.0') + 'print(x.grad)\n');
	await inside(page).getByRole('button', { name: 'Run', exact: true }).click();
	await expect(inside(page).getByLabel('What the program printed')).toHaveText('tensor([8.])', {
		timeout: 60_000
	});
	expect(found).toEqual([]);
});

test('a program that is only to be read is not changed, and one with a step runs at once', async ({
	page
}) => {
	const snippet = await written(page, 'As a frame');
	const address = /src="([^"]+)"/.exec(snippet)![1]!.replaceAll('&amp;', '&');
	await page.goto(`${address.replace('editor=edit', 'editor=read')}&step=1&depth=op`);
	await expect(page.locator('.sentence')).toContainText('x times x', { timeout: 60_000 });
	await page.getByRole('textbox', { name: 'Program' }).click();
	await page.keyboard.type('not this');
	await expectAccessible(page);
	await page.setViewportSize(PHONE);
	await expectFits(page);
	await expect(page.getByRole('textbox', { name: 'Program' })).not.toContainText('not this');
});

test('what cannot be had is said: no program, a strange editor, a sandbox', async ({ page, baseURL }) => {
	await page.goto('/embed/code/?editor=vim');
	await expect(page.getByRole('alert')).toContainText('there are only read and edit');
	await expect(page.getByRole('alert')).toContainText('names no program');
	const snippet = await written(page, 'As an element');
	const element = /<backstep-lesson[^]*<\/backstep-lesson>/
		.exec(snippet)![0]
		.replace('<backstep-lesson', '<backstep-lesson id="one" sandbox');
	await course(page, { 'index.html': plain(baseURL!, element) });
	await ready(page);
	await inside(page).getByRole('button', { name: 'Run', exact: true }).click();
	await expect(inside(page).getByRole('alert')).toContainText(
		'No program can run in a frame with this sandbox'
	);
});
