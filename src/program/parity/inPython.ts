/** CPython in Node, as the page has it in a worker: for tests. */
import { Machine } from '../machine/machine.ts';
import { MOST } from '../machine/window.ts';
import type { Failure } from '../messages.ts';
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
}

/** Gives what runs a program; each has a machine of its own. */
export async function programsInNode(): Promise<(program: string) => Ran> {
	let lines: string[] = [];
	const print = (text: string) => void lines.push(text);
	const python = await pythonInNode(print, print);
	return (program) => {
		lines = [];
		const machine = new Machine({ at: 0, most: MOST });
		install(python, sources, machine);
		let failure: Failure | null = null;
		try {
			runProgram(python, program);
		} catch (problem) {
			failure = failureOf(problem);
		}
		return {
			machine,
			printed: lines.map((line) => `${line}\n`).join(''),
			failure,
			answer: () => JSON.parse(lines.at(-1)!)
		};
	};
}
