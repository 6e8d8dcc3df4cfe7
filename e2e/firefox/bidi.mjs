/**
 * Firefox as it is installed, driven over WebDriver BiDi: Playwright drives builds of its own, and what it asks of an
 * installed one, Firefox ESR does not know yet. https://w3c.github.io/webdriver-bidi/
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const ASKED = process.env.FIREFOX_PATH;

/** Where it is; null where there is none. Only Debian's is looked for: others may not read a profile that they are given. */
export const firefoxPath = ASKED ?? ['/usr/bin/firefox-esr'].find((path) => existsSync(path)) ?? null;

/** It asks nobody for anything but the pages of the tests. */
const PREFERENCES = {
	'app.normandy.enabled': false,
	'app.update.disabledForTesting': true,
	'browser.safebrowsing.downloads.remote.enabled': false,
	'browser.shell.checkDefaultBrowser': false,
	'browser.startup.homepage_override.mstone': 'ignore',
	'browser.startup.page': 0,
	'datareporting.policy.dataSubmissionEnabled': false,
	'extensions.getAddons.cache.enabled': false,
	'extensions.update.enabled': false,
	'network.captive-portal-service.enabled': false,
	'network.connectivity-service.enabled': false,
	'services.settings.server': 'data:,#remote-settings-dummy/v1',
	'toolkit.telemetry.enabled': false
};

/** How long it may take to start, in milliseconds. */
const PATIENCE = 60_000;

/** Starts it with an empty profile, which is removed when it is closed. Throws what it said where it does not start. */
export async function startFirefox() {
	const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
	const lines = Object.entries(PREFERENCES).map(
		([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`
	);
	writeFileSync(join(profile, 'user.js'), lines.join(''));
	const program = spawn(
		firefoxPath,
		['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'],
		{ stdio: ['ignore', 'ignore', 'pipe'] }
	);
	const ended = once(program, 'close').catch(() => undefined);
	const kill = () => program.kill();
	// Where the tests are broken off, it ends with them.
	process.once('exit', kill);
	const end = async () => {
		kill();
		await ended;
		process.off('exit', kill);
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		const bidi = await connect(`${await listening(program)}/session`);
		const { capabilities } = await bidi.send('session.new', { capabilities: {} });
		await bidi.send('session.subscribe', { events: ['log.entryAdded'] });
		const close = async () => {
			// It may have ended by itself.
			await bidi.send('browser.close').catch(() => undefined);
			await end();
		};
		return { ...bidi, close, version: capabilities.browserVersion };
	} catch (problem) {
		await end();
		throw problem;
	}
}

/** The address that it listens at, which it says when it does. */
async function listening(program) {
	const said = [];
	program.once('error', ({ message }) => said.push(message));
	const late = setTimeout(() => program.kill(), PATIENCE);
	for await (const line of createInterface(program.stderr)) {
		const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
		if (address) {
			clearTimeout(late);
			// What it says from here on is for nobody, and must not fill the pipe.
			program.stderr.resume();
			return address;
		}
		said.push(line);
	}
	clearTimeout(late);
	throw new Error(`${firefoxPath} does not start: ${said.slice(-5).join(' ') || 'it ends without a word'}`);
}

/** Commands and their answers, and what is reported meanwhile. */
async function connect(address) {
	const socket = new WebSocket(address);
	await once(socket, 'open');
	const asked = new Map();
	const listeners = new Set();
	let last = 0;
	socket.on('message', (text) => {
		const message = JSON.parse(text);
		if (message.type === 'event') for (const listener of listeners) listener(message);
		else {
			const { method, done, fail } = asked.get(message.id);
			asked.delete(message.id);
			if (message.type === 'success') done(message.result);
			else fail(new Error(`${method}: ${message.error}: ${message.message}`));
		}
	});
	socket.on('close', () => {
		for (const { method, fail } of asked.values()) fail(new Error(`${method}: Firefox has ended.`));
	});
	const send = (method, params = {}) =>
		new Promise((done, fail) => {
			if (socket.readyState !== WebSocket.OPEN) throw new Error(`${method}: Firefox has ended.`);
			asked.set(++last, { method, done, fail });
			socket.send(JSON.stringify({ id: last, method, params }));
		});
	return { send, listen: (listener) => listeners.add(listener) };
}
