/**
 * `npm run --silent trace -- program.py [--out trace.json]`: runs a program as the page does and writes its trace. What the
 * program prints goes to the standard output, unless that is where the trace goes; what there is to say of the run, to the
 * standard error. Ends with 1 where Python raises something.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { failureOf } from './failure.ts';
import { Machine } from './machine/machine.ts';
import { MOST } from './machine/window.ts';
import { pythonInNode } from './inNode.ts';
import { install, runProgram } from './runtime.ts';
import { sources } from './sources.ts';
import { traceOf } from './trace.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

function command() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: { out: { type: 'string' }, from: { type: 'string', default: '1' } }
		});
		return { ...values, path: positionals[0]! };
	} catch (problem) {
		say(
			`${(problem as Error).message}. Write: npm run --silent trace -- program.py [--from update] [--out file]`
		);
		return process.exit(2);
	}
}

const { path, out, from } = command();
const at = Math.max(0, Math.floor(Number(from)) - 1) || 0;

function read(): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		say(`There is no file ${path}: give the path of a Python program.`);
		return process.exit(2);
	}
}

const program = read();
say('Starting Python …');
const print = (text: string) => (out ? process.stdout : process.stderr).write(`${text}\n`);
const python = await pythonInNode(print, say);
const machine = new Machine({ at, most: MOST });
install(python, sources, machine);
let failed = false;
try {
	runProgram(python, program);
} catch (problem) {
	failed = true;
	say(failureOf(problem).text);
}
for (const remark of machine.remarks.values()) say(remark);
function written() {
	try {
		return traceOf(machine, basename(path));
	} catch (problem) {
		say((problem as Error).message);
		return process.exit(1);
	}
}

if (!machine.steps) {
	if (!failed) say('This program computed nothing with tensors, so there is no trace.');
	failed = true;
} else {
	const trace = `${JSON.stringify(written())}\n`;
	if (out) writeFileSync(out, trace);
	else process.stdout.write(trace);
	say(`${machine.curve.loss.length} updates; recorded from update ${machine.first + 1} on.`);
}

process.exitCode = failed ? 1 : 0;
