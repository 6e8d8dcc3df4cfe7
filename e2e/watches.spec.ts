import { expect, test } from '@playwright/test';
import { open } from './screen.ts';

test('a watch says what an expression is at every step, and where it is wrong', async ({ page }) => {
	await open(page, 'rnn');
	await page.locator('summary', { hasText: 'Watches' }).click();
	const field = page.getByLabel('Watch an expression');
	await field.fill('norm(h3)');
	await field.press('Enter');
	await page.getByRole('slider', { name: 'Timeline' }).focus();
	const watch = page.locator('li', { hasText: 'norm(h3)' }).locator('output');
	await page.keyboard.press('Home');
	await expect(watch).toHaveText('not computed yet');
	await page.keyboard.press('End');
	await expect(watch).toHaveText(/^\d\.\d+$/);

	await field.fill('norm(h3) + sin(h3)');
	await field.press('Enter');
	const wrong = page.getByRole('alert').filter({ hasText: 'There is no function “sin”' });
	await expect(wrong.locator('mark')).toHaveText('sin');
	await field.fill('1 < 2');
	await field.press('Enter');
	await expect(page.locator('li', { hasText: '1 < 2' }).locator('output')).toHaveText('true');
	// The field stays, and the next one can be typed.
	await expect(field).toBeFocused();
	await page.getByRole('button', { name: 'Stop watching 1 < 2' }).click();
	await expect(field).toBeFocused();
	await expect(page.locator('li', { hasText: '1 < 2' })).toHaveCount(0);

	// They are in the link.
	await expect.poll(() => page.url()).toContain('watch=norm%28h3%29');
	await page.reload();
	await expect(watch).toHaveText(/^\d\.\d+$/);
});

test('where a gradient vanishes is found by a condition', async ({ page }) => {
	await open(page, 'bptt', 'T=100');
	await page.locator('summary', { hasText: 'Breakpoints' }).click();
	const field = page.getByLabel('Stop where this becomes true');
	await field.fill('norm(any.grad) < ');
	await field.press('Enter');
	await expect(page.getByRole('alert')).toContainText('Something is missing at the end');
	await field.fill('norm(any.grad) < 1e-6');
	await field.press('Enter');
	await expect(page.locator('.inspector li', { hasText: 'norm(any.grad) < 1e-6' })).toBeVisible();
	await expect(field).toBeFocused();
	await page.getByRole('slider', { name: 'Timeline' }).focus();
	await page.keyboard.press('Home');
	await page.keyboard.press('n');
	const said = page.getByRole('status');
	await expect(said).toContainText(
		/Stopped: if norm\(any\.grad\) < 1e-6 \(.*: norm\(any\.grad\) is \d\.\d+e−7\)/
	);
	const where = page.getByRole('navigation', { name: 'Where this step lies' });
	await expect(where).toContainText('backward');
	await expect(where).toContainText('rnn');
	await expect(page.locator('.stop').first()).toBeVisible();
	await page.keyboard.press('Shift+N');
	await expect(page.getByText('Nothing to stop at before this step.')).toBeVisible();
	await expect.poll(() => page.url()).toContain('break=if');
	await page.reload();
	await expect(page.getByText(/^[1-9]\d* stops$/)).toBeVisible();
	await page.getByRole('slider', { name: 'Timeline' }).focus();
	await page.keyboard.press('Home');
	await page.keyboard.press('n');
	await expect(said).toContainText('Stopped: if norm(any.grad) < 1e-6');
});

test('a run stops where a cell is written, where it is read, and before each op of a kind', async ({
	page
}) => {
	await open(page, 'pooling');
	await page.locator('summary', { hasText: 'Breakpoints' }).click();
	await page.keyboard.press('Home');
	await page.getByRole('button', { name: /^when .* is written$/ }).click();
	await page.getByRole('button', { name: /^when .* is read$/ }).click();
	await page.getByRole('slider', { name: 'Timeline' }).focus();
	await page.keyboard.press('Home');
	await page.keyboard.press('F8');
	const said = page.getByRole('status');
	await expect(said).toContainText(/Stopped: .* is read/);
	for (let k = 0; k < 40 && !/is written/.test((await said.textContent()) ?? ''); k++)
		await page.keyboard.press('n');
	await expect(said).toContainText(/Stopped: .* is written/);
});

test('a tensor is watched by the name that the search shows, whatever it is made of', async ({ page }) => {
	await open(page, 'transformer-decoder');
	await page.locator('summary', { hasText: 'Watches' }).click();
	const field = page.getByLabel('Watch an expression');
	await field.fill('norm(encoder.layers.0.linear1.bias)');
	await field.press('Enter');
	await expect(page.locator('li', { hasText: 'linear1.bias' }).locator('output')).toHaveText(/^\d\.\d+$/);
});
