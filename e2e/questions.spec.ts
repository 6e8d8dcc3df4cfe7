import { expect, test, type Page } from '@playwright/test';
import { alive, grid, open, PHONE, sentence } from './screen.ts';

/** What asks a question is fetched when the question comes into view. */
async function asked(page: Page, id: string) {
	const question = page.locator(`[data-question="${id}"]`);
	await question.scrollIntoViewIfNeeded();
	await expect(question.getByRole('button').first()).toBeVisible();
	return question;
}

/** Clicks the cell of a grid in so many rows and columns. */
async function click(
	page: Page,
	label: string,
	[row, column]: [number, number],
	[rows, columns]: [number, number]
) {
	const box = (await grid(page, label).boundingBox())!;
	await page.mouse.click(
		box.x + (box.width * (column + 0.5)) / columns,
		box.y + (box.height * (row + 0.5)) / rows
	);
}

test('a question is answered in the picture: a wrong cell gets a hint, the right one its proof', async ({
	page
}) => {
	await open(page, 'pooling');
	const question = await asked(page, 'where-a-gradient-lands');
	await question.getByRole('button', { name: 'Answer' }).click();
	await expect(sentence(page)).toContainText('Click the cell in the input');
	// What comes is hidden meanwhile.
	await expect(grid(page, 'gradient of the input')).not.toContainText('3');
	await click(page, 'input', [3, 3], [4, 4]);
	await expect(question).toContainText('Not so. Only the cell that won');
	await click(page, 'input', [2, 1], [4, 4]);
	await expect(question).toContainText('Right. It won the window');
	await expect(sentence(page)).toContainText('Right. It won the window');
	await expect(grid(page, 'gradient of the input')).toContainText('3');
	await expect(question).toHaveAttribute('data-outcome', 'later');
});

test('a number that people usually give has a sentence of its own; settings are set up by a button', async ({
	page
}) => {
	await open(page, 'pooling');
	const question = await asked(page, 'overlapping-windows');
	await question.getByRole('button', { name: 'Set it up' }).click();
	await expect(sentence(page)).toContainText('What is the gradient of the 8 now? Answer it in the notes.');
	const field = question.getByRole('textbox');
	await field.fill('six');
	await field.press('Enter');
	await expect(question.getByRole('alert')).toContainText('Type a number');
	await field.fill('4');
	await field.press('Enter');
	await expect(question).toContainText('That comes from one of its windows');
	await field.fill('24');
	await field.press('Enter');
	await expect(question).toContainText('Right. It wins four windows');
});

test('who sets a question up stays at it, wherever its part is written about', async ({ page }) => {
	await open(page, 'convolution');
	const question = await asked(page, 'maps-of-channels');
	await question.getByRole('button', { name: 'Set it up' }).click();
	await expect(page.locator('footer .count')).toHaveText(/^0 /);
	await expect(question.getByRole('textbox')).toBeInViewport();
});

test('what the notes tell of the whole run is hidden while a question waits', async ({ page }) => {
	await open(page, 'transformer-decoder');
	const told = page.locator('.notes section.fact').first();
	await told.scrollIntoViewIfNeeded();
	await expect(told).toBeVisible();
	const question = await asked(page, 'a-red-man');
	await question.getByRole('button', { name: 'Set it up' }).click();
	await question.getByRole('button', { name: /rouge/ }).waitFor();
	await expect(told).toBeHidden();
	await question.getByRole('button', { name: 'Show me' }).click();
	await expect(told).toBeVisible();
});

test('a task is done when the run is so, and can be shown', async ({ page }) => {
	await open(page, 'pooling');
	const question = await asked(page, 'same-output-other-way-back');
	await question.getByRole('button', { name: 'I try it' }).click();
	await question.getByRole('button', { name: 'Show me' }).click();
	await expect(question).toContainText('the way back leads elsewhere');
	await expect(question).toHaveAttribute('data-outcome', 'shown');
	// What was there before stays to go back to.
	await expect(page.getByRole('tab', { name: 'What if •' })).toBeVisible();
});

test('what was answered is kept, saved to a file, cleared and opened again', async ({ page }) => {
	await open(page, 'pooling');
	await (await asked(page, 'where-a-gradient-lands')).getByRole('button', { name: 'Show me' }).click();
	await page.reload();
	await alive(page);
	const question = await asked(page, 'where-a-gradient-lands');
	await expect(question).toHaveAttribute('data-outcome', 'shown');
	await page.getByTitle('All lessons').click();
	const drawer = page.getByRole('dialog', { name: 'The course' });
	await expect(drawer.getByRole('listitem').filter({ hasText: /^Pooling/ })).toContainText('1 of ');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		drawer.getByRole('button', { name: 'Save it' }).click()
	]);
	await drawer.getByRole('button', { name: 'Clear' }).click();
	await drawer.getByRole('button', { name: 'Yes, forget it all' }).click();
	await expect(question).not.toHaveAttribute('data-outcome', 'shown');
	await drawer.getByLabel('Add a saved one').setInputFiles(await download.path());
	await expect(question).toHaveAttribute('data-outcome', 'shown');
	await drawer.getByLabel('Add a saved one').setInputFiles({
		name: 'other.json',
		mimeType: 'application/json',
		buffer: Buffer.from('{}')
	});
	await expect(drawer.getByRole('alert')).toContainText('holds no progress');
});

test('where storage is refused, answers last for the visit; on a phone the picture is clicked too', async ({
	page
}) => {
	await page.setViewportSize(PHONE);
	await page.addInitScript(() => {
		Object.defineProperty(window, 'localStorage', {
			get() {
				throw new DOMException('refused', 'SecurityError');
			}
		});
	});
	await open(page, 'pooling');
	await page.getByRole('tab', { name: 'Notes' }).click();
	const question = await asked(page, 'where-a-gradient-lands');
	await question.getByRole('button', { name: 'Answer' }).click();
	await expect(grid(page, 'input')).toBeInViewport();
	await click(page, 'input', [2, 1], [4, 4]);
	await expect(sentence(page)).toContainText('Right. It won the window');
	await expect(question).toHaveAttribute('data-outcome', 'right');
});

test('on a phone the picture stays in view above a question that is answered in the notes', async ({
	page
}) => {
	await page.setViewportSize(PHONE);
	await open(page, 'convolution');
	await page.getByRole('tab', { name: 'Notes' }).click();
	const question = await asked(page, 'one-to-the-right');
	await question.getByRole('button', { name: /^(Answer|Set it up)$/ }).click();
	await expect(question.getByRole('textbox')).toBeInViewport();
	await expect(grid(page, 'input')).toBeInViewport();
	await expect(grid(page, 'kernel')).toBeInViewport();
	// The left column lies on 2, 5 and 8, the right one on 0, 1 and 2.
	await question.getByRole('textbox').fill('12');
	await question.getByRole('textbox').press('Enter');
	await expect(question).toContainText('Right.');
	await expect(page.locator('.asks')).toHaveCount(0);
});
