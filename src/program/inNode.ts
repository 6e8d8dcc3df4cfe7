/** CPython in Node: for the command line and for tests. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { loadPyodide, type PyodideAPI } from 'pyodide';

/** `print` and `warn` are told each line of the standard output and of the standard error. */
export const pythonInNode = (
	print: (line: string) => void,
	warn: (line: string) => void
): Promise<PyodideAPI> =>
	loadPyodide({
		// Where its files lie it cannot find by itself once it has been compiled.
		indexURL: dirname(createRequire(import.meta.url).resolve('pyodide/package.json')),
		stdout: print,
		stderr: warn
	});
