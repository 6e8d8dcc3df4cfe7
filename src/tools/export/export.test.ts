import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { Tape, find, stepAt } from '#engine';
import { defaults, lessonNames, loadLesson } from '#lessons';
import { latex } from './latex.ts';
import { npy, npz } from './npz.ts';
import { csv, markdown, MOST_LISTED } from './steps.ts';

async function traceOf(name: string) {
	const lesson = (await loadLesson(name))!;
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	return tape.trace();
}

describe('.npz', () => {
	test('a .npy has a header that ends at a multiple of 64, and its numbers', () => {
		const bytes = npy([2, 3], Float64Array.of(1, -2, 3, 0.1, NaN, Infinity));
		const header = 10 + new DataView(bytes.buffer).getUint16(8, true);
		expect(header % 64).toBe(0);
		expect([...bytes.subarray(0, 8)]).toEqual([0x93, ...Buffer.from('NUMPY'), 1, 0]);
		expect(new TextDecoder('latin1').decode(bytes.subarray(10, header))).toMatch(
			/^\{'descr': '<f8', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/
		);
		expect([...new Float64Array(bytes.slice(header).buffer)]).toEqual([1, -2, 3, 0.1, NaN, Infinity]);
	});

	test('it holds every tensor by its name', async () => {
		const trace = await traceOf('rnn');
		expect(Object.keys(unzipSync(npz(trace))).sort()).toEqual(
			[...trace.tensors.keys()].map((name) => `${name}.npy`).sort()
		);
	});

	const numpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
	test.skipIf(!numpy)('NumPy reads it (where this machine has NumPy)', async () => {
		const trace = await traceOf('rnn');
		const file = join(mkdtempSync(join(tmpdir(), 'backstep-')), 'trace.npz');
		writeFileSync(file, npz(trace));
		const program =
			'import numpy, json, sys; f = numpy.load(sys.argv[1]); print(json.dumps({k: [list(f[k].shape), f[k].ravel().tolist()] for k in f.files}))';
		const read = JSON.parse(execFileSync('python3', ['-c', program, file], { encoding: 'utf8' })) as Record<
			string,
			[number[], number[]]
		>;
		for (const { name, shape, data } of trace.tensors.values())
			expect(read[name]).toEqual([shape, [...data]]);
	});
});

test.each([...lessonNames])('the equations of %s are LaTeX without bonds', async (name) => {
	const { root, leaves } = await traceOf(name);
	for (const leaf of leaves.slice(0, 200)) {
		for (const tex of [leaf.rule.tex(leaf.call), stepAt(root, leaf.start).tex]) {
			const plain = latex(tex);
			expect(plain).not.toContain('htmlData');
			expect(() => katex.renderToString(plain, { strict: 'error' })).not.toThrow();
		}
	}
});

describe('lists of steps', () => {
	test('every step of a part is there, in Markdown and in CSV', async () => {
		const trace = await traceOf('pooling');
		const { start, steps } = find(trace.root, 'forward/pool')!;
		const part = { start, end: start + steps };
		const table = markdown(trace, part, 'Pooling');
		expect(table.split('\n').filter((line) => /^\| \d/.test(line))).toHaveLength(steps);
		expect(table).toContain(stepAt(trace.root, start).text);
		const lines = csv(trace, part).trimEnd().split('\r\n');
		expect(lines).toHaveLength(steps + 1);
		expect(lines[0]).toBe('step,op,cell,value,text');
	});

	test('what is long is cut, and says so', async () => {
		const trace = await traceOf('cnn');
		const all = { start: 0, end: trace.steps };
		expect(markdown(trace, all, 'CNN')).toContain(`Cut: the first ${MOST_LISTED} of ${trace.steps} steps.`);
		expect(csv(trace, all).trimEnd().split('\r\n')).toHaveLength(MOST_LISTED + 2);
	});
});
