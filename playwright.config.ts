import { defineConfig } from '@playwright/test';
import { findBrowser } from './e2e/browser.mjs';

export default defineConfig({
	testDir: 'e2e',
	fullyParallel: true,
	workers: 2,
	timeout: 90_000,
	// A shared machine may stall for seconds; a test that fails twice has failed.
	retries: process.env.CI ? 1 : 0,
	reporter: [['list'], ['json', { outputFile: 'node_modules/.cache/tests/e2e.json' }]],
	use: {
		baseURL: 'http://localhost:41730',
		viewport: { width: 1440, height: 900 },
		// What is kept for later is not what most tests are about, and each would fetch all of it.
		serviceWorkers: 'block',
		launchOptions: {
			executablePath: findBrowser() ?? undefined,
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
		}
	},
	webServer: [
		{ command: 'node e2e/serve.mjs 41730 / build', port: 41730 },
		{ command: 'node e2e/serve.mjs 41740 /x/ build-x', port: 41740 }
	]
});
