/** `npm start` on a site that is built. */
import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { utimesSync } from 'node:fs';

test('it prints one address, at which the site is, also where the port is taken', async ({ page }) => {
	const other = createServer();
	await new Promise<void>((done) => other.listen(0, 'localhost', done));
	const taken = (other.address() as AddressInfo).port;
	// As after a build: nothing has changed since.
	const now = new Date();
	utimesSync('build/404.html', now, now);
	const start = spawn('npm', ['run', '--silent', 'start'], {
		env: { ...process.env, PORT: String(taken) },
		detached: true
	});
	try {
		let said = '';
		start.stdout.on('data', (text) => (said += text));
		start.stderr.on('data', (text) => (said += text));
		await expect.poll(() => said).toMatch(/^Backstep is at http:\/\/localhost:\d+\/\n$/);
		const [address] = /http\S+/.exec(said)!;
		expect(new URL(address).port).not.toBe(String(taken));
		await page.goto(address);
		await expect(page.locator('html')).toHaveAttribute('data-alive', '');
	} finally {
		process.kill(-start.pid!);
		other.close();
	}
});
