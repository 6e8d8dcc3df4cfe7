/** A program of one's own: written in the page, run in it, stepped through, linked and stopped. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expectFits, grid, open, PHONE, press, problems, sentence, steps } from './screen.ts';

const editor = (page: Page) => page.getByRole('textbox', { name: 'Program' });
const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true });

/** Puts a program in the place of the one that is there. */
async function write(page: Page, program: string) {
	await page.goto('/code/');
	await editor(page).click();
	await press(page, 'Control+a');
	// As pasted: typed, each line would be indented by the editor.
	await page.keyboard.insertText(program);
}

const TRAINED = `import torch
from torch import nn

torch.manual_seed(0)
x = torch.tensor([[1., 2.], [3., 4.]])
y = torch.tensor([[1.], [0.]])
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for epoch in range(60):
    loss = ((model(x) - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print("loss", f"{loss.item():.4f}")
`;

test('a program is run, its line follows the steps, and nothing but this site is asked', async ({
	page,
	baseURL
}) => {
	const found = problems(page);
	const asked = new Set<string>();
	page.on('request', (request) => asked.add(new URL(request.url()).host));
	await page.goto('/code/');
	await expect(editor(page)).toBeVisible();
	expect([...asked].length).toBe(1);
	await write(
		page,
		'import torch\n\nx = torch.tensor([3.0], requires_grad=True)\ny = x * x\ny.backward()\nprint(x.grad)\n'
	);
	await press(page, 'Control+Enter');
	await expect(page.getByLabel('What the program printed')).toHaveText('tensor([6.])', { timeout: 60_000 });
	await page.getByRole('button', { name: 'Over' }).click();
	await expect(sentence(page)).toContainText('x times x');
	await expect(page.locator('.cm-here')).toContainText('y = x * x');
	await press(page, 'ArrowRight', 'ArrowRight');
	await expect(page.locator('.cm-here')).toContainText('y.backward()');
	// The number of a line leads to its op.
	await page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: /^4$/ }).click();
	await expect(page.locator('.cm-here')).toContainText('y = x * x');
	expect([...asked]).toEqual([new URL(baseURL!).host]);
	expect(found).toEqual([]);
});

test('a loop of updates is a curve, and an update far away is recorded by another run with the same numbers', async ({
	page
}) => {
	await write(page, TRAINED);
	await run(page).click();
	const curves = page.getByRole('region', { name: 'Training' });
	await expect(curves).toContainText('update 1 of 60', { timeout: 60_000 });
	const printed = page.getByLabel('What the program printed');
	const before = await printed.innerText();
	await curves.getByRole('slider').focus();
	await press(page, 'End');
	await expect(curves).toContainText('update 60 of 60', { timeout: 60_000 });
	await expect(printed).toHaveText(before.trim());
	// The address leads to the same place.
	await expect(page).toHaveURL(/from=60/);
	const [done] = await steps(page);
	await page.reload();
	await expect(curves).toContainText('update 60 of 60', { timeout: 60_000 });
	expect((await steps(page))[0]).toBe(done);
});

test('an error is said as Python says it, at its line, and what was written stays', async ({ page }) => {
	await write(page, 'import torch\nx = torch.ones(2, 3)\ny = x @ x\n');
	await run(page).click();
	await expect(page.getByRole('alert')).toContainText(
		'mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)',
		{
			timeout: 60_000
		}
	);
	await expect(page.locator('.cm-failed')).toContainText('y = x @ x');
	await page.goto('/');
	await page.goto('/code/');
	await expect(editor(page)).toContainText('y = x @ x');
});

test('a loop without an end is stopped, and the next program runs', async ({ page }) => {
	await write(page, 'import torch\nprint("on and on")\nwhile True:\n    pass\n');
	await run(page).click();
	await expect(page.getByRole('status').filter({ hasText: 'Running' })).toBeVisible({ timeout: 60_000 });
	await page.getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByRole('alert')).toHaveText('Stopped.');
	await editor(page).click();
	await press(page, 'Control+a');
	await page.keyboard.insertText('print(1 + 1)\n');
	await run(page).click();
	await expect(page.getByLabel('What the program printed')).toHaveText('2', { timeout: 60_000 });
	await expect(page.getByRole('alert')).toContainText('nothing to step through');
});

test('a program reaches neither the page nor the network', async ({ page, baseURL }) => {
	const asked: string[] = [];
	await write(
		page,
		`for name in ("js", "pyodide_js"):
    try:
        __import__(name)
        print(name, "is there")
    except ImportError:
        print("no", name)
try:
    from urllib.request import urlopen
    urlopen("https://example.org")
    print("reached")
except Exception:
    print("no network")
`
	);
	page.on('request', (request) => asked.push(new URL(request.url()).host));
	await run(page).click();
	await expect(page.getByLabel('What the program printed')).toHaveText(/no js\s+no pyodide_js\s+no network/, {
		timeout: 60_000
	});
	expect(asked.filter((host) => host !== new URL(baseURL!).host)).toEqual([]);
});

