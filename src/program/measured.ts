/** How long programs take in Node: what `npm run bench -- program` asks for. */
import { pythonInNode } from './inNode.ts';
import { Machine } from './machine/machine.ts';
import { MOST } from './machine/window.ts';
import { install, runProgram } from './runtime.ts';
import { sources } from './sources.ts';

/** Starts Python; `run` runs a program, and both tell milliseconds. */
export async function measured() {
	const from = performance.now();
	const python = await pythonInNode(
		() => undefined,
		() => undefined
	);
	const ready = performance.now() - from;
	const run = (program: string): number => {
		install(python, sources, new Machine({ at: 0, most: MOST }));
		const from = performance.now();
		runProgram(python, program);
		return performance.now() - from;
	};
	return { ready, run };
}
