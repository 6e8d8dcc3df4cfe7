/**
 * One who goes from lesson to lesson all day does not fill the memory: what a lesson held goes with it. The browser runs
 * without its optimizing compilers here, whose machine code is in the heap too and grows until it is warm. More changes
 * than usual: `MEMORY_CHANGES=200 npx playwright test memory`.
 */
import { chromium, expect, test } from '@playwright/test';
import { findBrowser } from './browser.mjs';

const CHANGES = Number(process.env.MEMORY_CHANGES ?? 12);
/** So that 200 changes leave less than a megabyte. */
const MOST_EACH = 5000;

test.describe.configure({ timeout: 90_000 + CHANGES * 3000 });

test('changes of the lesson leave nothing behind', async ({ baseURL }) => {
	const browser = await chromium.launch({
		executablePath: findBrowser() ?? undefined,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--js-flags=--no-opt --no-maglev --no-sparkplug --no-flush-bytecode'
		]
	});
	const page = await browser.newPage({ baseURL: baseURL!, serviceWorkers: 'block' });
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable');
	/** Into a lesson, a step, and out again; by the page itself, as the tools of a test leave something behind too. */
	const change = (times: number) =>
		page.evaluate(async (times) => {
			const until = (selector: string) =>
				new Promise<HTMLElement>((found) => {
					const look = () => {
						const element = document.querySelector<HTMLElement>(selector);
						if (element) found(element);
						else requestAnimationFrame(look);
					};
					look();
				});
			for (let k = 0; k < times; k++) {
				(await until(`.cards a[href*="${k % 2 ? 'pooling' : 'convolution'}"]`)).click();
				await until('.workbench .focus svg');
				document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
				(await until('header .name')).click();
			}
			await until('.cards');
		}, times);
	const measure = async () => {
		// What the first round sets free, finalizers among it, the next ones collect.
		for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
		const { metrics } = await session.send('Performance.getMetrics');
		const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
		return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
	};
	// A link that is followed before the page is alive loads another page.
	await page.goto('/', { waitUntil: 'networkidle' });
	// What a page fetches once, and then keeps, has come by then.
	await change(24);
	const before = await measure();
	await change(CHANGES);
	const after = await measure();
	expect(after.heap - before.heap).toBeLessThan(MOST_EACH * CHANGES);
	// A handful may wait for something that is on its way.
	expect(after.nodes - before.nodes).toBeLessThan(50);
	expect(after.listeners - before.listeners).toBeLessThan(5);
	await browser.close();
});
