/** CPython with our packages in it, in Node: for tests. */
import { loadPyodide } from 'pyodide';
import type { PyProxy } from 'pyodide/ffi';
import { readdirSync, readFileSync } from 'node:fs';
import { Machine, type Window } from './machine/machine.ts';
import { install } from './runtime.ts';

const folder = new URL('python/', import.meta.url);
const sources = Object.fromEntries(
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.py'))
		.map((path) => [path, readFileSync(new URL(path, folder), 'utf8')])
);

const printed: string[] = [];
const python = loadPyodide({ stdout: (line) => printed.push(line) });

export const SMALL: Window = { at: 0, most: { updates: 40, ops: 20_000, numbers: 2e6 } };

/** Runs a text with a new machine: its names. */
export async function inPython(text: string, machine = new Machine(SMALL)): Promise<PyProxy> {
	const ready = await python;
	install(ready, sources, machine);
	const names = ready.toPy({}) as PyProxy;
	ready.runPython(text, { globals: names });
	return names;
}
