/**
 * The browser that the tests drive: $CHROMIUM_PATH, one that Playwright installed, or the system's. Run as a program,
 * it installs one where there is none, or says in one sentence what is missing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

/** The headless shell draws the same pages with a third less work: it has no windows to draw around them. */
const SYSTEM = [
	'/usr/bin/chromium-headless-shell',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/** @returns {string | null} its path; null where there is none */
export function findBrowser() {
	const asked = process.env.CHROMIUM_PATH;
	if (asked) return asked;
	return [chromium.executablePath(), ...SYSTEM].find((path) => path && existsSync(path)) ?? null;
}

function attempt(command, ...args) {
	try {
		execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: 600_000 });
	} catch {
		// The next way is tried; what is missing is said at the end.
	}
}

function ensureBrowser() {
	if (findBrowser()) return;
	attempt('npx', 'playwright', 'install', 'chromium');
	if (findBrowser()) return;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		attempt('apt-get', 'update', '-qq');
		attempt('apt-get', 'install', '-y', '-qq', 'chromium-headless-shell');
		if (!findBrowser()) attempt('apt-get', 'install', '-y', '-qq', 'chromium');
	}
	if (findBrowser()) return;
	console.error(
		'No browser was found for the tests: install Chromium or Chrome, or set CHROMIUM_PATH to one.'
	);
	process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureBrowser();
