/** A lesson on a slide. */
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { open, press } from '../screen.ts';
import { course, inside, ready, tell } from './course.ts';

const file = (name: string) => readFileSync(`node_modules/reveal.js/dist/${name}`, 'utf8');

/** Opens a deck that knows the element; `start` begins it. */
const deck = (page: Page, site: string, slides: readonly string[], start: string) =>
	course(page, {
		'reveal.js': file('reveal.js'),
		'reveal.css': file('reveal.css'),
		'index.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>Deck</title><link rel="stylesheet" href="reveal.css">
<body><div class="reveal"><div class="slides">${slides.map((slide) => `<section>${slide}</section>`).join('')}</div></div>
<script src="${site}/embed/v1.js"></script><script src="reveal.js"></script><script>${start}</script>`
	});

/** Playwright misses what it clicks in a frame that is scaled. */
const UNSCALED = '{ minScale: 1, maxScale: 1 }';

test('a reveal.js deck shows a lesson and drives it', async ({ page, baseURL }) => {
	await deck(
		page,
		baseURL!,
		[
			'<h2>First</h2>',
			`<backstep-lesson id="one" lesson="convolution" controls="none" step="10" depth="cell" theme="light"></backstep-lesson>
			<span class="fragment"></span><span class="fragment"></span>`
		],
		`Reveal.initialize({ transition: 'none' });
		const lesson = document.getElementById('one');
		Reveal.on('fragmentshown', () => lesson.next());
		Reveal.on('fragmenthidden', () => lesson.back());`
	);
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

test('keys that a lesson cannot use move the deck on', async ({ page, baseURL }) => {
	await deck(
		page,
		baseURL!,
		[
			'<backstep-lesson id="one" lesson="convolution" controls="mini" step="10" depth="cell" until="20"></backstep-lesson>',
			'<h2>Second</h2>'
		],
		`Reveal.initialize({ transition: 'none', ...${UNSCALED} });`
	);
	await ready(page);
	const slide = () => page.evaluate('Reveal.getIndices().h');
	await inside(page).getByRole('status').click();
	await press(page, 'ArrowRight');
	await expect.poll(() => tell(page, (lesson) => lesson.step)).toBe(20);
	expect(await slide()).toBe(0);
	await press(page, 'ArrowRight');
	await expect.poll(slide).toBe(1);
	// The slide that is shown has the keys again.
	await press(page, 'ArrowLeft');
	await expect.poll(slide).toBe(0);
	expect(await tell(page, (lesson) => lesson.step)).toBe(20);
});

for (const [what, lesson] of [
	[
		'an element',
		() =>
			`<backstep-lesson id="one" lesson="convolution" controls="none" step="10" depth="cell"></backstep-lesson>`
	],
	[
		'a plain frame',
		(site: string) =>
			`<iframe id="one" title="Lesson" width="800" height="500" src="${site}/embed/convolution/?controls=none&step=10&depth=cell"></iframe>`
	]
] as const)
	test(`after a click into ${what}, the keys of a clicker and Escape are the deck's`, async ({
		page,
		baseURL
	}) => {
		await deck(
			page,
			baseURL!,
			[lesson(baseURL!), '<h2>Second</h2>'],
			`Reveal.initialize({ transition: 'none', width: 800, height: 600, ...${UNSCALED} });`
		);
		const frame = page.frameLocator(what === 'an element' ? '#one iframe' : '#one');
		await expect(frame.locator('html')).toHaveAttribute('data-alive', '');
		await frame.getByRole('status').click();
		await press(page, 'Escape');
		await expect.poll(() => page.evaluate('Reveal.isOverview()')).toBe(true);
		await press(page, 'Escape');
		await expect.poll(() => page.evaluate('Reveal.isOverview()')).toBe(false);
		await frame.getByRole('status').click();
		await press(page, 'PageDown');
		await expect.poll(() => page.evaluate('Reveal.getIndices().h')).toBe(1);
	});

test('a slide of 800×600 has the picture of the op, its sentence and the moves in view', async ({ page }) => {
	await page.setViewportSize({ width: 800, height: 600 });
	await page.goto('/embed/convolution/?step=10&depth=cell&controls=mini');
	await expect(page.locator('html')).toHaveAttribute('data-alive', '');
	await expect(page.locator('[data-write]').first()).toBeInViewport({ ratio: 1 });
	await expect(page.getByRole('status')).toBeInViewport({ ratio: 1 });
	await expect(page.getByRole('button', { name: 'Over' })).toBeInViewport({ ratio: 1 });
});

test('the frame that Share writes for slides has the op and its moves in view', async ({ page, baseURL }) => {
	await open(page, 'convolution', 'step=10&depth=cell');
	await page.getByRole('button', { name: 'Share' }).click();
	await page.getByLabel('Elsewhere').selectOption('Slides (Marp, Slidev, Quarto)');
	const frame = await page.getByLabel('Low enough for a slide').inputValue();
	await deck(page, baseURL!, [frame], `Reveal.initialize({ transition: 'none', width: 980, height: 552 });`);
	const lesson = page.frameLocator('iframe');
	await expect(lesson.locator('[data-write]').first()).toBeInViewport({ ratio: 1 });
	await expect(lesson.getByRole('button', { name: 'Over' })).toBeInViewport({ ratio: 1 });
	const box = (await page.locator('iframe').boundingBox())!;
	expect(box.y + box.height).toBeLessThanOrEqual(page.viewportSize()!.height);
});
