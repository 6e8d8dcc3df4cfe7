/** What every player keeps, wherever it stands. */
import { expect, test } from '@playwright/test';
import { open, press } from './screen.ts';

for (const [what, path] of [
	['a lesson', '/lessons/convolution/'],
	['an embed with all controls', '/embed/convolution/?controls=full'],
	['a small embed', '/embed/convolution/?controls=mini'],
	['the first page', '/']
] as const)
	test(`${what}: after a click on a move Space plays, and after Tab it presses`, async ({ page }) => {
		await page.clock.install();
		await page.goto(path, { waitUntil: 'networkidle' });
		const over = page.getByRole('button', { name: 'Over' });
		const [play, pause] = ['Play', 'Pause'].map((name) => page.getByRole('button', { name, exact: true }));
		await over.click();
		await press(page, 'Space');
		await expect(pause!).toBeVisible();
		await press(page, 'Space');
		await expect(play!).toBeVisible();
		await play!.click();
		await expect(pause!).toBeVisible();
		await press(page, 'Space');
		await expect(play!).toBeVisible();
		const said = page.getByRole('status').first();
		const before = await said.innerText();
		await over.focus();
		await press(page, 'Space');
		await expect(said).not.toHaveText(before);
		await expect(play!).toBeVisible();
		await expect(over).toBeFocused();
	});

test('an equation that is a little too wide is set smaller; one that is much too wide scrolls, and says so', async ({
	page
}) => {
	await open(page, 'convolution', '?step=10&depth=cell');
	const equation = page.locator('.caption .numbers .equation');
	await expect(equation.locator('.katex-html')).toContainText('=−6');
	const cut = (share: number) =>
		equation.evaluate((el: HTMLElement, share) => {
			Object.assign(el.style, { whiteSpace: 'nowrap', fontSize: '', width: 'max-content' });
			el.style.width = `${el.getBoundingClientRect().width * share}px`;
		}, share);
	const look = () =>
		equation.evaluate((el: HTMLElement) => ({
			size: el.style.fontSize,
			more: el.dataset.more ?? '',
			beyond: Math.max(0, el.scrollWidth - el.clientWidth - 1)
		}));
	await cut(0.96);
	await expect.poll(async () => parseFloat((await look()).size)).toBeLessThan(1);
	expect(await look()).toMatchObject({ more: '', beyond: 0 });
	expect(parseFloat((await look()).size)).toBeGreaterThanOrEqual(0.85);
	await cut(0.6);
	await expect.poll(look).toMatchObject({ size: '0.85em', more: 'after' });
	await cut(1.1);
	await expect.poll(look).toEqual({ size: '', more: '', beyond: 0 });
});
