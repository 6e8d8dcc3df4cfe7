/**
 * `node e2e/webkit.mjs`, run before a release: every trace of every lesson has the same bits in WebKitGTK as in Node, and one
 * can walk through lessons in it. Needs the site in `build`, Debian's webkit2gtk-driver, and a display, as
 * `xvfb-run -a node e2e/webkit.mjs` gives one.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { serve, serveFingerprints } from './firefox/serve.mjs';
import { LESSONS, pressing, walk } from './firefox/walk.mjs';

const PORT = 4182;
const DRIVER = '/usr/bin/WebKitWebDriver';

if (!existsSync(DRIVER)) {
	console.error('WebKitGTK was not found: apt-get install webkit2gtk-driver xvfb.');
	process.exit(1);
}

if (!existsSync('build/index.html')) {
	console.error('There is no site to walk through: npm run build.');
	process.exit(1);
}

if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
	console.error('WebKitGTK needs a display: xvfb-run -a node e2e/webkit.mjs.');
	process.exit(1);
}

const driver = spawn(DRIVER, [`--port=${PORT}`], { stdio: 'inherit' });
process.once('exit', () => driver.kill());
const server = await serveFingerprints();
const site = await serve('build');

/** A command of WebDriver: https://w3c.github.io/webdriver/#endpoints */
async function send(method, path, body) {
	const response = await fetch(`http://127.0.0.1:${PORT}${path}`, {
		method,
		body: body && JSON.stringify(body)
	});
	const { value } = await response.json();
	if (value?.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
	return value;
}

/** The driver answers when it listens. */
async function ready() {
	for (let tries = 0; tries < 100; tries++) {
		try {
			return await send('GET', '/status');
		} catch {
			await new Promise((done) => setTimeout(done, 100));
		}
	}
	throw new Error(`${DRIVER} does not answer.`);
}

await ready();
const { sessionId, capabilities } = await send('POST', '/session', {
	capabilities: { alwaysMatch: { timeouts: { script: 300_000 } } }
});
const session = `/session/${sessionId}`;

const page = {
	open: (url) => send('POST', `${session}/url`, { url }),
	async ask(question) {
		const script = `const done = arguments[0]; Promise.resolve((${question})()).then((value) => done({ value: value ?? null }), (e) => done({ failed: String(e) }));`;
		const { value, failed } = await send('POST', `${session}/execute/async`, { script, args: [] });
		if (failed) throw new Error(`In the page: ${failed}`);
		return value;
	},
	press: (key) => send('POST', `${session}/actions`, { actions: pressing(key) })
};

try {
	await page.open(server.address);
	const here = await page.ask(() => import('/fingerprints.js').then(({ fingerprints }) => fingerprints));
	const node = JSON.parse(execFileSync(process.execPath, ['e2e/fingerprints.mjs'], { encoding: 'utf8' }));
	const other = Object.keys(node).filter((name) => here[name] !== node[name]);
	const browser = `${capabilities.browserName} ${capabilities.browserVersion}`;
	console.log(`${browser}: ${Object.keys(node).length - other.length} traces have the same bits as in Node.`);
	if (other.length) console.log(`Others differ: ${other.join(', ')}.`);
	process.exitCode = other.length ? 1 : 0;

	// As large as the page of the tests is, whatever the window has around it.
	await send('POST', `${session}/window/rect`, { width: 1440, height: 1000 });
	for (const lesson of LESSONS) {
		await walk(page, `${site.address}/lessons/${lesson}/`);
		console.log(`${browser}: a walk through ${lesson} says each move, with what is written in view.`);
	}
} finally {
	await send('DELETE', session);
	server.close();
	site.close();
	driver.kill();
}
