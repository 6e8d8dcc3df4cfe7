/**
 * Runs a lesson without a browser and prints its trace. The trace alone goes to standard output, or to a file that
 * appears only when it is complete; what there is to say goes to standard error. What cannot be done is refused in
 * one sentence, with exit code 2.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BackstepError } from '#engine';
import { either } from '#engine/lists.ts';
import { lessonNames, loadLesson, type Lesson } from '../index.ts';
import { linesOf, script, type Line } from '../listing.ts';
import { traceFile } from './file.ts';
import { fingerprint } from './fingerprint.ts';
import { build, Refusal } from './settings.ts';

const USAGE =
	'npm run --silent trace -- <lesson> [--set name=value]… [--script | --hash] [--out file], or --list';

function readCommand() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				set: { type: 'string', multiple: true, default: [] },
				out: { type: 'string' },
				script: { type: 'boolean', default: false },
				hash: { type: 'boolean', default: false },
				list: { type: 'boolean', default: false }
			}
		});
		if (!values.list && positionals.length !== 1) throw new Error('Name one lesson');
		return { ...values, lesson: positionals[0] ?? '' };
	} catch (error) {
		const [problem] = (error as Error).message.split(/[.\n]/);
		throw new Refusal(`${problem}: ${USAGE}.`);
	}
}

/** Shown while the lesson runs, where somebody watches; wiped when there is something to say. */
const watched = process.stderr.isTTY;
const wipe = () => watched && process.stderr.write('\r\u001b[K');

function runLesson(
	name: string,
	lesson: Lesson,
	pairs: readonly string[],
	listing: readonly Line[] | null,
	hash: boolean
): { text: string; summary: string } {
	let shown = 0;
	const { trace, params } = build(lesson, pairs, ({ start, steps }) => {
		if (!watched || Date.now() - shown < 100) return;
		shown = Date.now();
		process.stderr.write(`\r${name}: ${count(start + steps)} steps …`);
	});
	if (hash) return { text: `${fingerprint(trace)}\n`, summary: `${name}: what its trace holds, as SHA-256` };
	if (listing) {
		const text = script(lesson.title, listing, trace, params);
		return {
			text,
			summary: `${name}: ${count(listing.length)} lines of PyTorch, ${count(text.length)} bytes`
		};
	}
	const text = `${traceFile(name, { trace, params })}\n`;
	const summary = `${name}: ${count(trace.steps)} steps in ${count(trace.leaves.length)} ops, ${count(trace.tensors.size)} tensors, ${count(text.length)} bytes`;
	return { text, summary };
}

const count = (n: number) => n.toLocaleString('en-US');

/** Read as it is on disk, since whoever checks a listing has not recorded yet that it is right. */
function listingOf(name: string): readonly Line[] {
	try {
		return linesOf(readFileSync(`lessons/${name}/listing.py`, 'utf8'));
	} catch {
		throw new Refusal(`${name} has no listing in PyTorch: write lessons/${name}/listing.py.`);
	}
}

/** A file that appears whole or not at all. npm changes to the package's folder, so paths start where npm was called. */
function writeFile(file: string, text: string): void {
	const start = process.env['npm_lifecycle_event'] === 'trace' ? process.env['INIT_CWD'] : undefined;
	const path = resolve(start ?? '.', file);
	const partial = join(dirname(path), `.${randomUUID()}.partial`);
	try {
		writeFileSync(partial, text);
		renameSync(partial, path);
	} catch (error) {
		rmSync(partial, { force: true });
		const { code } = error as NodeJS.ErrnoException;
		throw new Refusal(`${file} cannot be written (${code}): give a file in a folder that exists.`);
	}
}

async function print(text: string): Promise<void> {
	// A reader such as `head` may leave early: that is no error of ours.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
	if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

async function main(): Promise<void> {
	const { lesson: name, list, set, out, script: wanted, hash } = readCommand();
	if (list) return print(lessonNames.map((lesson) => `${lesson}\n`).join(''));
	const lesson = await loadLesson(name);
	if (!lesson) throw new Refusal(`There is no lesson "${name}": choose ${either([...lessonNames])}.`);
	const { text, summary } = runLesson(name, lesson, set, wanted ? listingOf(name) : null, hash);
	if (out === undefined) await print(text);
	else writeFile(out, text);
	wipe();
	process.stderr.write(`${summary}\n`);
}

try {
	await main();
} catch (error) {
	if (!(error instanceof Refusal || error instanceof BackstepError)) throw error;
	wipe();
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 2;
}
