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

test('losses are drawn on the timeline once they are known', async ({ page }) => {
	await open(page, 'convolution');
	const loss = page.locator('.sparklines .loss');
	await press(page, 'Home');
	await expect(loss).toHaveCount(0);
	await press(page, 'End');
	await expect(loss).toHaveCount(2);
});
