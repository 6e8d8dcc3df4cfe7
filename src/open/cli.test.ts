/** The command that checks a trace, as people call it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { network } from './example.ts';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'check-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function check(file: string) {
	const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'trace', '--', '--check', file], {
		encoding: 'utf8'
	});
	return { status, stdout, stderr };
}

test('a trace whose numbers agree', () => {
	const { status, stdout, stderr } = check('static/traces/half.safetensors');
	expect([status, stderr]).toEqual([0, '']);
	expect(stdout).toContain('9 ops, of which 9 are known');
	expect(stdout).toMatch(/401 numbers compared: all agree; the largest difference is \S+ in \w+/);
	// Four rows of eight, then of three.
	expect(stdout).toMatch(/^matmul +44 +0 +0 /m);
});

test('one number that is not what its op gives, and where', () => {
	const file = network();
	const { q } = file.tensors;
	const wrong = { ...q!, data: [0.25, 0.5, ...(q!.data as number[]).slice(2)] };
	writeFileSync(
		join(folder, 'wrong.json'),
		JSON.stringify({ ...file, tensors: { ...file.tensors, q: wrong } })
	);
	const { status, stdout } = check(join(folder, 'wrong.json'));
	expect(status).toBe(1);
	// Two in q itself, and two of the softmax that follows.
	expect(stdout).toMatch(/ agree, 4 do not; the largest difference is \S+ in q, “b”, column 0\n/);
});

test('a file that is no trace, or that is not there', () => {
	writeFileSync(join(folder, 'empty.json'), '');
	expect(check(join(folder, 'empty.json'))).toMatchObject({
		status: 2,
		stdout: '',
		stderr: expect.stringMatching(/^This file is empty.*\.\n$/)
	});
	expect(check('none.json')).toMatchObject({
		status: 2,
		stderr: 'There is no file none.json: give the path of a trace.\n'
	});
});
