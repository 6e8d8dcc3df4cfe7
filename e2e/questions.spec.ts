import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { alive, grid, open, PHONE, sentence } from './screen.ts';

/** What asks a question is fetched when the question comes into view. */
async function asked(page: Page, id: string) {
	const question = page.locator(`[data-question="${id}"]`);
	// As it comes into view, another element takes its place.
	await expect(() => question.scrollIntoViewIfNeeded({ timeout: 2000 })).toPass();
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
	await expect(drawer.getByRole('listitem').filter({ hasText: /^Pooling/ })).toContainText('1 only seen');
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

test('what is clicked beside the tensor that is asked for is no answer, and the question goes on', async ({
	page
}) => {
	await open(page, 'pooling');
	const question = await asked(page, 'last-window');
	await question.getByRole('button', { name: 'Answer' }).click();
	await click(page, 'output', [0, 0], [2, 2]);
	await expect(sentence(page)).toContainText('That is a cell of the output; asked is one of the input.');
	await expect(sentence(page)).toContainText('Click the cell in the input.');
	// The last window of the example holds 5 in its third row and fourth column.
	await click(page, 'input', [2, 3], [4, 4]);
	await expect(question).toContainText('Right.');
	// What was said goes as soon as one looks elsewhere.
	await expect(sentence(page)).toContainText('Right.');
	await page.keyboard.press('ArrowDown');
	await expect(sentence(page)).not.toContainText('Right.');
});

test('what was only shown is marked so, counts as seen, and is answered later', async ({ page }) => {
	await open(page, 'pooling');
	let question = await asked(page, 'where-a-gradient-lands');
	await question.getByRole('button', { name: 'Show me' }).click();
	// The reason does not say which cell; the line does.
	await expect(question).toContainText('The answer: The input: row 2, column 1.');
	// What has been done is told to who comes to the end.
	await page.getByRole('navigation', { name: 'Course' }).scrollIntoViewIfNeeded();
	await expect(page.locator('.panel.notes')).toContainText('0 answered, 1 only seen');
	await page.reload();
	await alive(page);
	question = await asked(page, 'where-a-gradient-lands');
	await expect(question).toContainText('Seen, not answered yet.');
	await page.getByTitle('All lessons').click();
	const drawer = page.getByRole('dialog', { name: 'The course' });
	const pooling = drawer.getByRole('listitem').filter({ hasText: /^Pooling/ });
	await expect(pooling).toContainText('0 answered, 1 only seen');
	await drawer.getByRole('button', { name: 'Close' }).click();
	await question.getByRole('button', { name: 'Answer' }).click();
	await click(page, 'input', [2, 1], [4, 4]);
	await expect(question).toHaveAttribute('data-outcome', 'later');
	await page.goto('/');
	await expect(page.getByRole('listitem').filter({ hasText: 'Pooling' }).first()).toContainText('1 answered');
});

for (const [lesson, ids] of cellQuestions())
	test(`${lesson}: a question that is answered by a click shows the right cell`, async ({ page }) => {
		for (const [id, tensor] of ids) {
			await open(page, lesson);
			const question = await asked(page, id);
			await question
				.getByRole('button', { name: /^(Answer|Set it up)$/ })
				.first()
				.click();
			await expect(sentence(page)).toContainText('Click the cell in');
			await expect(page.locator('.focus[aria-busy=false]')).toBeAttached();
			await expect(async () => expect(await clickThrough(page, id, tensor), id).toBe(true)).toPass({
				timeout: 10_000
			});
		}
	});

/** The questions of each lesson that ask for a cell, and of which tensor. */
function cellQuestions(): [string, [id: string, tensor: string][]][] {
	return readdirSync('lessons').flatMap((lesson): [string, [string, string][]][] => {
		const file = `lessons/${lesson}/text.md`;
		if (!existsSync(file)) return [];
		const asked = readFileSync(file, 'utf8').matchAll(/```question (\S+)\n(?:(?!```)[\s\S])*?\ncell: (\S+)/g);
		const found = [...asked].map(([, id, tensor]): [string, string] => [id!, tensor!]);
		return found.length ? [[lesson, found]] : [];
	});
}

/** Clicks what the picture draws of a tensor, place by place, until the question is answered rightly. */
const clickThrough = (page: Page, id: string, tensor: string): Promise<boolean> =>
	page.evaluate(
		async ([id, tensor]) => {
			const right = () => document.querySelector(`[data-question="${id}"]`)!.textContent!.includes('Right.');
			const click = async (target: Element, x = 0, y = 0) => {
				target.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: x, clientY: y }));
				await new Promise((done) => setTimeout(done));
				return right();
			};
			for (const spot of document.querySelectorAll('.focus [data-spot]')) if (await click(spot)) return true;
			for (const svg of document.querySelectorAll(`.focus [data-tensor="${tensor}"] svg`)) {
				const { left, top, width, height } = svg.getBoundingClientRect();
				for (let y = 4; y < height; y += 8)
					for (let x = 4; x < width; x += 8) if (await click(svg, left + x, top + y)) return true;
			}
			return false;
		},
		[id, tensor] as const
	);
