import { expect, test } from '@playwright/test';
import { open, press, steps } from './screen.ts';

test('a scope and a tensor are found by name', async ({ page }) => {
	await open(page, 'rnn');
	await press(page, 'Control+k');
	const field = page.getByRole('combobox', { name: 'Search scopes, ops and tensors' });
	await field.fill('backward/rnn/t = 2');
	await expect(page.getByRole('listbox', { name: 'Found' }).getByRole('option').first()).toContainText(
		'backward/rnn/t = 2'
	);
	await press(page, 'Enter');
	await expect(page.getByRole('navigation', { name: 'Where this step lies' })).toHaveText(
		/backward\s*▸\s*rnn\s*▸\s*t = 2/
	);
	// The field is gone, and arrow keys step again.
	const [before] = await steps(page);
	await press(page, 'ArrowRight');
	expect((await steps(page))[0]).toBeGreaterThan(before);

	await page.getByRole('button', { name: 'Search the trace' }).click();
	await field.fill('h3');
	await press(page, 'ArrowDown', 'ArrowUp', 'Enter');
	await expect(page.getByRole('heading', { name: /^Asked: hidden state h3/ })).toBeVisible();
	// A weight is given: there is no step to go to, and what is asked comes into view.
	await page.locator('summary', { hasText: 'Breakpoints' }).click();
	await page.locator('summary', { hasText: 'Watches' }).click();
	await expect(page.getByLabel('Watch an expression')).toBeVisible();
	await press(page, 'Control+k');
	await field.fill('W_hh');
	await press(page, 'Enter');
	await expect(page.getByRole('heading', { name: /^Asked: memory weights/ })).toBeInViewport();
	await press(page, 'Control+k');
	await field.fill('conv2d');
	await expect(page.getByText('Nothing in this trace is called so.')).toBeVisible();
	await press(page, 'Escape');
	await expect(field).toHaveCount(0);
});

test('on a phone, a tensor that was found is told of over whatever panel was open', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await open(page, 'rnn');
	await page.getByRole('tab', { name: 'Notes' }).click();
	await press(page, 'Control+k');
	await page.getByRole('combobox', { name: 'Search scopes, ops and tensors' }).fill('W_hh');
	await press(page, 'Enter');
	await expect(page.getByRole('heading', { name: /^Asked: memory weights/ })).toBeInViewport();
	await expect(page.getByRole('tab', { name: 'Step' })).toHaveAttribute('aria-selected', 'true');
});

test('the timeline zooms into the scope that one is in, and out again', async ({ page }) => {
	await open(page, 'rnn');
	const timeline = page.getByRole('slider', { name: 'Timeline' });
	await expect(timeline.locator('.bar', { hasText: 'backward' }).first()).toBeVisible();
	const zoomIn = page.getByRole('button', { name: 'Zoom in' });
	await zoomIn.click();
	await expect(timeline.locator('.bar', { hasText: 'backward' })).toHaveCount(0);
	// A click lies in what is shown.
	const [, all] = await steps(page);
	const box = (await timeline.boundingBox())!;
	await timeline.click({ position: { x: box.width - 2, y: box.height / 2 } });
	expect((await steps(page))[0]).toBeLessThan(all);
	await timeline.focus();
	await press(page, '-');
	await expect(timeline.locator('.bar', { hasText: 'backward' }).first()).toBeVisible();
	// As far in as there is, the button is still there to press.
	await zoomIn.focus();
	await press(page, 'Enter', 'Enter', 'Enter', 'Enter', 'Enter');
	await expect(zoomIn).toBeFocused();
});

test('a part of the timeline is looked at more closely: by the wheel, a range, and keys', async ({
	page
}) => {
	await open(page, 'rnn');
	const timeline = page.getByRole('slider', { name: 'Timeline' });
	const backward = timeline.locator('.bar', { hasText: 'backward' }).first();
	const width = async () => (await backward.boundingBox())!.width;
	const whole = await width();
	const { x, y, width: all, height } = (await timeline.boundingBox())!;
	const box = (await backward.boundingBox())!;
	await page.mouse.move(box.x + box.width / 2, box.y + 4);
	await expect(timeline.locator('svg')).toBeAttached();
	await page.keyboard.down('Control');
	await expect
		.poll(async () => {
			await page.mouse.wheel(0, -100);
			return width();
		})
		.toBeGreaterThan(1.2 * whole);
	await page.keyboard.up('Control');
	const zoomOut = page.getByRole('button', { name: 'Zoom out' });
	while (!(await zoomOut.getAttribute('aria-disabled'))?.includes('true')) await zoomOut.click();
	await expect.poll(width).toBeCloseTo(whole, 0);

	// The second half is as wide as all was, and a click lies in it; it is no step that dragging goes to.
	const before = await steps(page);
	await page.keyboard.down('Shift');
	await page.mouse.move(x + all / 2, y + height / 2);
	await page.mouse.down();
	await page.mouse.move(x + all - 1, y + height / 2, { steps: 4 });
	await page.mouse.up();
	await page.keyboard.up('Shift');
	expect(await steps(page)).toEqual(before);
	const forward = timeline.locator('.bar', { hasText: /^forward$/ });
	await expect(forward).toHaveCount(0);
	await timeline.click({ position: { x: 2, y: height / 2 } });
	const [middle, last] = await steps(page);
	expect(middle).toBeGreaterThan(last / 10);
	// The cursor stays in what is seen.
	await press(page, 'Home');
	await expect(forward.first()).toBeVisible();
	const cursor = (await timeline.locator('.cursor').boundingBox())!;
	expect(cursor.x).toBeGreaterThan(x - 4);

	// Past the deepest scope, + goes on.
	await timeline.focus();
	await press(page, '-', '-');
	await expect(zoomOut).toHaveAttribute('aria-disabled', 'true');
	const count = await timeline.locator('.bar').count();
	await press(page, ...Array<string>(12).fill('+'));
	await expect.poll(() => timeline.locator('.bar').count()).toBeLessThan(count);
	await expect(zoomOut).toHaveAttribute('aria-disabled', 'false');
});

test('losses are drawn on the timeline once they are known', async ({ page }) => {
	await open(page, 'convolution');
	const loss = page.locator('.sparklines .loss');
	await press(page, 'Home');
	await expect(loss).toHaveCount(0);
	await press(page, 'End');
	await expect(loss).toHaveCount(2);
});