test('an attached file is read by its name', async ({ page }) => {
	await write(
		page,
		'import torch\nrows = [line.split(",") for line in open("points.csv")]\nprint(torch.tensor([[float(x) for x in row] for row in rows]).sum())\n'
	);
	await page
		.getByLabel('Attach files')
		.setInputFiles({ name: 'points.csv', mimeType: 'text/csv', buffer: Buffer.from('1,2\n3,4.5\n') });
	await expect(page.getByRole('list', { name: 'Attached files' })).toContainText('points.csv');
	await run(page).click();
	const printed = page.getByLabel('What the program printed');
	await expect(printed).toHaveText('tensor(10.5000)', { timeout: 60_000 });
	// It is small enough to travel in the link.
	await expect(page).toHaveURL(/file\.points\.csv=/);
	await page.reload();
	await expect(page.getByRole('list', { name: 'Attached files' })).toContainText('points.csv');
	await run(page).click();
	await expect(printed).toHaveText('tensor(10.5000)', { timeout: 60_000 });
});

test('a photograph is read as the pixels that a browser decodes', async ({ page }) => {
	await write(
		page,
		`import numpy as np
from PIL import Image
a = np.array(Image.open("grey.jpg"))
print(a.shape, a.min() == a.max(), abs(int(a.max()) - 128) < 3)
`
	);
	const jpeg = await page.evaluate(async () => {
		const canvas = new OffscreenCanvas(6, 4);
		const context = canvas.getContext('2d')!;
		context.fillStyle = 'rgb(128 128 128)';
		context.fillRect(0, 0, 6, 4);
		const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
		return [...new Uint8Array(await blob.arrayBuffer())];
	});
	await page
		.getByLabel('Attach files')
		.setInputFiles({ name: 'grey.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(jpeg) });
	await run(page).click();
	await expect(page.getByText('(4, 6, 3) True True')).toBeVisible({ timeout: 60_000 });
});

test('a lesson’s listing runs here, with the lesson’s own numbers', async ({ page }) => {
	await open(page, 'mlp');
	await page.getByRole('tab', { name: 'Code' }).click();
	await page.getByRole('link', { name: 'Run and change it' }).click();
	await expect(editor(page)).toContainText('The multi-layer perceptron, in PyTorch');
	await run(page).click();
	await expect(page.getByLabel('What the program printed')).toContainText('yhat [[', { timeout: 60_000 });
});

test('on a phone the editor can be used, and it has no accessibility problem in either theme', async ({
	page
}) => {
	await page.setViewportSize(PHONE);
	await write(page, TRAINED);
	await expectFits(page);
	await expectAccessible(page);
	await run(page).click();
	await expect(page.locator('.workbench')).toBeVisible({ timeout: 60_000 });
	await expectFits(page);
	await page.getByRole('tab', { name: 'Code' }).click();
	await expect(editor(page)).toBeVisible();
	await expectAccessible(page, { include: '[role=tabpanel]' });
});

const LOOP = `import torch

x = torch.tensor([1.0, 2.0])
h = torch.zeros(2)
for t in range(3):
    h = h + x
print(h.sum())
`;

const here = (page: Page) => page.locator('.cm-here');
/** The column of breakpoints beside a line, from 1. */
const gutter = (page: Page, line: number) =>
	page.locator('.cm-stops .cm-gutterElement:visible').nth(line - 1);
const variables = (page: Page) =>
	page.getByRole('tabpanel', { name: 'Code' }).locator('table', { has: page.locator('[data-tensor]') });

test('a run stops at breakpoints on lines, forwards and backwards, and they are kept', async ({ page }) => {
	await write(page, LOOP);
	await editor(page).press('ArrowUp');
	await gutter(page, 6).click();
	await expect(page.locator('.cm-stop')).toBeVisible();
	await run(page).click();
	// The first turn of the line: nothing was added before.
	await expect(here(page)).toContainText('h = h + x', { timeout: 60_000 });
	await expect(variables(page)).toContainText('h21, 2');
	await page.getByRole('button', { name: 'Over' }).focus();
	await press(page, 'n');
	await expect(variables(page)).toContainText('h22, 4');
	await press(page, 'n');
	await expect(variables(page)).toContainText('h23, 6');
	await press(page, 'Shift+n');
	await expect(variables(page)).toContainText('h22, 4');
	await expectAccessible(page);
	// Above it a line is written: it moves along.
	await expect(page).toHaveURL(/break=line/);
	await page.reload();
	await expect(page.locator('.cm-stop')).toBeVisible();
	await editor(page).click();
	await press(page, 'Control+Home', 'Enter');
	await expect(page).toHaveURL(/break=line%3Aprogram.py%3A7/);
	// By the keyboard as well.
	await press(page, 'F9');
	await expect(page.locator('.cm-stop')).toHaveCount(2);
	await page.goto('/');
	await page.goto('/code/');
	await expect(page.locator('.cm-stop')).toHaveCount(2);
});

test('a line that ran several times offers its turns, and a variable leads to the step that wrote it', async ({
	page
}) => {
	await write(page, LOOP);
	await run(page).click();
	await expect(page.locator('.workbench')).toBeVisible({ timeout: 60_000 });
	await page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: /^6$/ }).click();
	await expect(here(page)).toContainText('h = h + x');
	await page.getByLabel('Line 6, which ran 3 times').selectOption('turn 3 of 3');
	await expect(variables(page)).toContainText('h23, 6');
	await page.getByLabel('Line 6, which ran 3 times').selectOption('turn 2 of 3');
	await expect(variables(page)).toContainText('h22, 4');
	await page.getByRole('button', { name: 'Over' }).click();
	await expect(variables(page)).toContainText('h23, 6');
	// What was given was written by no step.
	await expect(variables(page).getByRole('row', { name: /^x/ }).getByRole('button')).toHaveCount(0);
	await variables(page).getByRole('row', { name: /^h/ }).getByRole('button').click();
	await expect(page.getByRole('navigation', { name: 'Where this step lies' })).toContainText('cell 2 of 2');
	await page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: /^1$/ }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Line 1 computed nothing' })).toBeVisible();
});

