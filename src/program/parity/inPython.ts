/** Programs and single lines, one after another in one CPython in Node, as the page has it in a worker: for tests. */
import type { PyProxy } from 'pyodide/ffi';
import { Machine, type Window } from '../machine/machine.ts';
import { MOST } from '../machine/window.ts';
import type { Edit, Failure } from '../messages.ts';
import { failureOf } from '../failure.ts';
import { pythonInNode } from '../inNode.ts';
import { install, runProgram } from '../runtime.ts';
import { sources } from '../sources.ts';

export interface Ran {
	readonly machine: Machine;
	readonly printed: string;
	readonly failure: Failure | null;
	/** The last line that was printed, as JSON. */
	readonly answer: () => unknown;
	/** What an expression gives in the program that has run, as JSON. */
	readonly value: (expression: string) => unknown;
}

let lines: string[] = [];
const print = (text: string) => void lines.push(text);
const python = await pythonInNode(print, print);

/** Runs a program as a student's, with a machine of its own; `edits` stand in the place of its numbers. */
export function run(
	program: string,
	window: Window = { at: 0, most: MOST },
	edits: readonly Edit[] = []
): Ran {
	lines = [];
	const machine = new Machine(window, edits);
	install(python, sources, machine);
	let failure: Failure | null = null;
	try {
		runProgram(python, program);
	} catch (problem) {
		failure = failureOf(problem);
	}
	const printed = lines;
	return {
		machine,
		printed: printed.map((line) => `${line}\n`).join(''),
		failure,
		answer: () => JSON.parse(printed.at(-1)!),
		value: (expression) =>
			JSON.parse(
				python.runPython(
					`import json, sys; json.dumps(eval(${JSON.stringify(expression)}, vars(sys.modules["__main__"])))`
				) as string
			)
	};
}

/** Runs a text that is no program of a student's: its names. */
export function inPython(text: string): PyProxy {
	install(python, sources, new Machine({ at: 0, most: MOST }));
	const names = python.toPy({}) as PyProxy;
	python.runPython(text, { globals: names });
	return names;
}

/** Lays a file where programs find it by its name. */
export const write = (name: string, content: string | Uint8Array) => python.FS.writeFile(name, content);
