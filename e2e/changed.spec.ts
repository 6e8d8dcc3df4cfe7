/** What is changed in the pictures of the foundations counts at once, and is in the link. */
import { expect, test } from '@playwright/test';
import { open, problems } from './screen.ts';

test('an edge is clicked, and its weight typed over: XOR is no longer solved', async ({ page }) => {
	const found = problems(page);
	await open(page, 'mlp');
	await expect(page.getByText('4 of 4 right.')).toBeVisible();
	const edge = page.locator('.neurons [data-spot="edge 0 0 0"]').first();
	await edge.click({ force: true });
	const field = page.getByRole('textbox', { name: /^w₁₁₁, / });
	await expect(field).toBeFocused();
	await field.fill('-8');
	await field.press('Enter');
	await expect(page).toHaveURL(/edit\.W1=0(:|%3A)-8/);
	await expect(page.getByText('4 of 4 right.')).toBeHidden();
	expect(found).toEqual([]);
});

test('a point is dragged over the border, and lies on the wrong side of it', async ({ page }) => {
	await open(page, 'mlp');
	const point = page.locator('[data-point="0"] .hit');
	await point.scrollIntoViewIfNeeded();
	const [from, to] = await Promise.all(
		[0, 1].map(async (k) => (await page.locator(`[data-point="${k}"] .hit`).boundingBox())!)
	);
	await page.mouse.move(from!.x + from!.width / 2, from!.y + from!.height / 2);
	await page.mouse.down();
	await page.mouse.move(to!.x + to!.width / 2, to!.y + to!.height, { steps: 5 });
	await page.mouse.up();
	await expect(page).toHaveURL(/edit\.X=0(:|%3A)/);
	await expect(page.getByText('3 of 4 right, ✕ wrong')).toBeVisible();
});

test('a click on the map of the loss begins there', async ({ page }) => {
	const found = problems(page);
	await open(page, 'gradient-descent');
	const map = page.locator('.map');
	await expect(map).toHaveAttribute('aria-label', /after 12 updates/);
	const before = await map.getAttribute('aria-label');
	const box = (await map.boundingBox())!;
	await page.mouse.click(box.x + box.width * 0.85, box.y + box.height * 0.15);
	await expect(page).toHaveURL(/edit\.w_mini=0.*edit\.b_mini=0|edit\.b_mini=0.*edit\.w_mini=0/);
	await expect(map).not.toHaveAttribute('aria-label', before!);
	expect(found).toEqual([]);
});
