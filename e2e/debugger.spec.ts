import { expect, test } from '@playwright/test';
import { LESSONS } from './lessons.ts';
import { grid, open, press, problems, sentence, steps, writtenInView } from './screen.ts';

test('the convolution opens on the worked figure of the notes', async ({ page }) => {
	const found = problems(page);
	await open(page, 'convolution');
	await expect(sentence(page)).toContainText('adds up to −6');
	await expect(page.locator('.numbers .katex-html')).toContainText('=−6');
	await expect(page.locator('.inspector nav')).toContainText('cell 1 of 9');
	expect(found).toEqual([]);
});

test('keys move as in a debugger: into, over, out, and each of them backwards', async ({ page }) => {
	await open(page, 'convolution');
	await press(page, 'ArrowDown');
	await expect(page.locator('.inspector nav')).toContainText('step 1 of 10');
	await expect(sentence(page)).toContainText(
		'Kernel row 0, column 0 (1) times input row 0, column 0 (1) is 1'
	);
	await press(page, 'ArrowRight', 'ArrowRight');
	await expect(sentence(page)).toContainText('the sum so far is −2');
	await press(page, 'ArrowLeft');
	expect((await steps(page))[0]).toBe(2);
	await press(page, 'ArrowUp');
	await expect(sentence(page)).toContainText('adds up to −6');
	await press(page, 'F10');
	expect((await steps(page))[0]).toBe(20);
	await press(page, 'F11');
	expect((await steps(page))[0]).toBe(11);
	await press(page, 'Shift+F11');
	expect((await steps(page))[0]).toBe(20);
	await press(page, 'Shift+ArrowUp');
	expect((await steps(page))[0]).toBe(0);
	await press(page, 'End');
	const [done, all] = await steps(page);
	expect(done).toBe(all);
	await press(page, 'Home');
	await expect(sentence(page)).toContainText('Nothing has been computed yet');
});

test('what is not computed yet is blank, never 0', async ({ page }) => {
	await open(page, 'convolution');
	await press(page, 'Home');
	const output = grid(page, 'output');
	await output.focus();
	await expect(output.locator('[role=gridcell]')).toHaveText('row 0, column 0: not computed yet');
	await page.locator('header [aria-label=Phases] button', { hasText: 'loss' }).click();
	await expect(page.locator('.inspector table')).toContainText('not yet');
});

test('play goes on by itself, and stops at a breakpoint', async ({ page }) => {
	await open(page, 'pooling');
	await page.locator('header [aria-label=Phases] button', { hasText: 'loss' }).click();
	await page.locator('.focus h2').click();
	await press(page, 'b', 'Home');
	const { stop } = await page
		.locator('.timeline .stop')
		.evaluate((dot) => ({ stop: dot.getBoundingClientRect().x }));
	await page.locator('footer select').selectOption('32');
	await page.locator('.focus h2').click();
	await press(page, ' ');
	await expect(page.locator('footer button', { hasText: 'Pause' })).toHaveCount(0, { timeout: 15_000 });
	const cursor = await page.locator('.timeline .cursor').evaluate((line) => line.getBoundingClientRect().x);
	expect(Math.abs(cursor - stop)).toBeLessThan(12);
	const [done, all] = await steps(page);
	expect(done).toBeLessThan(all);
});

test('the timeline seeks where it is clicked', async ({ page }) => {
	await open(page, 'cnn');
	const bars = page.getByRole('slider', { name: 'Timeline' });
	const box = (await bars.boundingBox())!;
	await page.mouse.click(box.x + box.width * 0.5, box.y + 5);
	await expect(page.locator('header [aria-current=step]')).toHaveText('backward');
	const [done] = await steps(page);
	expect(Number(await bars.getAttribute('aria-valuenow'))).toBe(done);
});

test('a click on a computed cell leads to the step that wrote it, and shows who reads it', async ({
	page
}) => {
	await open(page, 'convolution');
	await page.locator('header [aria-label=Phases] button', { hasText: /^loss$/ }).click();
	await page.getByRole('navigation', { name: 'Where' }).getByText('loss').click();
	const output = grid(page, 'output');
	const box = (await output.boundingBox())!;
	await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
	await expect(sentence(page)).toContainText('Window row 1, column 1');
	await expect(page.locator('.inspector')).toContainText('read once by loss/mse,');
	await page.locator('.inspector li', { hasText: 'read once by loss/mse,' }).getByRole('button').click();
	await expect(page.locator('.inspector nav')).toContainText('mse');
});

test('a symbol, its cells and its row light up together, both ways', async ({ page }) => {
	await open(page, 'convolution');
	await page.locator('.inspector tr[data-tensor=w]').hover();
	await expect(page.locator('.inspector .equation [data-tensor=w].lit').first()).toBeVisible();
	await expect(page.locator('.notes .term[data-tensor=w].lit').first()).toBeVisible();
	await expect(page.locator('svg.lit-all')).toHaveCount(1);
	await grid(page, 'kernel').locator('svg').hover();
	await expect(page.locator('.inspector tr[data-tensor=w].lit')).toBeVisible();
});

