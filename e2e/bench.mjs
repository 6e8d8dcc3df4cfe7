/**
 * The browser's part of `npm run bench`: what a step costs from key press to next frame, how long a condition takes over
 * all steps of a trace, how long the page stands still while a large trace is opened, what programs take in the page, what
 * a trace of GPT-2's size costs, and how much script the convolution page loads before it is touched. Needs the site in
 * build/ (`npm run build`) and the engine in dist/ (`npm run build:engine`). `npm run bench:browser -- programs` measures
 * these alone; so for each part. Nothing is kept by a service worker: what it fetches would be measured, too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';
import { openings } from './openings.mjs';
import { programs } from './programs.mjs';
import { realSize } from './real-size.mjs';
import { countPixels, drawnOn, showReference } from './reference.mjs';
import { twoBlocks } from './two-blocks.mjs';

const PORT = 4181;
const STEPS = 60;
const WARM_UP = 12;
const JUMPS = 8;

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const server = spawn('node', ['e2e/serve.mjs', String(PORT), '/', 'build'], {
	stdio: ['ignore', 'pipe', 'inherit']
});
await once(server.stdout, 'data');
const browser = await chromium.launch({
	executablePath: findBrowser() ?? undefined,
	args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
});

/** Milliseconds of script, style and layout that one key press costs, and until the next frame. */
async function step(page, client, key) {
	const metrics = async () => {
		const { metrics } = await client.send('Performance.getMetrics');
		const of = (name) => metrics.find((m) => m.name === name).value * 1000;
		return of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration');
	};
	const before = await metrics();
	await page.evaluate(() => {
		globalThis.frame = new Promise((done) => {
			const start = () => {
				const from = performance.now();
				requestAnimationFrame(() => {
					const channel = new MessageChannel();
					channel.port1.onmessage = () => done(performance.now() - from);
					channel.port2.postMessage(null);
				});
			};
			addEventListener('keydown', start, { capture: true, once: true });
		});
	});
	await page.keyboard.press(key);
	const toFrame = await page.evaluate(() => globalThis.frame);
	return { work: (await metrics()) - before, toFrame };
}

/** Presses of keys, one after the other, once the first ones have warmed up what they need; `then` follows each. */
async function presses(page, client, keys, then = () => {}) {
	const all = [];
	let before = '';
	for (let k = 0; all.length < WARM_UP + STEPS; k++) {
		const one = await step(page, client, keys[k % keys.length]);
		// At the end of a trace, a press does nothing.
		const now = await page.evaluate(() => document.querySelector('footer .count')?.textContent ?? '');
		if (now && now === before) await step(page, client, 'Home');
		else {
			await then();
			all.push(one);
		}
		before = now;
	}
	all.splice(0, WARM_UP);
	return { work: all.map((one) => one.work), frames: all.map((one) => one.toFrame) };
}

/** Opens a page, presses `keys`, then measures presses of `measured`, beside those of the reference. */
async function steps(page, name, path, keys, measured = ['ArrowRight']) {
	await page.goto(`http://localhost:${PORT}${path}`, { waitUntil: 'networkidle' });
	const client = await page.context().newCDPSession(page);
	await client.send('Performance.enable');
	for (const key of keys) await page.keyboard.press(key);
	const moves = [];
	await drawnOn(page);
	const { work, frames } = await presses(page, client, measured, async () => moves.push(await drawnOn(page)));
	await showReference(page, moves);
	const reference = median((await presses(page, client, ['ArrowRight'])).work);
	console.log(
		`${name.padEnd(42)} script + style + layout: median ${median(work).toFixed(1)} ms, slowest ${Math.max(...work).toFixed(1)} ms (goal < 16 ms); reference ${reference.toFixed(1)} ms, ${(median(work) / reference).toFixed(1)} times (goal 2); to the next frame: median ${median(frames).toFixed(1)} ms`
	);
}

/** One press that goes far: to the end, or across the trace by a click on the timeline. */
async function jumps(page, name, path) {
	await page.goto(`http://localhost:${PORT}${path}`, { waitUntil: 'networkidle' });
	const client = await page.context().newCDPSession(page);
	await client.send('Performance.enable');
	for (const key of ['ArrowRight', 'End', 'Home']) await step(page, client, key);
	const all = [];
	for (let k = 0; k < JUMPS; k++) {
		all.push((await step(page, client, 'End')).work);
		await step(page, client, 'Home');
	}
	console.log(
		`${name.padEnd(42)} script + style + layout: median ${median(all).toFixed(1)} ms, slowest ${Math.max(...all).toFixed(1)} ms (goal < 100 ms)`
	);
}

