// The turns of a program's lines, in traces of programs that ran in the page and of a recorder.
import { expect, test } from 'vitest';
import { OpenTrace } from '#src/open/open.svelte.ts';
import { read } from '#src/open/read.ts';
import { namesOfTurns } from '#src/open/turns.ts';
import { variablesOf } from '#src/open/variables.ts';
import { traceOf } from '../trace.ts';
import { run } from './inPython.ts';

const PROGRAM = 'program.py';

async function opened(program: string) {
	const { machine } = run(program);
	const open = new OpenTrace(read(JSON.stringify(traceOf(machine, 'p'))), PROGRAM);
	const turns = (line: number) => open.turns.of(PROGRAM, line);
	return { open, turns, names: (line: number) => namesOfTurns(turns(line)) };
}

const TRAINED = `import torch
w = torch.tensor([3.0, 1.0], requires_grad=True)
def square(v):
    return v * v
for step in range(2):
    h = square(w)
    for t in range(3):
        h = h + 1
    loss = h.sum()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
`;

test('turns are called by their updates, and numbered where an update has several', async () => {
	const { names, turns } = await opened(TRAINED);
	expect(names(9)).toEqual(['update 1', 'update 2']);
	expect(names(8)).toEqual(
		[1, 2].flatMap((update) => [1, 2, 3].map((turn) => `update ${update}, turn ${turn} of 3`))
	);
	// A line that only calls a function has the ops of that.
	expect(names(6)).toEqual(['update 1', 'update 2']);
	expect(turns(6).map(({ first }) => first)).toEqual(turns(4).map(({ first }) => first));
	expect(turns(1)).toEqual([]);
});

test('a breakpoint on a line stops in each turn, when its first op is done', async () => {
	const { open, turns } = await opened(TRAINED);
	const { player } = open;
	player.breakpoints.set([{ kind: 'line', file: PROGRAM, line: 9 }]);
	await player.breakpoints.whenKnown();
	expect(player.breakpoints.steps).toEqual(turns(9).map(({ first }) => first.start + first.steps));
	player.run(1);
	expect(open.turn?.line).toBe(9);
	expect(player.leaf).toBe(turns(9)[0]!.first);
	player.run(1);
	expect(player.leaf).toBe(turns(9)[1]!.first);
	player.run(-1);
	expect(player.leaf).toBe(turns(9)[0]!.first);
});

test('variables are what they were at the step: what a line assigns is there once it has been written', async () => {
	const { open, turns } = await opened(TRAINED);
	const { trace } = open.player;
	const turn = turns(8)[1]!;
	const shown = (done: number) => variablesOf(trace, turn, done).map(({ name, value }) => `${name} ${value}`);
	expect(shown(turn.first.start)).toEqual(['h 10, 2']);
	expect(shown(turn.first.start + turn.first.steps)).toEqual(['h 11, 3']);
	const loss = turns(9)[0]!;
	const before = variablesOf(trace, loss, loss.first.start);
	expect(before.map(({ name, value }) => [name, value])).toEqual([
		['h', '12, 4'],
		['loss', 'not yet']
	]);
});

test('many numbers are said by their norm and their ends', async () => {
	const { open, turns } = await opened(`import torch
x = torch.arange(12.0).reshape(3, 4) - 2
y = x + 1
`);
	const [turn] = turns(3);
	const [x] = variablesOf(open.player.trace, turn!, open.player.trace.steps);
	// −2 … 9: the squares add up to 4 + 1 + 285
	expect(x).toMatchObject({ name: 'x', shape: '3×4', value: 'norm 17.03, −2 to 9' });
});

test('of a file that counts no turns, ops of one line in a row are one', () => {
	const traces = import.meta.glob<string>('/static/traces/lstm.json', {
		eager: true,
		query: '?raw',
		import: 'default'
	});
	const open = new OpenTrace(read(traces['/static/traces/lstm.json']!), 'lstm.json');
	const inside = open.player.trace.leaves.find((leaf) => open.lineOf(leaf)?.includes('forward'))!;
	const { file, line } = open.turns.lineOf(inside)!;
	expect(namesOfTurns(open.turns.of(file, line))).toEqual(['turn 1 of 1']);
});
