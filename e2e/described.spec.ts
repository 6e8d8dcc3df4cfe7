/** The picture in words: for who does not see it, and for who asks. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expectFits, open, PHONE, press } from './screen.ts';

const picture = 'Picture of what one looks at';

test('who uses keys has a description of the picture, which changes with the step and is not announced', async ({
	page
}) => {
	await open(page, 'convolution', 'step=10&depth=cell');
	const stage = page.getByRole('region', { name: picture });
	await press(page, 'ArrowRight');
	await expect(stage).toHaveAccessibleDescription(
		/^The op conv2d: .* The output row 0, column 1 is framed: 12\./
	);
	await press(page, 'ArrowLeft');
	// The first window of the opening's picture: 1 + 4 + 3 on its left, 2 + 5 + 7 on its right.
	await expect(stage).toHaveAccessibleDescription(/The output row 0, column 0 is framed: −6\./);
	await expect(page.getByRole('status')).toHaveCount(1);
	await open(page, 'convolution', 'step=90&depth=1');
	await press(page, 'Shift');
	await expect(stage).toHaveAccessibleDescription(/drawn as \d+ tensors in \d+ columns/, { timeout: 15_000 });
});

test('who asks reads it, on a phone too', async ({ page }) => {
	await open(page, 'lstm');
	for (const size of [{ width: 1440, height: 900 }, PHONE]) {
		await page.setViewportSize(size);
		const words = page.locator('.stage details.words');
		if (!(await words.getAttribute('open').then((open) => open !== null)))
			await words.locator('summary').click();
		await expect(words.locator('p').first()).toBeInViewport();
		await expectFits(page);
	}
	await expectAccessible(page);
});
