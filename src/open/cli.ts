/**
 * `npm run --silent trace -- --check FILE…`: opens traces as the page does, without a browser, and prints how their numbers
 * compare with what their ops give: of one file op by op, of several in two lines each. An ONNX model is run (`onnx/cli.ts`). Ends with 1 where a number does not
 * agree, with 2 where a file is no trace.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BackstepError, plain, type Trace } from '#engine';
import { Checks, type Check } from '#engine/file/checks.ts';
import { leaveInFile } from '#engine/file/replay.ts';
import { isSafetensors } from '#engine/file/safetensors/header.ts';
import type { Source } from '#engine/file/source.ts';
import { listed } from '#engine/lists.ts';
import { wholly } from '#engine/slices.ts';
import { where } from '#engine/words.ts';
import { opNamed } from '#src/ops/all.ts';
import { checkLeaf } from './checkLeaf.ts';
import { checkedHeader } from './file.ts';
import { expectSteps, inSentences, read } from './read.ts';
import type { Shown } from './shown.ts';
import { reportOf } from '#src/onnx/cli.ts';
import { isOnnx } from '#src/onnx/recognize.ts';
import { LARGE, MOST_BYTES, refuseSize } from './size.ts';

const USAGE = 'npm run --silent trace -- --check FILE…';

/** So many ops that are not known are named. */
const MOST_NAMED = 12;

const grouped = (n: number) => n.toLocaleString('en');
const counted = (n: number, one: string) => `${grouped(n)} ${one}${n === 1 ? '' : 's'}`;

/** The largest difference, and where it is: "1.2e−7 in h, row 1, column 2". */
function differenceOf({ largest, at }: Check, { tensors }: Trace): string {
	const tensor = at && tensors.get(at.tensor);
	if (!tensor) return plain(largest);
	const place = where(tensor, at.cell);
	return `${plain(largest)} in ${tensor.name}${place && `, ${place}`}`;
}

/** A row for each kind of op, in columns. */
function table(checks: readonly Check[], trace: Trace): string {
	const rows = [
		['op', 'numbers', 'rounded differently', 'wrong', 'largest difference'],
		...[...checks]
			.sort((a, b) => b.mismatches - a.mismatches || b.largest - a.largest)
			.map((check) => [
				check.op,
				...[check.values, check.rounded, check.mismatches].map(grouped),
				differenceOf(check, trace)
			])
	];
	const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => row[k]!.length)));
	const last = widths.length - 1;
	return rows
		.map((row) =>
			row
				.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : k === last ? cell : cell.padStart(widths[k]!)))
				.join('  ')
		)
		.join('\n');
}

type Looked = Pick<Shown, 'trace' | 'ops' | 'checks' | 'unknown'>;

/** A file on a disk, a piece at a time. */
const fileOf = (file: number): Source => ({
	size: fstatSync(file).size,
	read: (from, to) => {
		const bytes = new Uint8Array(to - from);
		readSync(file, bytes, 0, bytes.length, from);
		return bytes;
	}
});

function bytesIn(path: string, most: number): Uint8Array {
	const file = opened(path);
	try {
		const source = fileOf(file);
		return source.read(0, Math.min(most, source.size));
	} finally {
		closeSync(file);
	}
}

/** So many bytes tell what a file is. */
const firstOf = (path: string) => bytesIn(path, 16);

function wholeOf(path: string): Uint8Array {
	refuseSize(statSync(placeOf(path)).size, MOST_BYTES.onnx);
	return bytesIn(path, Infinity);
}

/** A large safetensors file is not read whole. */
function lookedAt(path: string): Looked {
	const file = opened(path);
	try {
		const source = fileOf(file);
		if (source.size <= LARGE || !isSafetensors(source.read(0, 9))) return read(source.read(0, source.size));
		return inSentences(() => {
			const { file } = checkedHeader(source);
			const late = wholly(leaveInFile(file, new Map(Object.entries(file.tensors)), opNamed, { source }));
			expectSteps(late.trace);
			const checks = new Checks();
			for (const leaf of late.trace.leaves) checkLeaf(leaf, late, checks);
			return { ...late, ops: file.ops, checks: checks.list };
		});
	} finally {
		closeSync(file);
	}
}

/** What there is to say of a trace, in short or op by op, and whether all of it agrees. */
function report(path: string, short: boolean): { text: string; agrees: boolean } {
	if (isOnnx(path, firstOf(path))) return reportOf(placeOf(path), path, wholeOf(path));
	const { trace, ops, checks, unknown } = lookedAt(path);
	const compared = checks.reduce((sum, { values }) => sum + values, 0);
	const wrong = checks.reduce((sum, { mismatches }) => sum + mismatches, 0);
	const known = ops.filter(({ op, gradients }) => !gradients && !unknown.includes(op)).length;
	const largest = checks.reduce<Check | null>((a, b) => (a && a.largest >= b.largest ? a : b), null);
	const lines = [
		`${path}: ${counted(ops.length, 'op')}, of which ${grouped(known)} ${known === 1 ? 'is' : 'are'} known, ${counted(trace.tensors.size, 'tensor')}, ${counted(trace.steps, 'step')}`,
		`${counted(compared, 'number')} compared: ${wrong ? `${grouped(compared - wrong)} agree, ${grouped(wrong)} do not` : 'all agree'}${largest ? `; the largest difference is ${differenceOf(largest, trace)}` : ''}`,
		...(unknown.length ? [`Not known, so not compared: ${listed(unknown, MOST_NAMED)}`] : []),
		...(checks.length && !short ? ['', table(checks, trace)] : [])
	];
	return { text: `${lines.join('\n')}\n`, agrees: !wrong };
}

/** npm changes to the package's folder, so paths start where npm was called. */
const placeOf = (path: string) => resolve(process.env['INIT_CWD'] ?? '.', path);

function opened(path: string): number {
	try {
		return openSync(placeOf(path), 'r');
	} catch {
		throw new BackstepError('value', `There is no file ${path}: give the path of a trace.`);
	}
}

function pathsIn(arguments_: readonly string[]): readonly string[] {
	try {
		const options = { check: { type: 'boolean' } } as const;
		const { positionals } = parseArgs({ args: [...arguments_], options, allowPositionals: true });
		if (positionals.length) return positionals;
	} catch {
		// What is not known is told as what is missing.
	}
	throw new BackstepError('value', `Name the file of a trace: ${USAGE}.`);
}

/** One that is no trace does not keep the others from being looked at. */
export function check(arguments_: readonly string[]): void {
	const tried = (what: () => void) => {
		try {
			what();
		} catch (problem) {
			if (!(problem instanceof BackstepError)) throw problem;
			process.stderr.write(`${problem.message}\n`);
			process.exitCode = 2;
		}
	};
	tried(() => {
		const paths = pathsIn(arguments_);
		for (const path of paths)
			tried(() => {
				const { text, agrees } = report(path, paths.length > 1);
				process.stdout.write(text);
				if (!agrees) process.exitCode ??= 1;
			});
	});
}
