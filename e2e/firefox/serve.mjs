/** The module that computes the fingerprints of all lessons' traces, built as the site is and served with a page to run it in. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import sirv from 'sirv';
import { build } from 'vite';

const FOLDER = 'node_modules/.cache/tests/fingerprints';

/** @returns {Promise<{ address: string, close: () => void }>} the page; the module beside it is fingerprints.js */
export async function serveFingerprints() {
	await build({
		configFile: false,
		logLevel: 'error',
		publicDir: false,
		build: {
			outDir: FOLDER,
			target: 'es2023',
			rollupOptions: {
				input: 'lessons/cli/fingerprints.ts',
				preserveEntrySignatures: 'strict',
				output: { entryFileNames: 'fingerprints.js' }
			}
		}
	});
	writeFileSync(`${FOLDER}/index.html`, '<!doctype html><title>Fingerprints</title>');
	return serve(FOLDER);
}

/** A folder at a free port. */
export async function serve(folder) {
	const server = createServer(sirv(folder)).listen(0, 'localhost');
	await once(server, 'listening');
	return { address: `http://localhost:${server.address().port}`, close: () => server.close() };
}
