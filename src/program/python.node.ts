/** Programs and single lines, one after another in one CPython: for tests. */
import type { PyProxy } from 'pyodide/ffi';
import { pythonInNode } from './inNode.ts';
import { Machine, type Window } from './machine/machine.ts';
import type { Edit } from './messages.ts';
import { install, runProgram } from './runtime.ts';
import { sources } from './sources.ts';

const printed: string[] = [];
const python = pythonInNode(
	(line) => void printed.push(line),
	() => undefined
);

const SMALL: Window = { at: 0, most: { updates: 40, ops: 20_000, numbers: 2e6 } };

/** Runs a text with a new machine: its names. */
export async function inPython(text: string): Promise<PyProxy> {
	const ready = await python;
	install(ready, sources, new Machine(SMALL));
	const names = ready.toPy({}) as PyProxy;
	ready.runPython(text, { globals: names });
	return names;
}

/** Runs a program as a student's: what it prints, its machine, and one of its lists of numbers. */
export async function run(program: string, list = 'losses', window = SMALL, edits: readonly Edit[] = []) {
	const ready = await python;
	const machine = new Machine(window, edits);
	install(ready, sources, machine);
	printed.length = 0;
	runProgram(ready, program);
	const json = ready.runPython(
		`import json, sys; json.dumps(getattr(sys.modules["__main__"], ${JSON.stringify(list)}, []))`
	) as string;
	return { machine, printed: printed.join('\n'), numbers: JSON.parse(json) as number[] };
}
