/** A page at 400 %, as people with low vision use it: a laptop's window is then smaller than a phone. */
import { expect, test } from '@playwright/test';
import { expectFits, open, press, steps } from './screen.ts';

test.use({ viewport: { width: 360, height: 225 } });

for (const path of ['/', '/lessons/lstm/', '/trace/', '/ops/', '/docs/embed/'])
	test(`${path} fits the narrowest phone, with the whole name of the site`, async ({ page }) => {
		await page.setViewportSize({ width: 320, height: 568 });
		await page.goto(path);
		await expect(page.locator('header .right button').last()).toBeVisible();
		await expectFits(page);
		const cut = await page.evaluate(() => {
			const name = document.querySelector('header .name')!;
			return name.getBoundingClientRect().right - name.parentElement!.getBoundingClientRect().right;
		});
		expect(cut).toBeLessThanOrEqual(1);
	});

for (const lesson of ['lstm', 'multi-head'])
	test(`${lesson} at 400 % leaves more than half of the window to the picture`, async ({ page }) => {
		await open(page, lesson);
		const [before] = await steps(page);
		await press(page, 'ArrowRight');
		await expect.poll(async () => (await steps(page))[0]).toBeGreaterThan(before);
		await expectFits(page);
		await page.evaluate(() => scrollTo(0, 150));
		const free = await page.evaluate(() => document.querySelector('footer')!.getBoundingClientRect().top);
		expect(free).toBeGreaterThan(225 / 2);
		await expect(page.getByRole('button', { name: /Over/ })).toBeInViewport({ ratio: 1 });
	});
