/** Takes the README's picture of the real thing: `npm run build && node e2e/screenshot.mjs`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';

const server = spawn('node', ['e2e/serve.mjs', '4182', '/', 'build'], {
	stdio: ['ignore', 'pipe', 'inherit']
});
await once(server.stdout, 'data');
const browser = await chromium.launch({
	executablePath: findBrowser() ?? undefined,
	args: ['--no-sandbox', '--disable-gpu']
});
try {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
	// The fourth product of the first window, with one whole row of windows done before.
	await page.goto('http://localhost:4182/lessons/convolution/?step=44&depth=step', {
		waitUntil: 'networkidle'
	});
	await page.screenshot({ path: 'static/screenshot.png' });
} finally {
	await browser.close();
	server.kill();
}
