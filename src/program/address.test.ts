import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf, follow, linkOf, readFile, readLink } from './address.ts';
import type { ProgramSession } from './session.svelte.ts';

/** A program that has run and stands at a step. */
const session = (program: string, edits: ProgramSession['edits'] = [], files: ProgramSession['files'] = []) =>
	({
		program,
		ran: program,
		edits,
		files,
		breakpoints: [{ kind: 'line', file: 'program.py', line: 3 }],
		open: {
			player: {
				trace: { training: { at: 40 } },
				position: { done: 7, grain: 'op' },
				watches: ['norm(x)'],
				overview: false,
				lecture: { on: false, scenes: [] }
			}
		}
	}) as unknown as ProgramSession;

const EDITS = [{ id: 17, cells: [[0, 9.5] as const, [3, -1] as const] }];

test('a link says the program, its breakpoints, its changes, the update and the place', async () => {
	const link = await readLink(linkOf(session('x = 1\n', EDITS), null));
	expect(link).toMatchObject({ program: 'x = 1\n', problem: '', update: 40, edits: EDITS });
	expect(link.look).toMatchObject({
		position: { done: 7, grain: 'op' },
		watches: ['norm(x)'],
		breakpoints: [{ kind: 'line', file: 'program.py', line: 3 }]
	});
});

test('a file says the same in a comment, which is no part of the program when it is opened again', async () => {
	const one = session('x = 1\n', EDITS);
	expect(fileOf(one)).toMatch(/^x = 1\n# backstep: [^\n]*\n$/);
	expect(readFile(fileOf(one))).toEqual(await readLink(linkOf(one, null)));
});

test('whatever the program, it comes back from its file, up to the end of its last line', () => {
	const line = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('# backstep: step=1', '#', 'x = 1'));
	fc.assert(
		fc.property(fc.array(line), (lines) => {
			const program = lines.join('\n');
			const back = readFile(fileOf(session(program))).program!;
			expect(back.replace(/\n$/, '')).toBe(program.replace(/\n$/, ''));
		})
	);
});

test('a file without settings is the program as it is', () => {
	for (const program of ['', 'x = 1', 'x = 1\n', 'print("# backstep: ")\n'])
		expect(readFile(program)).toMatchObject({ program, update: 0, edits: [] });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const SMALL = { name: 'points 1.csv', bytes: bytes('x,y\n1,2\n'.repeat(40)) };
const LARGE = {
	name: 'large.csv',
	bytes: bytes(Array.from({ length: 9000 }, (_, k) => Math.imul(k, 0x9e3779b1) >>> 0).join(','))
};

test('small files travel with the program, and larger ones are to be attached again', async () => {
	const one = session('x = 1\n', [], [LARGE, SMALL]);
	const link = await readLink(linkOf(one, null));
	expect(link.files).toEqual([SMALL]);
	expect(link.absent).toEqual(['large.csv']);
	// A saved program has room for more.
	expect(readFile(fileOf(one))).toMatchObject({ program: 'x = 1\n', files: [LARGE, SMALL], absent: [] });
	const opened = { program: '', files: [], problem: '', breakpoints: [] } as unknown as ProgramSession;
	await follow(opened, { ...link, look: { ...link.look, position: null } });
	expect(opened.files).toEqual([SMALL]);
	expect(opened.problem).toBe(
		'This program reads large.csv, too large to come along with it: attach it before it runs.'
	);
	// One that is there already need not be asked for.
	await follow(Object.assign(opened, { files: [LARGE] }), {
		...link,
		look: { ...link.look, position: null }
	});
	expect(opened).toMatchObject({ files: [LARGE, SMALL], problem: '' });
});

test('a link gives no file a place outside the folder of the program', async () => {
	const packed = linkOf(session('x = 1\n', [], [SMALL]), null).replace('points+1.csv', '..%2Fa.py');
	expect(packed).toContain('file...%2Fa.py=');
	expect((await readLink(packed)).files).toEqual([]);
	expect((await readLink('program=AAA&file.a.csv=%25')).files).toEqual([]);
});
