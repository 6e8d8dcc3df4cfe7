import { readFileSync } from 'node:fs';
import { error } from '@sveltejs/kit';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;

/** What CPython in the browser is made of (Pyodide, MPL-2.0), as its package has it; fetched when a program is run. */
const FILES: Readonly<Record<string, string>> = {
	'pyodide.mjs': 'text/javascript',
	'pyodide.asm.mjs': 'text/javascript',
	'pyodide.asm.wasm': 'application/wasm',
	'python_stdlib.zip': 'application/zip',
	'pyodide-lock.json': 'application/json'
};

export const entries: EntryGenerator = () => Object.keys(FILES).map((file) => ({ file }));

export const GET: RequestHandler = ({ params: { file } }) => {
	const type = FILES[file];
	if (!type) error(404);
	return new Response(readFileSync(`node_modules/pyodide/${file}`), { headers: { 'content-type': type } });
};
