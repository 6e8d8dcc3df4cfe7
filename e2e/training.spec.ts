/** A run of many updates: curves, the window on one of them, and what is found in the run. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { grid, open, press, problems } from './screen.ts';

test('training: one goes on from update to update, back, and through the curve', async ({ page }) => {
	const found = problems(page);
	await open(page, 'perceptron');
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(slider).toHaveAttribute('aria-valuenow', '1');
	// After the last step of an update comes the first of the next one, and before it the last of the one before.
	await press(page, 'End', 'ArrowRight');
	await expect(slider).toHaveAttribute('aria-valuenow', '2');
	await press(page, 'ArrowLeft', 'ArrowLeft');
	await expect(slider).toHaveAttribute('aria-valuenow', '1');
	await slider.press('PageDown');
	await expect(slider).toHaveAttribute('aria-valuenow', '3');
	await expect(page).toHaveURL(/update=3/);
	await slider.press('End');
	await expect(slider).toHaveAttribute('aria-valuetext', /^update 48 of 48, epoch 12, loss 0/);
	await expectAccessible(page);
	expect(found).toEqual([]);
});

test('training: an update is found by a condition, and the link shows it to others', async ({ page }) => {
	await open(page, 'perceptron');
	await page.getByRole('button', { name: 'Find an update' }).click();
	await page.getByLabel('First update where').fill('val.accuracy == 1');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(slider).toHaveAttribute('aria-valuetext', /val\.accuracy 1$/);
	const update = await slider.getAttribute('aria-valuenow');
	await expect(page).toHaveURL(new RegExp(`update=${update}`));
	await page.reload();
	await expect(slider).toHaveAttribute('aria-valuenow', update!);
	await page.getByRole('button', { name: 'Find an update' }).click();
	await page.getByLabel('First update where').fill('lost < 1');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	await expect(page.getByRole('alert')).toContainText('There is no tensor “lost”');
});

test('training: a weight is changed where training begins', async ({ page }) => {
	await open(page, 'perceptron', 'update=5');
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(slider).toHaveAttribute('aria-valuenow', '5');
	const before = await slider.getAttribute('aria-valuetext');
	await page.goto(page.url() + '&edit.w=0:2');
	await expect(slider).toHaveAttribute('aria-valuenow', '5');
	await expect(slider).not.toHaveAttribute('aria-valuetext', before!);
});

test('training: points are dragged, added and removed in the plane, and the run begins anew with them', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'perceptron');
	const plane = grid(page, 'The plane');
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(plane).toHaveAttribute('aria-label', /with 4 points/);
	// The curve comes after the page and moves the plane down.
	await expect(slider).toHaveAttribute('aria-valuetext', /^update 1 of 48/);
	const point = page.locator('[data-point="1"]');
	await point.hover();
	const { x, y } = (await point.boundingBox())!;
	await page.mouse.down();
	await page.mouse.move(x + 50, y + 60, { steps: 3 });
	await page.mouse.up();
	// The first point, and the third and the fourth, are where they were.
	await expect(page).toHaveURL(/own=0%2C0%2C0%7C0\.\d+%2C0\.\d+%2C0%7C1%2C0%2C0%7C1%2C1%2C1&/);
	await expect(slider).toHaveAttribute('aria-valuetext', /^update 1 of 48/);
	await plane.focus();
	await press(page, 'n');
	await expect(plane).toHaveAttribute('aria-label', /with 5 points/);
	await expect(slider).toHaveAttribute('aria-valuetext', /^update 1 of 60/);
	await press(page, 'Delete');
	await expect(plane).toHaveAttribute('aria-label', /with 4 points/);
	await page.getByRole('button', { name: 'Plane', exact: true }).click();
	await page.getByText('Own points').click();
	const rows = page.getByLabel('A row for each: x, y, class');
	await rows.fill('x;y;class\n0,5;1;yes\n1;-1,5;no');
	await page.getByRole('button', { name: 'Use these points' }).click();
	await expect(plane).toHaveAttribute('aria-label', /with 2 points/);
	await expect(page).toHaveURL(/own=0\.5%2C1%2C0%7C1%2C-1\.5%2C1&/);
	await expectAccessible(page);
	expect(found).toEqual([]);
});

test('training: a weight is typed on its edge', async ({ page }) => {
	await open(page, 'perceptron');
	await page.locator('[data-spot="edge 0 0 0"]').first().click();
	await page.keyboard.type('1.5');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/edit\.w=0%3A1\.5/);
	await expect(page.locator('.neurons svg')).toContainText('1.5');
});

test('training: a part of a long run is looked at more closely', async ({ page }) => {
	const found = problems(page);
	await open(page, 'overfitting', 'update=100');
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(slider).toHaveAttribute('aria-valuetext', /^update 100 of 400/);
	const seen = page.getByRole('group', { name: 'How closely the curves are seen' });
	// By keys, about the update that one looks at.
	await slider.press('+');
	await slider.press('+');
	await expect(seen).toContainText('76–175');
	await slider.press('-');
	await slider.press('-');
	await expect(seen).not.toContainText('–175');
	// By a range that is dragged over: it is not gone to.
	const { x, y, width, height } = (await slider.boundingBox())!;
	await page.mouse.move(x + width / 2, y + height / 2);
	await expect(slider.locator('.overlay')).toBeAttached();
	await page.keyboard.down('Shift');
	await page.mouse.down();
	await page.mouse.move(x + width * 0.75, y + height / 2, { steps: 4 });
	await page.mouse.up();
	await page.keyboard.up('Shift');
	const text = () => seen.locator('.held').innerText();
	const [from, to] = (await text()).split('–').map(Number) as [number, number];
	expect(from).toBeGreaterThan(180);
	expect(to).toBeLessThan(320);
	await expect(slider).toHaveAttribute('aria-valuenow', '100');
	// A click leads into it; the cursor that leaves it takes it along.
	await slider.click({ position: { x: width / 2, y: height / 2 } });
	await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeGreaterThan(from);
	await slider.press('Home');
	await expect.poll(text).toMatch(/^1–/);
	await expectAccessible(page);
	await seen.getByRole('button', { name: 'All' }).click();
	await expect(seen.locator('.held')).toHaveCount(0);
	expect(found).toEqual([]);
});
