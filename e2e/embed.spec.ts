import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { open, press, problems } from './screen.ts';

const servers: Server[] = [];
test.afterEach(() => {
	for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Opens a page of a course that has a host of its own: by port and by name it is another origin than the site. */
async function course(page: Page, files: Record<string, string>): Promise<void> {
	const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
	const server = createServer(({ url }, response) => {
		const name = url!.slice(1) || 'index.html';
		const known = Object.hasOwn(files, name);
		response.writeHead(known ? 200 : 204, { 'content-type': types[name.split('.').at(-1)!] ?? 'text/plain' });
		response.end(known ? files[name] : undefined);
	});
	servers.push(server);
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

/** A page of somebody's own: what is heard of each lesson is kept in `window.heard`. */
const plain = (
	site: string,
	body: string
) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title>
<script>
	window.heard = [];
	addEventListener('message', (event) => { if (event.data.subject) heard.push(event.data); });
	for (const type of ['ready', 'step', 'answer', 'complete', 'error'])
		addEventListener(type, (event) => { if (event.target.localName === 'backstep-lesson') heard.push({ type, id: event.target.id, ...event.detail }); }, true);
</script>
<script async src="${site}/embed/v1.js"></script>
<body><h1>Course</h1>${body}`;

interface Element extends HTMLElement {
	step: number;
	readonly steps: number;
	readonly ready: boolean;
	goto(step: number, depth?: string): void;
	next(): void;
	back(): void;
	play(speed?: number): void;
	pause(): void;
	reset(): void;
	exportTrace(): Promise<{ format: string; lesson: string; steps: number }>;
	snapshot(): Promise<string>;
}

type Heard = Record<string, unknown> & { type?: string; subject?: string; id?: string; message?: string };

const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
const ready = (page: Page, id = 'one') =>
	expect
		.poll(() => page.evaluate((id) => (document.getElementById(id) as Element | null)?.ready, id), {
			timeout: 30_000
		})
		.toBe(true);
const tell = <T>(page: Page, act: (lesson: Element) => T) =>
	page.evaluate(`(${act.toString()})(document.getElementById('one'))`) as Promise<Awaited<T>>;
const inside = (page: Page, id = 'one') => page.frameLocator(`#${id} iframe`);
/** "10 / 535" of a lesson with a timeline. */
const count = (page: Page) => inside(page).locator('.timeline .count');

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
	const sentence = await page.locator('.inspector [role=status]').innerText();
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

test('the frame takes the height that the lesson needs, also when it needs more', async ({
	page,
	baseURL
}) => {
	await course(page, {
		'index.html': plain(baseURL!, '<backstep-lesson id="one" lesson="convolution"></backstep-lesson>')
	});
	await ready(page);
	const overflow = () =>
		inside(page)
			.locator('html')
			.evaluate((html) => html.scrollHeight - window.innerHeight);
	const height = async () => (await page.locator('#one iframe').boundingBox())!.height;
	await expect.poll(overflow).toBeLessThanOrEqual(0);
	const before = await height();
	expect(before).toBeGreaterThan(300);
	expect(before).toBeLessThan(800);
	await inside(page).getByText('Settings', { exact: true }).click();
	await expect.poll(height).toBeGreaterThan(before + 100);
	await expect.poll(overflow).toBeLessThanOrEqual(0);
	await page.setViewportSize({ width: 390, height: 844 });
	await expect.poll(overflow).toBeLessThanOrEqual(0);
	expect(
		await inside(page)
			.locator('html')
			.evaluate((html) => html.scrollWidth - html.clientWidth)
	).toBe(0);
});

test('a lesson far down the page is loaded when one comes near it', async ({ page, baseURL }) => {
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<div style="height: 20000px"></div><backstep-lesson id="one" lesson="pooling"></backstep-lesson>'
		)
	});
	await page.waitForFunction(() => customElements.get('backstep-lesson'));
	// A frame that is not lazy would have been asked for by now.
	await page.waitForLoadState('networkidle');
	expect(asked.filter((url) => url.includes('/embed/pooling/'))).toEqual([]);
	await page.locator('#one').scrollIntoViewIfNeeded();
	await ready(page);
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

for (const [what, attribute] of [
	['a frame that may only run scripts', 'sandbox="allow-scripts"'],
	['a frame of an ordinary page', '']
] as const) {
	test(`${what} steps by buttons and keys`, async ({ page, baseURL }) => {
		const found = problems(page);
		await course(page, {
			'index.html': plain(
				baseURL!,
				`<iframe ${attribute} title="Lesson" width="900" height="700" src="${baseURL}/embed/convolution/?step=10&depth=cell"></iframe>`
			)
		});
		const frame = page.frameLocator('iframe');
		await expect(frame.getByRole('status')).toContainText('adds up to −6');
		await frame.getByRole('button', { name: 'Over' }).click();
		await expect(frame.locator('.timeline .count')).toHaveText('20 / 535');
		await press(page, 'ArrowLeft');
		await expect(frame.locator('.timeline .count')).toHaveText('10 / 535');
		await frame.getByText('Settings', { exact: true }).click();
		await frame.getByLabel('Padding', { exact: true }).fill('1');
		await frame.getByLabel('Padding', { exact: true }).press('Enter');
		await expect(frame.locator('.overview')).toContainText('1×5×5');
		// The fonts are the site's own, fetched by a frame without an origin.
		expect(await frame.locator('html').evaluate(() => document.fonts.check('15px "IBM Plex Sans"'))).toBe(
			true
		);
		expect(found).toEqual([]);
	});
}

test('a sandboxed element of a slow lesson computes in the page itself', async ({ page, baseURL }) => {
	await page.addInitScript(() => {
		const now = performance.now.bind(performance);
		let asked = 0;
		performance.now = () => now() + 60 * asked++;
	});
	await course(page, {
		'index.html': plain(baseURL!, '<backstep-lesson id="one" lesson="convolution" sandbox></backstep-lesson>')
	});
	await ready(page);
	await inside(page).getByText('Settings', { exact: true }).click();
	await inside(page).getByLabel('Padding', { exact: true }).fill('1');
	await inside(page).getByLabel('Padding', { exact: true }).press('Enter');
	await expect(inside(page).locator('.overview')).toContainText('1×5×5');
});

test('a browser that refuses storage shows the lesson', async ({ page }) => {
	const found = problems(page);
	await page.addInitScript(() => {
		for (const name of ['localStorage', 'sessionStorage'])
			Object.defineProperty(window, name, {
				get() {
					throw new DOMException('refused', 'SecurityError');
				}
			});
	});
	await page.goto('/embed/rnn/?theme=dark');
	await page.getByRole('button', { name: 'Over' }).click();
	await expect(page.getByRole('status')).not.toBeEmpty();
	await open(page, 'rnn');
	await press(page, 'ArrowRight');
	await page.getByRole('button', { name: 'Switch to the' }).click();
	expect(found).toEqual([]);
});

test('hostile messages are ignored, and so is every other window', async ({ page, baseURL }) => {
	const found = problems(page);
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolution" step="10"></backstep-lesson><iframe title="Other" src="other.html"></iframe>'
		),
		'other.html': '<!doctype html><title>Other</title><p>other</p>'
	});
	await ready(page);
	const sentence = await inside(page).getByRole('status').innerText();
	await page.evaluate(() => {
		const frame = document.getElementById('one')!.shadowRoot!.querySelector('iframe')!.contentWindow!;
		const loop: Record<string, unknown> = { backstep: 1, type: 'next' };
		loop.self = loop;
		const hostile: unknown[] = [
			null,
			'next',
			JSON.stringify({ backstep: 1, type: 'next' }),
			{ type: 'next' },
			{ backstep: 2, type: 'next' },
			{ backstep: 1, type: 'eval', code: 'document.body.innerHTML = ""' },
			{ backstep: 1, type: 'constructor' },
			{ backstep: 1, type: 'goto', step: '<img src=x onerror=alert(1)>' },
			{ backstep: 1, type: 'goto', step: NaN },
			{ backstep: 1, type: 'next', more: 'x'.repeat(300_000) },
			{ backstep: 1, type: 'next', more: { deep: [] } },
			[{ backstep: 1, type: 'next' }],
			new Map([['type', 'next']]),
			new ArrayBuffer(16),
			loop
		];
		for (const message of hostile) frame.postMessage(message, '*');
	});
	// A frame beside it is not the window that holds it.
	const other = page.frames().find((frame) => frame.url().endsWith('other.html'))!;
	await other.evaluate(() => {
		for (let k = 0; k < parent.frames.length; k++)
			parent.frames[k]!.postMessage({ backstep: 1, type: 'next' }, '*');
		parent.postMessage({ backstep: 1, type: 'ready', step: 99, steps: 99 }, '*');
		parent.postMessage({ backstep: 1, type: 'height', height: 5 }, '*');
	});
	// Messages come in order: once this one is answered, all others have been heard.
	await tell(page, (lesson) => lesson.snapshot());
	await expect(inside(page).getByRole('status')).toHaveText(sentence);
	await expect(count(page)).toHaveText('10 / 535');
	expect(await tell(page, (lesson) => [lesson.step, lesson.steps])).toEqual([10, 535]);
	expect((await page.locator('#one iframe').boundingBox())!.height).toBeGreaterThan(100);
	expect(found).toEqual([]);
});

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
	expect((await heard(page)).filter(({ type }) => type === 'complete')).toHaveLength(2);
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
});

