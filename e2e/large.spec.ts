/** A trace that is too large for memory is opened piece by piece, checked beside the page, and searched there. */
import { expect, test, type Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { expectAccessible } from './axe.ts';
import { press, problems, sentence } from './screen.ts';

/** Above 32 MB, a file is read piece by piece. */
const [ROWS, COLUMNS] = [600, 14_100];
/** Other tests run beside this one. */
const SOON = { timeout: 30_000 };

/** A matrix that is large to look at: 100 × 300. */
const [DOWN, ACROSS] = [100, 300];

/** y = x W and h = relu(y), with W of 8 million numbers of which one is NaN, or one product is wrong; before them q = relu(p). */
function written(path: string, { nan = false, wrong = false } = {}): void {
	const x = Float32Array.from({ length: ROWS }, (_, k) => (k % 7) - 3);
	const w = Float32Array.from({ length: ROWS * COLUMNS }, (_, k) => ((k * 7919) % 101) / 64 - 0.75);
	if (nan) w[5 * COLUMNS + 17] = NaN;
	const y = new Float32Array(COLUMNS);
	for (let column = 0; column < COLUMNS; column++) {
		let sum = 0;
		for (let row = 0; row < ROWS; row++) sum += x[row]! * w[row * COLUMNS + column]!;
		y[column] = sum;
	}
	if (wrong) y[2025] = 1e6;
	const h = y.map((value) => (value < 0 ? 0 : value));
	const p = Float32Array.from({ length: DOWN * ACROSS }, (_, k) => (k % 64) / 64 - 0.5);
	const q = p.map((value) => (value < 0 ? 0 : value));
	const held = { p, q, x, w, y, h };
	const about = {
		format: 'backstep-trace',
		version: '2.0',
		lesson: 'large',
		params: {},
		seed: null,
		tensors: {
			p: { role: 'input' },
			q: { role: 'intermediate' },
			x: { role: 'input' },
			w: { role: 'parameter' },
			y: { role: 'intermediate' },
			h: { role: 'intermediate' }
		},
		ops: [
			{ id: 0, op: 'relu', phase: 'forward', attrs: {}, inputs: ['p'], writes: 'q' },
			{ id: 1, op: 'matmul', phase: 'forward', attrs: {}, inputs: ['x', 'w'], writes: 'y' },
			{ id: 2, op: 'relu', phase: 'forward', attrs: {}, inputs: ['y'], writes: 'h' }
		],
		scopes: { name: 'trace', children: [{ name: 'forward', children: [0, 1, 2] }] }
	};
	let at = 0;
	const [large, line] = [
		[DOWN, ACROSS],
		[1, COLUMNS]
	];
	const shapes = { p: large, q: large, x: [1, ROWS], w: [ROWS, COLUMNS], y: line, h: line };
	const entries = Object.entries(held).map(([name, { byteLength }]) => {
		const offsets = [at, (at += byteLength)];
		return [name, { dtype: 'F32', shape: shapes[name as 'x'], data_offsets: offsets }];
	});
	const text = JSON.stringify({
		__metadata__: { backstep: JSON.stringify(about) },
		...Object.fromEntries(entries)
	});
	const header = Buffer.from(text + ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(header.length));
	writeFileSync(
		path,
		Buffer.concat([length, header, ...Object.values(held).map(({ buffer }) => Buffer.from(buffer))])
	);
}

async function opened(page: Page, path: string): Promise<string[]> {
	const found = problems(page);
	await page.goto('./trace/');
	// A file that is chosen before the page is alive is lost.
	await expect(page.locator('html[data-alive]')).toBeAttached(SOON);
	await page.locator('.chooser input').setInputFiles(path);
	await expect(page.locator('.stage')).toBeVisible(SOON);
	return found;
}

test('a large file is opened, stepped through, checked and searched', async ({ page }, info) => {
	const path = info.outputPath('large.safetensors');
	written(path, { nan: true });
	const found = await opened(page, path);
	await press(page, 'ArrowRight');
	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText('14100 sums of 600 products');
	await expect(page.locator('.report')).toContainText('All 58,200 numbers', SOON);
	await page.getByText('Breakpoints', { exact: true }).click();
	await page.getByRole('button', { name: 'the first NaN or infinity' }).click();
	await expect(page.getByText('1 stop', { exact: true })).toBeVisible(SOON);
	await press(page, 'Home');
	await press(page, 'n');
	await expect(page.locator('.stage')).toContainText('NaN');
	await page.getByRole('tab', { name: 'Health' }).click();
	await expect(page.getByText('The first number that is none is in y: NaN.')).toBeVisible(SOON);
	await expectAccessible(page);
	expect(found).toEqual([]);
});

test('a large matrix is looked at closely, down to its numbers, and what is written stays in view', async ({
	page
}, info) => {
	const path = info.outputPath('large.safetensors');
	written(path);
	const found = await opened(page, path);
	await press(page, 'ArrowDown');
	await press(page, 'ArrowRight');
	const lens = page.getByRole('group', { name: 'How closely q is seen' });
	const matrix = page.getByRole('grid', { name: /^q, 100 by 300/ });
	await lens.getByRole('button', { name: 'Numbers' }).click();
	await expect(lens).toContainText(/rows 0–\d+, columns 1–\d+/);
	const last = Number(/columns 1–(\d+)/.exec((await lens.textContent())!)![1]);
	await page.evaluate(() => (document.activeElement as HTMLElement).blur());
	for (let k = 0; k <= last; k++) await press(page, 'ArrowRight');
	await expect(lens).not.toContainText(`columns 1–${last}`);
	await expect(matrix.locator('[data-write]')).toBeVisible();
	await expectAccessible(page);
	const before = (await lens.textContent())!;
	const { x, y, width, height } = (await matrix.boundingBox())!;
	await page.mouse.move(x + width / 2, y + height / 2);
	await page.mouse.down();
	await page.mouse.move(x + width / 2, y + height / 4, { steps: 3 });
	await page.mouse.up();
	await expect(lens).not.toHaveText(before);
	// The arrow keys go on stepping.
	await expect(matrix).not.toBeFocused();
	await lens.getByRole('button', { name: 'All' }).click();
	await expect(lens).not.toContainText('rows');
	expect(found).toEqual([]);
});

test('a product of large matrices is seen whole, and pair by pair where one goes into it', async ({
	page
}, info) => {
	const path = info.outputPath('large.safetensors');
	written(path);
	await opened(page, path);
	await press(page, 'ArrowRight', 'ArrowRight');
	await expect(page.locator('.stage')).toContainText('matmul');
	const whole = page.getByRole('group', { name: 'How closely w is seen' });
	await expect(whole).toBeVisible();
	await press(page, 'ArrowDown');
	await expect(page.locator('.stage')).toContainText(`pair ${ROWS} of ${ROWS}`);
	await expect(whole).toHaveCount(0);
});

test('a number that its op does not give is found beside the page', async ({ page }, info) => {
	const path = info.outputPath('wrong.safetensors');
	written(path, { wrong: true });
	await opened(page, path);
	const report = page.locator('.report');
	await expect(report).toContainText('1 number of 58,200 is not what the op gives', SOON);
	await report.getByRole('button', { name: 'Go to y, column 2025' }).first().click();
	await expect(sentence(page)).toContainText('1e6');
});
