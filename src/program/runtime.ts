/** CPython with our packages in it: in a worker of the page, and in Node. */
import type { PyodideAPI } from 'pyodide';
import type { Machine } from './machine/machine.ts';

/** The packages as text: path from `python/` → source. */
export type Sources = Readonly<Record<string, string>>;

const HOME = '/packages';

export function install(python: PyodideAPI, sources: Sources, machine: Machine): void {
	for (const [path, text] of Object.entries(sources)) {
		const file = `${HOME}/${path}`;
		python.FS.mkdirTree(file.slice(0, file.lastIndexOf('/')));
		python.FS.writeFile(file, text);
	}
	python.registerJsModule('_backstep', { machine });
	python.runPython(`import sys; sys.path.insert(0, '${HOME}')`);
}

/** Runs a program; throws what Python raises, with its traceback in the program alone. */
export function runProgram(python: PyodideAPI, program: string): void {
	python.globals.set('_source', program);
	python.runPython(`
import _runner
_runner.run(_source)
`);
}
