/**
 * What a trace of GPT-2's size costs: from the file that is chosen to its first picture, from a click on the timeline to the
 * frame that shows that step, and until the health of the network is told. `engine/zoo/large.py` makes the file, with a
 * PyTorch of this machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OPENED = 3;
const PLACES = 24;

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const told = (name, values, goal) =>
	console.log(
		`${name.padEnd(42)} median ${median(values).toFixed(0)} ms, slowest ${Math.max(...values).toFixed(0)} ms (goal ${goal} ms)`
	);

/** Milliseconds until an element that a selector finds is on the screen; what starts it is done by the page itself. */
const until = (page, selector, start) =>
	page.evaluate(
		([selector, start]) =>
			new Promise((done) => {
				const from = performance.now();
				const look = () =>
					document.querySelector(selector) ? done(performance.now() - from) : requestAnimationFrame(look);
				if (start) document.querySelector(start).click();
				requestAnimationFrame(look);
			}),
		[selector, start]
	);

/** From a click at a share of the timeline to the frame after the picture of that step. */
async function clicked(page, share) {
	const { x, y, width, height } = await page.locator('footer .timeline .drawing').boundingBox();
	// Listened for before the click is sent: a busy page may take the click first.
	await page.evaluate(() => {
		window.shown = new Promise((done) => {
			const count = document.querySelector('footer .count');
			const before = count.textContent;
			let from = 0;
			addEventListener('pointerdown', () => (from = performance.now()), { capture: true, once: true });
			new MutationObserver((_, observer) => {
				if (count.textContent === before) return;
				observer.disconnect();
				requestAnimationFrame(() => {
					const channel = new MessageChannel();
					channel.port1.onmessage = () => done(performance.now() - from);
					channel.port2.postMessage(null);
				});
			}).observe(count, { childList: true, subtree: true, characterData: true });
		});
	});
	await page.mouse.click(x + share * width, y + height - 4);
	return await page.evaluate(() => window.shown);
}

export async function realSize(browser, origin) {
	const folder = mkdtempSync(join(tmpdir(), 'backstep-'));
	try {
		const made = spawnSync(process.env.PYTHON ?? 'python3', ['engine/zoo/large.py', folder, 'gpt2'], {
			encoding: 'utf8'
		});
		if (made.status !== 0) {
			console.log('GPT-2 small was not measured: its trace needs a Python with torch (PYTHON=…).');
			return;
		}
		const path = join(folder, 'gpt2.safetensors');
		const megabytes = (statSync(path).size / 2 ** 20).toFixed(0);
		const opening = [];
		let page;
		for (let k = 0; k < OPENED; k++) {
			await page?.close();
			page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
			await page.goto(`${origin}/trace/`, { waitUntil: 'networkidle' });
			const from = performance.now();
			await page.getByLabel('Open a trace file').setInputFiles(path);
			await until(page, '.stage .focus canvas');
			opening.push(performance.now() - from);
		}
		told(`GPT-2 small, ${megabytes} MB: opened`, opening, 1500);
		await page.getByRole('button', { name: 'Stop' }).click();
		const places = Array.from({ length: PLACES }, (_, k) => ((k * 7 + 3) % PLACES) / PLACES + 0.5 / PLACES);
		const [first, again] = [[], []];
		for (const [k, share] of places.entries()) {
			first.push(await clicked(page, share));
			// Back to the one before and here again: numbers of two ops are held, those of all 24 are not.
			if (k) for (const known of [places[k - 1], share]) again.push(await clicked(page, known));
		}
		told('GPT-2 small: a step anywhere, not read yet', first, 150);
		told('GPT-2 small: a step whose numbers are held', again, 16);
		told('GPT-2 small: health', [await until(page, '.health dl', '#tab-health')], 1000);
		const client = await page.context().newCDPSession(page);
		await client.send('Performance.enable');
		const { metrics } = await client.send('Performance.getMetrics');
		const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 2 ** 20;
		console.log(
			`${'GPT-2 small: structure and scripts'.padEnd(42)} ${heap.toFixed(0)} MB of the page's heap, beside the numbers that are held (goal 100 MB)`
		);
		await page.close();
	} finally {
		rmSync(folder, { recursive: true });
	}
}
