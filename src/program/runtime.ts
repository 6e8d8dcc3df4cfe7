/** CPython with our packages in it: in a worker of the page, and in Node. */
import type { PyodideAPI } from 'pyodide';
import type { Machine } from './machine/machine.ts';

/** The packages as text: path from `python/` → source. */
export type Sources = Readonly<Record<string, string>>;

const HOME = '/packages';

/** The packages that a Python has: written once, they are compiled once. */
const written = new WeakMap<PyodideAPI, Sources>();

/** Makes the packages ready for a program, with a machine of its own. */
export function install(python: PyodideAPI, sources: Sources, machine: Machine): void {
	if (written.get(python) !== sources) {
		for (const [path, text] of Object.entries(sources)) {
			const file = `${HOME}/${path}`;
			python.FS.mkdirTree(file.slice(0, file.lastIndexOf('/')));
			python.FS.writeFile(file, text);
		}
		python.runPython('import sys; sys.dont_write_bytecode = False');
		written.set(python, sources);
	}
	const names = [...new Set(Object.keys(sources).map((path) => path.split(/[./]/)[0]))];
	// What an earlier program imported knows an earlier machine.
	python.runPython(`
import sys
if '${HOME}' not in sys.path: sys.path.insert(0, '${HOME}')
for name in list(sys.modules):
    if name.split('.')[0] in ${JSON.stringify([...names, '_backstep'])}: del sys.modules[name]
`);
	python.registerJsModule('_backstep', { machine });
}

/** Runs a program; throws what Python raises, with its traceback in the program alone. */
export function runProgram(python: PyodideAPI, program: string): void {
	python.globals.set('_source', program);
	python.runPython(`
import _runner
_runner.run(_source)
`);
}
