/**
 * `npm run --silent trace -- --check FILE`: opens a trace as the page does, without a browser, and prints how its numbers
 * compare with what its ops give. Ends with 1 where one does not agree, with 2 where the file is no trace.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BackstepError, plain, type Trace } from '#engine';
import type { Check } from '#engine/file/checks.ts';
import { listed } from '#engine/lists.ts';
import { where } from '#engine/words.ts';
import { read } from './read.ts';

const USAGE = 'npm run --silent trace -- --check FILE';

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

/** What there is to say of a trace, and whether all of it agrees. */
export function report(name: string, content: Uint8Array): { text: string; agrees: boolean } {
	const { trace, ops, checks, unknown } = read(content);
	const compared = checks.reduce((sum, { values }) => sum + values, 0);
	const wrong = checks.reduce((sum, { mismatches }) => sum + mismatches, 0);
	const known = ops.filter(({ op, gradients }) => !gradients && !unknown.includes(op)).length;
	const largest = checks.reduce<Check | null>((a, b) => (a && a.largest >= b.largest ? a : b), null);
	const lines = [
		`${name}: ${counted(ops.length, 'op')}, of which ${grouped(known)} ${known === 1 ? 'is' : 'are'} known, ${counted(trace.tensors.size, 'tensor')}, ${counted(trace.steps, 'step')}`,
		`${counted(compared, 'number')} compared: ${wrong ? `${grouped(compared - wrong)} agree, ${grouped(wrong)} do not` : 'all agree'}${largest ? `; the largest difference is ${differenceOf(largest, trace)}` : ''}`,
		...(unknown.length ? [`Not known, so not compared: ${listed(unknown, MOST_NAMED)}`] : []),
		...(checks.length ? ['', table(checks, trace)] : [])
	];
	return { text: `${lines.join('\n')}\n`, agrees: !wrong };
}

/** npm changes to the package's folder, so paths start where npm was called. */
function contentOf(path: string): Uint8Array {
	try {
		return readFileSync(resolve(process.env['INIT_CWD'] ?? '.', path));
	} catch {
		throw new BackstepError('value', `There is no file ${path}: give the path of a trace.`);
	}
}

export function check(arguments_: readonly string[]): void {
	try {
		let path: string | undefined;
		try {
			path = parseArgs({ args: [...arguments_], options: { check: { type: 'string' } } }).values.check;
		} catch {
			path = undefined;
		}
		if (!path) throw new BackstepError('value', `Name one file: ${USAGE}.`);
		const { text, agrees } = report(path, contentOf(path));
		process.stdout.write(text);
		process.exitCode = agrees ? 0 : 1;
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		process.stderr.write(`${problem.message}\n`);
		process.exitCode = 2;
	}
}