test('the notes mark the paragraph of the current scope, and lead to their own', async ({ page }) => {
	await open(page, 'convolution');
	await expect(page.locator('.notes section.current').first()).toBeVisible();
	await page.locator('.notes button.go[data-scope^=backward]').first().click();
	await expect(page.locator('header [aria-current=step]')).toHaveText('backward');
	await expect(page.locator('.notes section.current').first()).toBeVisible();
});

/** What a walk asks after each key, at once: eighty steps are many, and each question takes its time. */
function look() {
	const text = (selector: string) => document.querySelector(selector)!.textContent;
	const [done, all] = text('footer .count').split('/').map(Number);
	return {
		said: text('.caption [role=status]'),
		drawn: document.querySelector('.focus :is(svg, canvas, table, .unrolled)')?.checkVisibility() ?? false,
		atEnd: done === all
	};
}

for (const lesson of LESSONS) {
	test(`${lesson} can be followed by keyboard from the first step to the last`, async ({ page }) => {
		const found = problems(page);
		await open(page, lesson);
		await press(page, 'Home', 'ArrowRight');
		// Ops one after the other: in to the step, out to its cell and its op, then over until the end.
		const into = page.locator('footer button', { hasText: 'Into' });
		for (let k = 0; k < 8 && (await into.isEnabled()); k++) await press(page, 'ArrowDown');
		const path = page.getByRole('navigation', { name: 'Where this step lies' });
		for (let k = 0; k < 2 && /cell \d+ of/.test(await path.innerText()); k++) await press(page, 'ArrowUp');
		const seen = new Set<string>();
		/** What was said where what had been written was not in view. */
		const hidden: string[] = [];
		for (let k = 0; k < 56; k++) {
			// A long sequence is followed op by op at first, then in longer strides.
			if (k % 13 === 12) await press(page, 'ArrowUp');
			const { said, drawn, atEnd } = await page.evaluate(look);
			seen.add(said);
			// A figure that is seen for the first time may still be on its way.
			if (!drawn)
				await expect(page.locator('.focus :is(svg, canvas, table, .unrolled)').first()).toBeVisible();
			if (k % 6 === 0 && (await writtenInView(page)) === false) hidden.push(said);
			if (atEnd) break;
			await press(page, 'ArrowRight');
		}
		expect(hidden).toEqual([]);
		const [done, all] = await steps(page);
		expect(done).toBe(all);
		expect(seen.size).toBeGreaterThan(5);
		expect(found).toEqual([]);
	});
}

test('"?" lists the keys, and letter keys can be switched off', async ({ page }) => {
	await open(page, 'pooling');
	await press(page, '?');
	const dialog = page.getByRole('dialog', { name: 'Keys' });
	await expect(dialog).toContainText('Step over');
	await dialog.getByRole('checkbox').uncheck();
	await dialog.getByRole('button', { name: 'Close' }).click();
	await press(page, 'b');
	await expect(page.locator('.timeline .stop')).toHaveCount(0);
});

test('what is typed before the search is there waits for it, and runs nothing', async ({ page }) => {
	await open(page, 'convolution');
	let arrive = () => {};
	const late = new Promise<void>((done) => (arrive = done));
	await page.route('**/*.js', async (route) => {
		await late;
		await route.continue();
	});
	const before = await steps(page);
	await press(page, 'Control+k', 'b', 'p', 'ArrowRight');
	arrive();
	await expect(page.getByRole('combobox', { name: /^Search/ })).toHaveValue('bp');
	await press(page, 'Escape');
	expect(await steps(page)).toEqual(before);
	await expect(page.getByRole('button', { name: /^Breakpoint on/ })).toHaveAttribute('aria-pressed', 'false');
	await expect(page.getByRole('region', { name: 'Predict' })).toHaveCount(0);
});

test('after a click on a phase Space plays, and after Tab it presses', async ({ page }) => {
	await page.clock.install();
	await open(page, 'convolution');
	const forward = page.locator('header [aria-label=Phases] button', { hasText: 'forward' }).first();
	await forward.click();
	await press(page, 'Home', 'Space');
	await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
	await press(page, 'Space');
	await forward.focus();
	await press(page, 'Space');
	await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
	await expect(forward).toBeFocused();
});

test('a cell after another only puts numbers into the equation, which is the one that a fresh page draws', async ({
	page
}) => {
	await page.goto('/lessons/cnn/?step=5000&depth=cell');
	const equation = page.locator('.caption .equation');
	await expect(equation.locator('.katex-html')).toBeVisible();
	const drawn = async () => (await equation.innerHTML()).replaceAll(/<!--.*?-->/g, '');
	let kept = 0;
	for (let k = 0; k < 12; k++) {
		const katex = await equation.locator('.katex').elementHandle();
		const before = await drawn();
		await page.keyboard.press('ArrowRight');
		await expect.poll(drawn).not.toBe(before);
		if (await katex!.evaluate((element) => element.isConnected)) kept++;
	}
	expect(kept).toBeGreaterThan(0);
	const filled = await drawn();
	const [, cell] = /cell (\d+) of/.exec(await page.locator('.inspector nav').innerText())!;
	await page.goto(`/lessons/cnn/?step=${10 * Number(cell)}&depth=cell`);
	await expect.poll(drawn).toBe(filled);
});
