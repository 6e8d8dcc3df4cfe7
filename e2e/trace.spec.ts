import { expect, test, type Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { expectAccessible } from './axe.ts';
import { DESK, expectFits, open, PHONE, press, problems, saveTrace, sentence, steps } from './screen.ts';

interface Sample {
	readonly file: string;
	readonly title: string;
}
const SAMPLES = JSON.parse(readFileSync('static/traces/index.json', 'utf8')) as readonly Sample[];
const MLP = JSON.parse(readFileSync('static/traces/mlp.json', 'utf8')) as Record<string, unknown>;
const NAN = JSON.parse(readFileSync('static/traces/nan.json', 'utf8')) as {
	tensors: Record<string, { data: (number | string)[] }>;
};
const START = { name: 'Open a trace', exact: true };

/** Chooses a file, once the page is alive. */
async function choose(page: Page, content: unknown, name = 'run.json'): Promise<void> {
	// From the disk: a large file takes seconds to be handed to the browser by itself.
	const file = test.info().outputPath(name);
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
	await expect(async () => {
		// A file that was chosen before the page was alive is not chosen again unless it was another.
		await page.locator('input[type=file]').first().setInputFiles([]);
		await page.locator('input[type=file]').first().setInputFiles(file);
		await expect(page.locator('.workbench, [role=alert]').first()).toBeVisible({ timeout: 4000 });
	}).toPass();
}

const report = (page: Page) => page.locator('.report');

/** x → unknown op → sum → way back. */
const withUnknown = {
	format: 'backstep-trace',
	version: '1.0',
	lesson: 'elsewhere',
	params: {},
	seed: null,
	tensors: {
		x: { shape: [2], dtype: 'float64', role: 'parameter', data: [1, 2] },
		y: { shape: [2], dtype: 'float64', role: 'intermediate', data: [1.5, 'NaN'] },
		L: { shape: [], dtype: 'float64', role: 'intermediate', data: ['NaN'] },
		sent: { shape: [2], dtype: 'float64', role: 'gradient', data: [7, 8] }
	},
	ops: [
		{ id: 0, op: 'erfinv', phase: 'forward', attrs: {}, inputs: ['x'], writes: 'y', gradients: ['sent'] },
		{ id: 1, op: 'sum', phase: 'forward', attrs: {}, inputs: ['y'], writes: 'L' }
	],
	scopes: {
		name: 'trace',
		children: [0, 1, { name: 'way back', phase: 'backward', loss: 'L', children: [] }]
	}
};

test('a trace that a lesson saved opens again, and steps by keys', async ({ page }) => {
	const found = problems(page);
	await open(page, 'pooling');
	const [, all] = await steps(page);
	const download = await saveTrace(page);
	const saved = readFileSync(await download.path(), 'utf8');
	await page.goto('/trace/');
	await choose(page, saved, 'pooling.trace.json');
	await expect(report(page)).toContainText('exactly what the ops give');
	expect(await steps(page)).toEqual([0, all]);
	await press(page, 'ArrowRight');
	await expect(sentence(page)).not.toBeEmpty();
	const [done] = await steps(page);
	expect(done).toBeGreaterThan(0);
	await press(page, 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'End');
	expect(await steps(page)).toEqual([all, all]);
	expect(found).toEqual([]);
});

for (const { file, title } of SAMPLES)
	test(`the sample ${file} opens by its address and agrees with the recomputation`, async ({ page }) => {
		const found = problems(page);
		await page.goto('/trace/');
		await page.getByRole('link', { name: title }).click();
		await expect(report(page)).toContainText('agree with what the ops give');
		await expect(page.locator('tr.wrong')).toHaveCount(0);
		await page.locator('body').click({ position: { x: 2, y: 2 } });
		await press(page, 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight');
		const [done] = await steps(page);
		await expect.poll(() => page.url()).toContain(`step=${done}`);
		await page.reload();
		await expect(page.locator('footer .count')).toContainText(`${done} /`);
		await press(page, 'End', 'ArrowLeft');
		await expect(page.locator('.focus')).toBeVisible();
		expect(found).toEqual([]);
	});

test('a recorded PyTorch run: where its first NaN comes from', async ({ page }) => {
	const found = problems(page);
	const cells = (name: string) => NAN.tensors[name]!.data;
	// PyTorch's own loss is NaN, because of a probability that it rounded to 0.
	expect(cells('loss')).toEqual(['NaN']);
	const zero = cells('p').indexOf(0);
	expect(cells('logs')[zero]).toBe('-Infinity');
	const line = readFileSync('static/python/examples/nan.py', 'utf8')
		.split('torch.log(')[0]!
		.split('\n').length;
	await page.goto('/trace/');
	await choose(page, NAN, 'nan.json');
	await page.locator('summary', { hasText: 'Breakpoints' }).click();
	await page.getByRole('button', { name: 'the first NaN or infinity', exact: true }).click();
	await page.getByRole('slider', { name: 'Timeline' }).focus();
	await press(page, 'n');
	const place = `row ${Math.floor(zero / 3)}, column ${zero % 3}`;
	await expect(sentence(page)).toContainText(`Stopped: the first NaN or infinity (logs ${place} is −∞)`);
	await expect(sentence(page)).toContainText(`The natural logarithm of p ${place} (0) is −∞`);
	await expect(page.locator('.inspector nav')).toContainText(`cell ${zero + 1} of 9`);
	await expect(page.locator('.inspector nav')).toContainText('log');
	await expect(page.locator('.focus')).toContainText('−∞');
	await expect(page.locator('.inspector')).toContainText(`nan.py:${line}, in run`);
	// What comes of it: 0 times −∞, in the same place, is the first NaN.
	await page.getByRole('button', { name: 'Run →' }).click();
	await expect(sentence(page)).toContainText(`Stopped: the first NaN or infinity (mul ${place} is NaN)`);
	expect(found).toEqual([]);
});

test('the recorder that the page offers is one Python file', async ({ page }) => {
	await page.goto('/trace/');
	const link = page.getByRole('link', { name: 'backstep_torch.py' });
	await expect(link).toHaveAttribute('download');
	const { status, text } = await page.evaluate(
		async (href) => {
			const answer = await fetch(href);
			return { status: answer.status, text: await answer.text() };
		},
		await link.evaluate((a: HTMLAnchorElement) => a.href)
	);
	expect(status).toBe(200);
	expect(text).toMatch(/\ndef record\(model=None, title=None, /);
	expect(text).not.toMatch(/^from \./m);
});

test('a file that is dropped on the page opens', async ({ page }) => {
	await page.goto('/trace/');
	await expect(async () => {
		await page.evaluate((text) => {
			const data = new DataTransfer();
			data.items.add(new File([text], 'dropped.json', { type: 'application/json' }));
			const event = (type: string) =>
				new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
			document.body.dispatchEvent(event('dragover'));
			document.body.dispatchEvent(event('drop'));
		}, JSON.stringify(MLP));
		await expect(report(page)).toContainText('Opened from dropped.json', { timeout: 2000 });
	}).toPass();
});

test('reading is beside the page: it can be cancelled, and of two files the last one opens', async ({
	page
}) => {
	await page.goto('/trace/');
	await choose(page, MLP, 'mlp.json');
	await expect(report(page)).toContainText('Opened from mlp.json');
	await press(page, 'ArrowRight');
	const before = await steps(page);
	// The first reader never gets its program: it reads until somebody cancels it.
	let held = 0;
	await page.route('**/*read.worker*', (route) => (held++ ? route.continue() : undefined));
	await page.getByRole('tab', { name: 'Open' }).click();
	const input = page.locator('input[type=file]');
	const file = (name: string, content: unknown) => ({
		name,
		mimeType: 'application/json',
		buffer: Buffer.from(JSON.stringify(content))
	});
	await input.setInputFiles(file('held.json', withUnknown));
	const status = page.locator('.reading');
	await expect(status).toContainText('Reading held.json');
	await press(page, 'ArrowRight');
	expect((await steps(page))[0]).toBeGreaterThan(before[0]!);
	await status.getByRole('button', { name: 'Cancel' }).click();
	await expect(status).toBeEmpty();
	await expect(input).toBeFocused();

	held = 0;
	await input.setInputFiles(file('held.json', withUnknown));
	await expect(status).toContainText('Reading held.json');
	await input.setInputFiles(file('second.json', withUnknown));
	await expect(report(page)).toContainText('Opened from second.json');
	await expect(status).toBeEmpty();
});

test('a changed number is reported with its op, and a click goes there', async ({ page }) => {
	const file = structuredClone(MLP) as unknown as {
		tensors: Record<string, { data: number[] }>;
		ops: { op: string; writes: string }[];
	};
	const { writes } = file.ops.find(({ op }) => op === 'tanh')!;
	file.tensors[writes]!.data[5] = 0.987;
	await page.goto('/trace/');
	await choose(page, file, 'tampered.json');
	await expect(report(page)).toContainText(/numbers? of \d+\s+(is|are)\s+not what the op gives/);
	const first = page.locator('.report tbody tr').first();
	await expect(first).toHaveClass(/wrong/);
	await expect(first.locator('th')).toHaveText('tanh');
	const go = page.getByRole('button', { name: `Go to ${writes}` });
	await expect(page.locator('.place', { has: go })).toContainText('0.987 in the file');
	await go.click();
	await expect(page.locator('.inspector nav')).toContainText('cell 6 of');
	await expect(page.locator('.inspector nav')).toContainText('tanh');
});

test('what is no trace is refused in one sentence, and the open trace stays', async ({ page }) => {
	await page.goto('/trace/');
	await choose(page, '{"__proto__": {"polluted": 1}}');
	const alert = page.getByRole('alert');
	await expect(alert).toHaveText(
		'This file has a key "__proto__", which no trace needs: give it another name.'
	);
	await expect(page.getByRole('heading', START)).toBeVisible();

	await choose(page, MLP, 'mlp.json');
	await expect(report(page)).toContainText('Opened from mlp.json');
	await press(page, 'ArrowRight');
	const before = await steps(page);
	await page.getByRole('tab', { name: 'Open' }).click();
	for (const [content, said] of [
		['['.repeat(1e6), 'nested more than 32 levels deep'],
		[JSON.stringify(MLP).slice(0, 2000), 'ends too early'],
		[{ ...MLP, ops: 3 }, 'In this file, ops must be a list'],
		['<script>alert(1)</script>', 'is not JSON'],
		[' '.repeat(33 * 2 ** 20), '32 MB is the most']
	] as const) {
		await choose(page, content, 'hostile.json');
		await expect(alert).toContainText('hostile.json was not opened.');
		await expect(alert).toContainText(said);
		expect(await steps(page)).toEqual(before);
	}
});

test('an op that is not known is an opaque node, and gradients go through it', async ({ page }) => {
	const found = problems(page);
	await page.goto('/trace/');
	await choose(page, withUnknown);
	await expect(report(page)).toContainText('erfinv: what this op wrote is shown as it was recorded');
	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText('Backstep has no steps for the op erfinv');
	await expect(page.locator('.focus')).toContainText('1.5');
	await press(page, 'End');
	await expect(sentence(page)).toContainText('erfinv');
	await expect(page.locator('.focus')).toContainText('7');
	expect(found).toEqual([]);
});

test('a symbol that is no harmless TeX is not drawn, and that is said', async ({ page }) => {
	const file = structuredClone(withUnknown) as { tensors: Record<string, object> };
	Object.assign(file.tensors['x']!, {
		symbol: '\\href{javascript:alert(1)}{x}',
		label: '<img src=x onerror=alert(1)>'
	});
	await page.goto('/trace/');
	await choose(page, file);
	await expect(page.getByRole('alert')).toContainText('The symbol of x in this file is not of the TeX');
	await press(page, 'ArrowRight');
	await expect(page.locator('main a[href^=javascript], main img')).toHaveCount(0);
});

test('only addresses of this site are asked for', async ({ page }) => {
	const asked: string[] = [];
	page.on('request', (request) => asked.push(new URL(request.url()).host));
	for (const src of [
		'https://example.org/t.json',
		'//example.org/t.json',
		'\\\\example.org/t',
		'data:,x',
		'blob:x'
	]) {
		await page.goto(`/trace/?src=${encodeURIComponent(src)}`);
		await expect(page.getByRole('alert')).toContainText('is not one of this site');
	}
	await page.goto('/trace/?src=traces/nothing.json');
	await expect(page.getByRole('alert')).toContainText('There is no file at');
	expect(new Set(asked).size).toBe(1);
});

test('a trace of thousands of ops, and one of NaN and single numbers, step without a problem', async ({
	page
}) => {
	const found = problems(page);
	const count = 2000;
	const names = Array.from({ length: count + 1 }, (_, k) => `x${k}`);
	const value = (role: string) => ({ shape: [], dtype: 'float64', role, data: ['NaN'] });
	const many = {
		...withUnknown,
		tensors: Object.fromEntries(names.map((name, k) => [name, value(k ? 'intermediate' : 'parameter')])),
		ops: names.slice(1).map((writes, id) => ({
			id,
			op: 'tanh',
			phase: 'forward',
			attrs: {},
			inputs: [names[id]],
			writes
		})),
		scopes: {
			name: 'trace',
			children: [
				...names.slice(1).map((_, k) => (k % 2 ? k : { name: 't = 1', children: [k] })),
				{ name: 'back', phase: 'backward', loss: names.at(-1), children: [] }
			]
		}
	};
	await page.goto('/trace/');
	await choose(page, many);
	await press(page, 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'End', 'ArrowLeft', 'Home');
	await expect(page.locator('footer .count')).toContainText(`0 / ${2 * count + 1}`);
	expect(found).toEqual([]);
});

test('an opened trace has no accessibility problem', async ({ page }) => {
	await page.goto('/trace/');
	await choose(page, withUnknown);
	await press(page, 'ArrowRight');
	await expectAccessible(page);
	await page.getByRole('tab', { name: 'Open' }).click();
	await expectAccessible(page);
});

test('nothing of an opened trace is cut off on a phone', async ({ page }) => {
	await page.setViewportSize(PHONE);
	await page.goto('/trace/');
	await choose(page, MLP);
	await page.getByRole('button', { name: 'Over' }).click();
	await expectFits(page);
	await page.getByRole('tab', { name: 'Trace' }).click();
	await expect(report(page)).toBeVisible();
	await expectFits(page);
});

for (const [device, size] of [
	['desk', DESK],
	['phone', PHONE]
] as const)
	test(`names without a space do not widen the page of a ${device}`, async ({ page }) => {
		const long = 'x'.repeat(150);
		const scope = (children: unknown[]) => ({ name: long, phase: 'forward', children });
		await page.setViewportSize(size);
		await page.goto('/trace/');
		await choose(page, {
			...withUnknown,
			scopes: { name: 'trace', children: [scope([scope([0])]), scope([1])] }
		});
		await expect(page.locator('.workbench')).toBeVisible();
		for (const key of ['Home', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'End']) {
			await press(page, key);
			await expectFits(page);
		}
	});

test('what is wrong with a run is found in its health, and one is led there', async ({ page }) => {
	await page.goto('/trace/?src=traces/nan.json');
	await page.getByRole('tab', { name: 'Health' }).click();
	const broken = page.getByRole('definition').filter({ hasText: 'The first number that is none is in logs' });
	await broken.getByRole('button', { name: 'Go there' }).click();
	// The logarithm of 0 is the cell that was written last.
	await expect(page.locator('.caption')).toContainText('−∞');
	await expectAccessible(page);
});