test('names of what the program imports are completed', async ({ page }) => {
	await write(page, 'import torch.nn.functional as F\n');
	await press(page, 'Control+End');
	await page.keyboard.type('F.cross');
	await page
		.locator('.cm-tooltip-autocomplete')
		.getByRole('option', { name: 'cross_entropy', exact: true })
		.click();
	await expect(editor(page)).toContainText('F.cross_entropy');
});

test('a number of a program is changed in the picture, the runs part there, and it is taken back', async ({
	page
}) => {
	await write(
		page,
		'import torch\nx = torch.tensor([[2.0, 3.0]])\nw = torch.tensor([[4.0], [5.0]], requires_grad=True)\nloss = (x @ w).sum()\nloss.backward()\nprint(loss.item())\n'
	);
	await run(page).click();
	const printed = page.getByLabel('What the program printed');
	await expect(page.locator('.workbench')).toBeVisible({ timeout: 60_000 });
	await expect(printed).toHaveText('23.0');
	await page.getByRole('button', { name: 'Over' }).click();
	await grid(page, 'x').focus();
	await press(page, 'Home', 'ArrowRight', '1', 'Enter');
	// 2 · 4 + 1 · 5
	await expect(printed).toHaveText('13.0', { timeout: 60_000 });
	const changes = page.getByRole('region', { name: 'Changed numbers' });
	await expect(changes).toContainText('3 → 1');
	await expect(changes).toContainText('23 → 13');
	await expectAccessible(page, { include: '[role=tabpanel]' });
	await expect(page).toHaveURL(/edit\.\d+=1%3A1/);
	await page.reload();
	await expect(printed).toHaveText('13.0', { timeout: 60_000 });
	await changes.getByRole('button', { name: 'Run without the changes too' }).click();
	await expect(changes).toContainText('23 → 13', { timeout: 60_000 });
	await changes.getByRole('button', { name: 'Take back the change of x' }).click();
	await expect(printed).toHaveText('23.0', { timeout: 60_000 });
	await expect(changes).toHaveCount(0);
});

test('a file keeps the breakpoints and the place with the program', async ({ page }) => {
	await write(page, LOOP);
	await gutter(page, 6).click();
	await run(page).click();
	await expect(variables(page)).toContainText('h21, 2', { timeout: 60_000 });
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Download' }).click()
	]);
	const path = await download.path();
	await write(page, 'print(1)\n');
	await expect(page.locator('.cm-stop')).toHaveCount(0);
	await page.getByLabel('Open', { exact: true }).setInputFiles({
		name: 'program.py',
		mimeType: 'text/x-python',
		buffer: readFileSync(path)
	});
	await expect(variables(page)).toContainText('h21, 2', { timeout: 60_000 });
	await expect(page.locator('.cm-stop')).toHaveCount(1);
	await expect(editor(page)).not.toContainText('backstep');
});
