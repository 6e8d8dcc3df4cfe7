/** The command that checks a trace, as people call it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf, dense, model, node, tensor, valueInfo } from '#src/onnx/example.ts';
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

test('an ONNX model: outputs that agree with the test data beside it, one that does not, and a model that cannot be run', () => {
	const place = join(folder, 'dense');
	mkdirSync(place);
	const file = join(place, 'model.onnx');
	writeFileSync(file, model({ ...dense, nodes: dense.nodes.slice(0, 2), outputs: [valueInfo('h', null)] }));
	expect(check(file)).toMatchObject({
		status: 0,
		stdout: expect.stringContaining('No test data stand beside it')
	});
	mkdirSync(join(place, 'test_data_set_0'));
	writeFileSync(join(place, 'test_data_set_0', 'input_0.pb'), bytesOf(tensor('x', [1, 2], [1, 2])));
	// [1 2; 3 4; 5 6]·[1 2] + [0 0.5 −1], and nothing below 0.
	const output = join(place, 'test_data_set_0', 'output_0.pb');
	writeFileSync(output, bytesOf(tensor('h', [1, 3], [5, 11.5, 16])));
	const agrees = check(file);
	expect(agrees.status).toBe(0);
	expect(agrees.stdout).toContain('version 17 of the ops, 2 nodes of 2 kinds, all known');
	expect(agrees.stdout).toContain('3 numbers compared, all agree; the largest difference is 0 in h');
	writeFileSync(output, bytesOf(tensor('h', [1, 3], [5, 11, 16])));
	expect(check(file)).toMatchObject({
		status: 1,
		stdout: expect.stringContaining('2 agree, 1 do not; the largest difference is 0.5 in h, column 1')
	});
	writeFileSync(file, model({ ...dense, nodes: [node('Frobnicate', ['x'], ['y'])] }));
	expect(check(file)).toMatchObject({ status: 2, stderr: expect.stringContaining('uses Frobnicate') });
});