/** From the moment a condition is entered until its stops, found over the whole trace, are on the screen. */
async function condition(page, name, path, conditions) {
	await page.goto(`http://localhost:${PORT}${path}`, { waitUntil: 'networkidle' });
	await page.locator('summary', { hasText: 'Breakpoints' }).click();
	const field = page.getByLabel('Stop where this becomes true');
	// The first one fetches the parser.
	await field.fill('1 > 2');
	await field.press('Enter');
	const found = page.locator('.inspector .count');
	await found.first().waitFor();
	for (const text of conditions) {
		await field.fill(text);
		const ms = await field.evaluate(
			(input) =>
				new Promise((done) => {
					const list = input.closest('details');
					const before = list.querySelectorAll('.count').length;
					const from = performance.now();
					new MutationObserver((_, observer) => {
						if (list.querySelectorAll('.count').length === before) return;
						observer.disconnect();
						requestAnimationFrame(() => done(performance.now() - from));
					}).observe(list, { childList: true, subtree: true });
					input.form.requestSubmit();
				})
		);
		const steps = (await page.locator('footer .count').innerText()).split('/')[1].trim();
		console.log(
			`${`${name}: ${text}`.padEnd(42)} ${await found.last().innerText()} found in ${steps} steps in ${ms.toFixed(0)} ms (goal < 1000 ms)`
		);
	}
}

async function loaded(page, path) {
	const bodies = [];
	page.on('response', (response) => {
		// What Kit writes into a page stands beside it, with the notes of the lesson.
		if (response.request().resourceType() === 'script' && response.url().includes('/_app/'))
			bodies.push(response.body());
	});
	await page.goto(`http://localhost:${PORT}${path}`, { waitUntil: 'networkidle' });
	const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
	console.log(
		`${`script loaded by ${path}`.padEnd(42)} ${(bytes / 1000).toFixed(1)} kB gzip before interaction (goal 122 kB)`
	);
}

const LONG = '/lessons/bptt/?T=200';

async function moves() {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
	await countPixels(page);
	await steps(page, 'cnn: a cell of conv1, forward', '/lessons/cnn/', []);
	await steps(page, 'cnn: an elementary step of conv1, forward', '/lessons/cnn/', ['ArrowDown']);
	await steps(page, 'cnn: an op after the other', '/lessons/cnn/', ['ArrowUp', 'Home']);
	await jumps(page, 'cnn: End', '/lessons/cnn/');
	await jumps(page, 'cnn: End, at the level of a part', '/lessons/cnn/?step=54080&depth=2');
	await steps(page, 'cnn: a part after the other', '/lessons/cnn/?step=1&depth=2', []);
	await steps(page, 'cnn: a cell of conv2’s way back', '/lessons/cnn/?step=300000&depth=cell', []);
	const [down, up] = ['ArrowDown', 'ArrowUp'];
	await steps(page, 'bptt, T = 200: a time step, forward', `${LONG}&step=1000&depth=3`, []);
	await steps(page, 'bptt, T = 200: an elementary step, forward', `${LONG}&step=1000&depth=step`, []);
	await steps(page, 'bptt, T = 200: a time step, backward', `${LONG}&step=7000&depth=3`, []);
	await steps(page, 'bptt, T = 200: an elementary step, backward', `${LONG}&step=7000&depth=step`, []);
	const inAndOut = ['ArrowRight', down, down, up, up];
	await steps(page, 'bptt, T = 200: into and out of a step', `${LONG}&step=7000&depth=3`, [], inAndOut);
	const blocks = '/lessons/transformer-decoder/';
	const at = (step, depth) => `${blocks}?step=${step}&depth=${depth}`;
	await steps(page, 'transformer: an op after the other, forward', at(12000, 'op'), []);
	await steps(page, 'transformer: an op after the other, backward', at(45000, 'op'), []);
	await steps(page, 'transformer: a cell, backward', at(80000, 'cell'), []);
	const file = twoBlocks();
	await page.route('**/two-blocks.json', (route) => route.fulfill({ json: file }));
	const inFile = (share, depth) =>
		`/trace/?src=two-blocks.json&step=${Math.round(share * file.steps)}&depth=${depth}`;
	await steps(page, '2 blocks each: an op, forward', inFile(0.2, 'op'), []);
	await steps(page, '2 blocks each: an op, backward', inFile(0.6, 'op'), []);
	await steps(page, '2 blocks each: an elementary step, backward', inFile(0.6, 'step'), []);
	await page.close();
}

async function conditions() {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
	await condition(page, 'cnn', '/lessons/cnn/', ['norm(any.grad) < 0.01', 'max(abs(any)) > 5']);
	await condition(page, 'bptt, T = 200', LONG, ['norm(any.grad) < 1e-6', 'norm(any) > 2']);
	await page.close();
}

/** What is measured, by the names under which parts are chosen. */
const PARTS = {
	moves,
	conditions,
	openings: () => openings(browser, `http://localhost:${PORT}`),
	programs: () => programs(browser, `http://localhost:${PORT}`),
	'real-size': () => realSize(browser, `http://localhost:${PORT}`),
	script: async () => loaded(await browser.newPage({ serviceWorkers: 'block' }), '/lessons/convolution/')
};

try {
	const chosen = process.argv.slice(2);
	for (const [name, measure] of Object.entries(PARTS))
		if (!chosen.length || chosen.includes(name)) await measure();
} finally {
	await browser.close();
	server.kill();
}
