/** A trace of somebody's own, in other pages. */
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { problems } from '../screen.ts';
import { course, heard, inside, plain, ready, tell } from './course.ts';

const [{ file }] = JSON.parse(readFileSync('static/traces/index.json', 'utf8')) as [{ file: string }];
const src = `traces/${file}`;

test('a trace is shared and embedded like a lesson', async ({ page, context, baseURL }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const found = problems(page);
	await page.goto(`/trace/?src=${src}&step=40&depth=step`);
	await expect(page.locator('footer .count')).toHaveText(/^40 /);
	const sentence = await page.locator('.caption [role=status]').innerText();
	await page.getByRole('button', { name: 'Share' }).click();
	await page.getByRole('button', { name: 'Copy element' }).click();
	const snippet = await page.evaluate(() => navigator.clipboard.readText());
	await course(page, { 'index.html': plain(baseURL!, snippet.replace('<backstep-lesson', '$& id="one"')) });
	await ready(page);
	await expect(inside(page).getByRole('status')).toHaveText(sentence);
	expect(await tell(page, (lesson) => lesson.step)).toBe(40);
	await tell(page, (lesson) => lesson.next());
	await expect(inside(page).getByRole('status')).not.toHaveText(sentence);
	expect(await tell(page, (lesson) => lesson.exportTrace())).toMatchObject({ format: 'backstep-trace' });
	await tell(page, (lesson) => lesson.reset());
	await expect(inside(page).getByRole('status')).toHaveText(sentence);
	const [own] = await Promise.all([
		context.waitForEvent('page'),
		inside(page).getByRole('link', { name: 'Open in Backstep' }).click()
	]);
	await expect(own.locator('.caption [role=status]')).toHaveText(sentence);
	expect(found).toEqual([]);
});

test('a sandboxed frame reads a trace, too', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			`<backstep-lesson id="one" lesson="trace" params="src=${src}" sandbox controls="mini"></backstep-lesson>`
		)
	});
	await ready(page);
	await inside(page).getByRole('button', { name: 'Over' }).click();
	await expect.poll(() => tell(page, (lesson) => lesson.step)).toBeGreaterThan(0);
});

for (const [asked, sentence] of [
	['src=traces/none.json', 'There is no file at /traces/none.json: check the address.'],
	['', 'This embed names no trace: give src=…, a path on this site.'],
	['src=https://example.org/x.json', 'is not one of this site']
] as const)
	test(`an embed of "${asked}" says what is wrong, in itself and to the page around`, async ({
		page,
		baseURL
	}) => {
		await course(page, {
			'index.html': plain(
				baseURL!,
				`<backstep-lesson id="one" lesson="trace" params="${asked}"></backstep-lesson>`
			)
		});
		await ready(page);
		await expect(inside(page).getByRole('alert')).toContainText(sentence);
		expect((await heard(page)).find(({ type }) => type === 'error')?.message).toContain(sentence);
	});

test('a trace from a disk says how it can be shared', async ({ page }) => {
	await page.goto('/trace/');
	await expect(page.locator('html')).toHaveAttribute('data-alive', '');
	await page.getByLabel('Open a trace file').setInputFiles(`static/${src}`);
	await page.getByRole('button', { name: 'Share' }).click();
	await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Put the file on the site');
});
