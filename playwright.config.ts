import { defineConfig } from '@playwright/test';
import { findBrowser } from './e2e/browser.mjs';

export default defineConfig({
	testDir: 'e2e',
	fullyParallel: true,
	workers: 2,
	retries: 0,
	reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
	use: {
		baseURL: 'http://localhost:4173',
		viewport: { width: 1440, height: 900 },
		launchOptions: {
			executablePath: findBrowser() ?? undefined,
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
		}
	},
	webServer: [
		{ command: 'node e2e/serve.mjs 4173 / build', port: 4173 },
		{ command: 'node e2e/serve.mjs 4174 /x/ build-x', port: 4174 }
	]
});