test('a reveal.js deck shows a lesson and drives it', async ({ page, baseURL }) => {
	const file = (name: string) => readFileSync(`node_modules/reveal.js/dist/${name}`, 'utf8');
	await course(page, {
		'reveal.js': file('reveal.js'),
		'reveal.css': file('reveal.css'),
		'index.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>Deck</title><link rel="stylesheet" href="reveal.css">
<body><div class="reveal"><div class="slides">
	<section><h2>First</h2></section>
	<section><backstep-lesson id="one" lesson="convolution" controls="none" step="10" depth="cell" theme="light"></backstep-lesson>
		<span class="fragment"></span><span class="fragment"></span></section>
</div></div>
<script src="${baseURL}/embed/v1.js"></script><script src="reveal.js"></script>
<script>
	Reveal.initialize({ transition: 'none' });
	const lesson = document.getElementById('one');
	Reveal.on('fragmentshown', () => lesson.next());
	Reveal.on('fragmenthidden', () => lesson.back());
</script>`
	});
	await press(page, 'ArrowRight');
	await ready(page);
	const said = inside(page).getByRole('status');
	await expect(said).toBeVisible();
	await expect(said).toContainText('Window row 0, column 0');
	await press(page, 'ArrowRight');
	await expect(said).toContainText('Window row 0, column 1');
	await press(page, 'ArrowRight');
	await expect(said).toContainText('Window row 0, column 2');
	await press(page, 'ArrowLeft');
	await expect(said).toContainText('Window row 0, column 1');
});

test('a lesson names its oEmbed document', async ({ page, baseURL }) => {
	await page.goto('/lessons/pooling/');
	const link = page.locator('link[type="application/json+oembed"]');
	const address = new URL((await link.getAttribute('href'))!, page.url()).href;
	const document = (await (await page.request.get(address)).json()) as Record<string, string>;
	expect(document).toMatchObject({
		version: '1.0',
		type: 'rich',
		title: 'Pooling, step by step',
		provider_name: 'Backstep'
	});
	const frame = /src="([^"]+)"/.exec(document.html!)![1]!;
	expect(new URL(frame, baseURL).pathname).toBe('/embed/pooling/');
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

test('"Open in Backstep" opens the lesson at this very step', async ({ page, context }) => {
	await page.goto('/embed/convolution/?step=10&depth=cell&stride=2');
	await page.getByRole('button', { name: 'Over' }).click();
	const sentence = await page.getByRole('status').innerText();
	const [lesson] = await Promise.all([
		context.waitForEvent('page'),
		page.getByRole('link', { name: 'Open in Backstep' }).click()
	]);
	await expect(lesson.locator('.inspector [role=status]')).toHaveText(sentence);
	await expect(lesson.locator('footer .count')).toHaveText(/^20 /);
});

test('the share dialog copies the link, shows a code, and previews what it writes', async ({
	page,
	context
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const embeds: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('/embed/')) embeds.push(request.url());
	});
	await open(page, 'convolution', 'step=10&depth=cell');
	expect(embeds).toEqual([]);
	await page.getByRole('button', { name: 'Share' }).click();
	const dialog = page.getByRole('dialog', { name: 'Share this step' });
	await dialog.getByRole('button', { name: 'Copy link' }).click();
	await expect(dialog).toContainText('copied');
	expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
		/\/lessons\/convolution\/\?step=10&depth=cell$/
	);
	await dialog.getByText('QR code for a lecture room').click();
	await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
	await dialog.getByText('QR code for a lecture room').click();
	const preview = page.frameLocator('dialog iframe');
	await expect(preview.locator('.timeline')).toBeVisible();
	await dialog.getByLabel('Stride').check();
	const element = dialog.getByLabel('As an element');
	await expect(element).toHaveValue(/hide="stride"/);
	await dialog.getByLabel('Back, over and play').check();
	await dialog.getByLabel('End at this step').check();
	await expect(element).toHaveValue(/ until="10" controls="mini"/);
	await expect(element).not.toHaveValue(/hide=/);
	await expect(preview.getByRole('button', { name: 'Over' })).toBeDisabled();
	await expect(preview.locator('.timeline')).toHaveCount(0);
	await press(page, 'Escape');
	await expect(dialog).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Share' })).toBeFocused();
	await press(page, 'ArrowRight');
	await expect(page.locator('footer .count')).toHaveText(/^20 /);
});

for (const colorScheme of ['light', 'dark'] as const) {
	test(`embeds, the share dialog and the documentation have no accessibility problem in ${colorScheme}`, async ({
		page
	}) => {
		await page.emulateMedia({ colorScheme });
		const check = async () => {
			// The embed in the preview is checked by itself: beside its own lesson it says some things twice.
			const { violations } = await new AxeBuilder({ page }).exclude('dialog iframe').analyze();
			expect(
				violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`)
			).toEqual([]);
		};
		for (const query of ['step=40', 'controls=mini&predict=1', 'controls=none&hide=colour']) {
			await page.goto(`/embed/lstm/?${query}`);
			await expect(page.getByRole('status')).not.toBeEmpty();
			await page.waitForLoadState('networkidle');
			await check();
		}
		await page.goto('/docs/embed/');
		await check();
		await open(page, 'convolution');
		await page.getByRole('button', { name: 'Share' }).click();
		await expect(page.frameLocator('dialog iframe').locator('.timeline')).toBeVisible();
		await check();
	});
}

test('embeds, the share dialog and the documentation fit a phone', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	const width = () => page.evaluate(() => document.documentElement.scrollWidth);
	for (const path of ['/embed/convolution/', '/embed/lstm/?controls=mini', '/docs/embed/']) {
		await page.goto(path, { waitUntil: 'networkidle' });
		expect(await width(), path).toBeLessThanOrEqual(390);
	}
	await open(page, 'convolution');
	await page.getByRole('button', { name: 'Share' }).click();
	const dialog = page.getByRole('dialog', { name: 'Share this step' });
	await expect(dialog).toBeVisible();
	expect(await dialog.evaluate((el) => el.scrollWidth - el.clientWidth)).toBe(0);
	await dialog.getByRole('button', { name: 'Close' }).click();
	await expect(dialog).toHaveCount(0);
});
