/**
 * Runs programs: CPython with our packages, and the engine behind them. A program has no way out of here: what could ask
 * another address is taken away before it runs.
 */
import type { PyodideAPI } from 'pyodide';
import { Machine } from './machine/machine.ts';
import { MOST } from './machine/window.ts';
import type { Failure, Run, Said } from './messages.ts';
import { failureOf } from './failure.ts';
import { install, runProgram } from './runtime.ts';
import { sources } from './sources.ts';
import { shownOf } from './trace.ts';

const say = (said: Said) => self.postMessage(said);

let printed = '';
/** Lines that are printed at once are told at once. */
function print(text: string) {
	if (!printed) setTimeout(flush);
	printed += `${text}\n`;
	if (printed.length > 10_000) flush();
}
function flush() {
	if (printed) say({ kind: 'printed', text: printed });
	printed = '';
}

async function start(base: string): Promise<PyodideAPI> {
	const { loadPyodide } = (await import(/* @vite-ignore */ `${base}pyodide.mjs`)) as typeof import('pyodide');
	const python = await loadPyodide({ indexURL: base, stdout: print, stderr: print, stdin: () => null });
	for (const name of [
		'fetch',
		'XMLHttpRequest',
		'WebSocket',
		'EventSource',
		'importScripts',
		'Worker',
		'indexedDB',
		'caches'
	])
		Object.defineProperty(self, name, { value: undefined });
	return python;
}

let python: Promise<PyodideAPI>;

self.onmessage = async ({ data }: MessageEvent<{ base: string } | Run>) => {
	if ('base' in data) {
		python = start(data.base);
		return python.then(
			() => say({ kind: 'ready' }),
			(problem: Error) => say({ kind: 'absent', why: problem.message })
		);
	}
	const machine = new Machine({ at: data.at, most: MOST }, data.edits);
	const running = await python;
	install(running, sources, machine);
	for (const { name, bytes } of data.files) running.FS.writeFile(name, bytes);
	let failure: Failure | null = null;
	try {
		runProgram(running, data.program);
	} catch (problem) {
		failure = failureOf(problem);
	}
	flush();
	let shown: ReturnType<typeof shownOf> | null = null;
	try {
		if (machine.steps) shown = shownOf(machine, 'program.py');
	} catch (problem) {
		failure ??= { line: 0, text: (problem as Error).message };
	}
	const trace = shown ? JSON.stringify(shown.file) : '';
	const { loss } = machine.curve;
	const remarks = [...machine.remarks.values()];
	say({
		kind: 'ended',
		trace,
		told: { loss, first: machine.first, remarks, given: shown?.given ?? [] },
		failure
	});
};
