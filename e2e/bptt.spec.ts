/** A gradient on its way through 100 time steps: the plot of its size, cuts, and a product of Jacobians. */
import { expect, test, type Page } from '@playwright/test';
import { open, press, problems, sentence } from './screen.ts';

const plot = (page: Page) => page.getByRole('img', { name: /^Size of the gradient of each state/ });

/** The powers of ten of the sizes at the last step and at the farthest one that backward has reached. */
async function powers(page: Page): Promise<[from: number, to: number]> {
	const name = (await plot(page).getAttribute('aria-label'))!;
	const sizes = [...name.matchAll(/(?:from|to) (\S+)(?: times 10 to the (\S+))? at t/g)];
	const [from, to] = sizes.map(
		([, mantissa, exponent = '0']) =>
			Math.log10(Number(mantissa)) + Number(exponent.replace('−', '-').replace(/,$/, ''))
	);
	return [from!, to!];
}

test('bptt: it opens on the way back, and the plot fills as the gradient vanishes', async ({ page }) => {
	const found = problems(page);
	await open(page, 'bptt');
	await expect(page.locator('.inspector nav')).toContainText('t = 60');
	await expect(plot(page)).toHaveAccessibleName(/at t = 100 to .* at t = 59 so far\.$/);
	const [from, to] = await powers(page);
	expect(to).toBeLessThan(from - 3);
	await press(page, 'ArrowUp', 'ArrowRight');
	await expect(plot(page)).toHaveAccessibleName(/at t = 58 so far\.$/);
	await press(page, 'ArrowLeft', 'ArrowLeft');
	await expect(plot(page)).toHaveAccessibleName(/at t = 60 so far\.$/);
	expect(found).toEqual([]);
});

test('bptt: the norm turns vanishing into exploding', async ({ page }) => {
	await open(page, 'bptt');
	await page.locator('header [aria-label=Phases] button', { hasText: 'backward' }).click();
	const [from, to] = await powers(page);
	expect(to).toBeLessThan(from - 10);
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Nonlinearity', { exact: true }).selectOption('relu');
	await page.getByLabel('Norm of W_hh, slider').fill('1.5');
	await expect(plot(page)).toHaveAccessibleName(/at t = 1\.$/);
	await expect
		.poll(async () => {
			const [from, to] = await powers(page);
			return to - from;
		})
		.toBeGreaterThan(10);
});

test('bptt: a cut is drawn between its columns, and no gradient comes from before it', async ({ page }) => {
	await open(page, 'bptt');
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Segment length', { exact: true }).fill('20');
	await page.getByLabel('Segment length', { exact: true }).press('Enter');
	await expect(page.getByText('The gradient is cut between t = 80 and t = 81.')).toBeAttached();
	const none = page.getByText('No gradient reaches hidden state h80.');
	await expect(none).toBeAttached();
	await expect(plot(page)).toHaveAccessibleName(/to none at t = 1\.$/);
	// Before backward is through, it is not said that none will come.
	await page.locator('footer button', { hasText: 'Back' }).click();
	await expect(none).toHaveCount(0);
	await expect(plot(page)).toHaveAccessibleName(/at t = 81 so far\.$/);
});

test('bptt: the notes lead into backward, and a click on the plot to its step', async ({ page }) => {
	await open(page, 'bptt');
	await page.locator('.notes button.leads[data-scope="backward/rnn/t = 1"]').click();
	await expect(page.locator('.inspector nav')).toContainText('t = 1');
	await expect(plot(page)).toHaveAccessibleName(/at t = 1\.$/);
	const box = (await plot(page).boundingBox())!;
	await plot(page).click({ position: { x: box.width / 2, y: 60 } });
	await expect(page.locator('.inspector nav')).toContainText(/t = [45]\d/);
	await expect(plot(page)).toHaveCount(0);
	await expect(page.locator('.inspector nav')).toContainText('backward');
});

test('bptt: a product of two Jacobians carries the gradient as backward did', async ({ page }) => {
	await open(page, 'bptt');
	// Where all steps are looked at, the one that was written last is in view, and what it wrote is framed.
	await page.getByRole('list', { name: 'Phases' }).getByRole('button', { name: 'forward' }).click();
	await page.getByTitle('Show forward/rnn', { exact: true }).click();
	await expect(page.getByRole('button', { name: /t = 100\./ }).locator('[data-write]')).toBeInViewport();
	await page.locator('.notes button.go[data-scope="product of Jacobians/comparison"]').click();
	await expect(page.locator('.inspector nav')).toContainText('comparison');
	await expect(page.locator('.focus h2')).toHaveText('comparison');
	await expect(page.locator('.focus')).toContainText('difference from the recorded gradient');
	const fact = page.locator('.notes section', { hasText: 'and the largest difference' });
	await expect(fact.locator('[data-tensor=carried]').first()).toBeAttached();
	await page.locator('.notes button.go[data-scope="product of Jacobians/their product"]').click();
	await press(page, 'ArrowDown');
	await expect(sentence(page)).toContainText('Row 0 of the Jacobian');
});

test('bptt: the sum for W_hh is a bar a time step, and a bar leads to its step', async ({ page }) => {
	const found = problems(page);
	await open(page, 'bptt');
	const bars = page.getByRole('img', { name: /^How much each time step adds to ∂L\/∂W_hh/ });
	await expect(bars).toHaveAccessibleName(/40 of 100 time steps so far, the most from t = 100/);
	// Where the sum of 100 terms for each of 9 numbers ends: of 6304 steps, before the 3 + 300 of W_xh.
	await open(page, 'bptt', 'step=6001&depth=op');
	const sum = page.getByRole('img', { name: /^What each time step adds to/ });
	await expect(sum).toHaveAccessibleName(/100 of 100 time steps so far, the most from t = 100/);
	const box = (await sum.boundingBox())!;
	await sum.click({ position: { x: box.width - 12, y: box.height / 2 } });
	await expect(page.locator('.inspector nav')).toContainText('t = 100');
	expect(found).toEqual([]);
});
