/** The custom element on a page of somebody's own. */
import { expect, test } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { open, problems } from '../screen.ts';
import { count, course, heard, inside, plain, ready, tell } from './course.ts';

test('the custom element is at most 3 kB, compressed', async ({ page }) => {
	const response = await page.request.get('/embed/v1.js');
	expect(response.headers()['content-type']).toContain('javascript');
	expect(gzipSync(await response.body()).length).toBeLessThanOrEqual(3000);
});

test('the snippet of the share dialog alone shows the step in a bare page', async ({
	page,
	context,
	baseURL
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, 'convolution', 'stride=2&step=40&depth=cell');
	await page.getByRole('button', { name: 'Share' }).click();
	await page.getByRole('button', { name: 'Copy element' }).click();
	const snippet = await page.evaluate(() => navigator.clipboard.readText());
	expect(snippet).toContain(`${baseURL}/embed/v1.js`);
	const sentence = await page.locator('.caption [role=status]').innerText();
	const found = problems(page);
	await course(page, { 'index.html': `<!doctype html><title>Bare</title>${snippet}` });
	const frame = page.frameLocator('backstep-lesson iframe');
	await expect(frame.getByRole('status')).toHaveText(sentence);
	await expect(frame.locator('.timeline .count')).toHaveText(/^40 /);
	// The link that stood in for it has gone.
	await expect(page.getByRole('link', { name: 'Convolution, in Backstep' })).toBeHidden();
	expect(found).toEqual([]);
});

test('without scripts the link inside the element leads to the step', async ({ browser }) => {
	const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await page.setContent(
		'<backstep-lesson lesson="rnn"><a href="https://example.org/">RNN</a></backstep-lesson>'
	);
	await expect(page.getByRole('link', { name: 'RNN' })).toBeVisible();
});

test('a page steps, plays, resets, and hears of it', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolution" step="10" depth="cell"></backstep-lesson>'
		)
	});
	await ready(page);
	expect(await tell(page, (lesson) => [lesson.step, lesson.steps])).toEqual([10, 535]);
	await tell(page, (lesson) => lesson.next());
	await expect(count(page)).toHaveText('20 / 535');
	await tell(page, (lesson) => lesson.back());
	await expect(count(page)).toHaveText('10 / 535');
	await tell(page, (lesson) => lesson.goto(3, 'step'));
	await expect(inside(page).getByRole('status')).toContainText('the sum so far is −2');
	await expect.poll(() => tell(page, (lesson) => lesson.step)).toBe(3);
	await tell(page, (lesson) => (lesson.step = 30));
	await expect(count(page)).toHaveText('30 / 535');
	await tell(page, (lesson) => lesson.play(32));
	await expect.poll(() => tell(page, (lesson) => lesson.step)).toBeGreaterThan(33);
	await tell(page, (lesson) => lesson.pause());
	await expect(inside(page).getByRole('button', { name: 'Play' })).toBeVisible();
	await tell(page, (lesson) => lesson.reset());
	await expect(count(page)).toHaveText('10 / 535');
	await tell(page, (lesson) => lesson.goto(1e9));
	await expect(count(page)).toHaveText('535 / 535');
	const said = await heard(page);
	expect(said[said.findIndex(({ type }) => type)]).toEqual({
		type: 'ready',
		id: 'one',
		step: 10,
		steps: 535
	});
	expect(said).toContainEqual(
		expect.objectContaining({ type: 'step', step: 20, text: expect.stringContaining('adds up to') })
	);
	expect(said).toContainEqual({ type: 'complete', id: 'one', step: 535, steps: 535 });
	expect(said).toContainEqual({ subject: 'lti.frameResize', height: expect.any(Number) });
	await page.locator('#one').evaluate((lesson) => lesson.setAttribute('step', '7'));
	await expect(count(page)).toHaveText('7 / 535');
});

