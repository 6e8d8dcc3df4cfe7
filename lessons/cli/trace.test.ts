/** The command as a shell runs it: what it prints, where, and how it ends. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TraceFile } from '#engine/file/json.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const oneSentence = /^[A-Z"a-z].*\.?\n$/;

function trace(...args: string[]) {
	const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'trace', '--', ...args], {
		cwd: root,
		encoding: 'utf8',
		env: { ...process.env, npm_config_loglevel: 'silent' },
		maxBuffer: 2 ** 26
	});
	return { status, stdout, stderr };
}

const traceOf = (...args: string[]) => JSON.parse(trace(...args).stdout) as TraceFile;

describe('npm run trace', { timeout: 30_000 }, () => {
	let folder: string;
	beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'backstep-'))));
	afterAll(() => rmSync(folder, { recursive: true }));

	test('--list names the lessons, one a line', () => {
		const { status, stdout } = trace('--list');
		expect(status).toBe(0);
		expect(stdout.trimEnd().split('\n')).toContain('convolution');
	});

	test('a lesson prints its trace: the vertical edge of the notes answers with −6 in the first window', () => {
		const { tensors, lesson, params, seed } = traceOf('convolution');
		expect(lesson).toBe('convolution');
		expect(params.stride).toBe(1);
		expect(seed).toBe(params.seed);
		expect(tensors['y']!.shape).toEqual([1, 1, 3, 3]);
		expect(tensors['y']!.data).toHaveProperty('0', -6);
	});

	test('--set changes a parameter; a bare word will do for a choice, a list is JSON, and a cell can be edited', () => {
		const { tensors, params } = traceOf(
			'convolution',
			'--set',
			'stride=2',
			'--set',
			'input=random',
			'--set',
			'kernels=["vertical edge","own"]',
			'--set',
			'edit.x=[[3,0.5]]'
		);
		expect(params).toMatchObject({ stride: 2, input: 'random', kernels: ['vertical edge', 'own'] });
		expect(tensors['y']!.shape).toEqual([1, 2, 3, 3]);
		expect(tensors['x']!.data).toHaveProperty('3', 0.5);
	});

	test('--out writes the same trace to a file, and prints nothing', () => {
		const file = join(folder, 'trace.json');
		const { status, stdout, stderr } = trace('pooling', '--out', file);
		expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
		expect(stderr).toMatch(/^pooling: [\d,]+ steps/);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(traceOf('pooling'));
	});

	test.each([
		['an unknown lesson', ['convolutions'], 'There is no lesson "convolutions"'],
		['no lesson', [], 'Name one lesson'],
		['an unknown parameter', ['convolution', '--set', 'strides=2'], 'There is no parameter "strides"'],
		[
			'a value out of range',
			['convolution', '--set', 'stride=0'],
			'stride is 0: give a whole number from 1 to 4.'
		],
		['a choice that does not exist', ['convolution', '--set', 'input=cat'], 'input is "cat": give one of'],
		[
			'a kernel that does not fit',
			['convolution', '--set', 'kernel=7'],
			'the kernel (7×7) is larger than the padded input (5×5)'
		],
		['an edit that fits no cell', ['convolution', '--set', 'edit.x=[[400,1]]'], 'no cell 400']
	])('%s is refused in one sentence, and leaves no file', (_, args, message) => {
		const { status, stdout, stderr } = trace(...args, '--out', join(folder, 'refused.json'));
		expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
		expect(stderr).toContain(message);
		expect(stderr).toMatch(oneSentence);
		expect(readdirSync(folder).filter((name) => name !== 'trace.json')).toEqual([]);
	});

	test('a folder that does not exist is named', () => {
		const file = join(folder, 'nowhere', 'trace.json');
		const { status, stderr } = trace('pooling', '--out', file);
		expect(status).toBe(2);
		expect(stderr).toContain('cannot be written');
		expect(existsSync(file)).toBe(false);
	});

	test('a reader that leaves early is no error', () => {
		const { stdout, stderr } = spawnSync('sh', ['-c', 'npm run --silent trace -- convolution | head -c 10'], {
			cwd: root,
			encoding: 'utf8',
			env: { ...process.env, npm_config_loglevel: 'silent' }
		});
		expect(stdout).toBe('{"format":');
		expect(stderr).not.toContain('EPIPE');
	});
});