test('the trace and the figure are handed over', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(baseURL!, '<backstep-lesson id="one" lesson="pooling"></backstep-lesson>')
	});
	await page.waitForFunction(() => customElements.get('backstep-lesson'));
	// A frame that is not lazy would have been asked for by now.
	await page.waitForLoadState('networkidle');
	const trace = await tell(page, (lesson) => lesson.exportTrace());
	expect(trace).toMatchObject({ format: 'backstep-trace', lesson: 'pooling' });
	expect(trace.steps).toBe(await tell(page, (lesson) => lesson.steps));
	const url = await tell(page, (lesson) => lesson.snapshot());
	expect(url).toMatch(/^data:image\/(svg\+xml|png)[,;]/);
	const [width, height] = await page.evaluate(async (url) => {
		const image = new Image();
		image.src = url;
		await image.decode();
		return [image.naturalWidth, image.naturalHeight];
	}, url);
	expect(width).toBeGreaterThan(100);
	expect(height).toBeGreaterThan(50);
});

test('two lessons on a page do not disturb each other', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			`<backstep-lesson id="one" lesson="convolution" step="10"></backstep-lesson>
			<backstep-lesson id="two" lesson="pooling" step="8" controls="mini"></backstep-lesson>`
		)
	});
	await ready(page);
	await page.locator('#two').scrollIntoViewIfNeeded();
	await ready(page, 'two');
	const sentence = await inside(page, 'two').getByRole('status').innerText();
	await tell(page, (lesson) => lesson.goto(30));
	await expect(count(page)).toHaveText('30 / 535');
	await expect(inside(page, 'two').getByRole('status')).toHaveText(sentence);
	const said = await heard(page);
	expect(said.filter(({ type, id }) => type === 'step' && id === 'two')).toEqual([]);
	await expect(inside(page, 'two').getByRole('button', { name: 'Into' })).toHaveCount(0);
	await inside(page, 'two').getByRole('button', { name: 'Over' }).click();
	await expect(inside(page, 'two').getByRole('status')).not.toHaveText(sentence);
	await expect(count(page)).toHaveText('30 / 535');
});

test('an embed works under a base path', async ({ page }) => {
	const found = problems(page);
	await course(page, {
		'index.html': plain(
			'http://localhost:41740/x',
			'<backstep-lesson id="one" lesson="pooling"></backstep-lesson>'
		)
	});
	await ready(page);
	await expect(inside(page).getByRole('link', { name: 'Open in Backstep' })).toHaveAttribute(
		'href',
		/\/lessons\/pooling\/\?step=/
	);
	expect(found).toEqual([]);
});

test('a lesson that is misspelt says so, and leaves what stands inside', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolutoin"><a href="/notes">Notes</a></backstep-lesson>'
		)
	});
	await expect(page.getByText('There is no lesson "convolutoin"')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Notes' })).toBeVisible();
	await expect(page.locator('#one iframe')).toBeHidden();
	expect((await heard(page)).map(({ message }) => message)).toContain(
		'There is no lesson "convolutoin": its name is that in the address of its page.'
	);
	await page.locator('#one').evaluate((lesson) => lesson.setAttribute('lesson', 'convolution'));
	await ready(page);
	await expect(page.locator('#one iframe')).toBeVisible();
	await expect(page.getByText('There is no lesson')).toBeHidden();
});

test('where frames are refused there is no grey box, and a sentence', async ({ page, baseURL }) => {
	await page.clock.install();
	const policy = `frame-src 'none'`;
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolution"><a href="/notes">Notes</a></backstep-lesson>'
		).replace('<title>', `<meta http-equiv="Content-Security-Policy" content="${policy}"><title>`)
	});
	await page.waitForFunction(() => customElements.get('backstep-lesson'));
	await expect(page.locator('#one iframe')).toBeHidden();
	await page.waitForLoadState('load');
	await page.clock.runFor(11_000);
	await expect(page.getByText('The lesson does not answer')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Notes' })).toBeVisible();
	expect((await page.locator('#one').boundingBox())!.height).toBeLessThan(200);
});

test('the script gives plain frames of lessons the height that they need', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			`<iframe title="Lesson" width="900" height="150" src="${baseURL}/embed/convolution/"></iframe>
			<iframe title="Other" width="900" height="150" src="about:blank"></iframe>`
		)
	});
	await expect.poll(async () => (await page.getByTitle('Lesson').boundingBox())!.height).toBeGreaterThan(300);
	expect((await page.getByTitle('Other').boundingBox())!.height).toBeLessThan(160);
});
