import { wantFinder } from '#src/tools/breakpoints/breakpoints.svelte.ts';
import { expect, test } from 'vitest';
import { find, pathName } from '#engine';
import { loadLesson } from '#lessons';
import { Session } from '#src/lesson/session.svelte.ts';

const open = async (name: string) => new Session(name, (await loadLesson(name))!);

test('a re-run keeps the place by the names of its scopes, although steps have moved', async () => {
	const session = await open('convolution');
	const { player } = session;
	const leaf = find(player.root, 'backward/conv/conv2d.w')!;
	player.seek(leaf.start + 5, 'step');
	const before = player.done;
	session.set('padding', 1);
	expect(pathName(player.leaf)).toBe('backward/conv/conv2d.w');
	expect(player.place.cell).toBe(0);
	expect(player.place.step).toBe(4);
	expect(player.done).not.toBe(before);
});

test('at the end and at the beginning, a re-run stays there', async () => {
	const session = await open('pooling');
	session.player.move('end');
	session.set('padding', 1);
	expect(session.player.done).toBe(session.player.trace.steps);
	session.player.move('home');
	session.set('padding', 0);
	expect(session.player.done).toBe(0);
});

test('a question that waits late in a long run is left where a shorter run takes its place', async () => {
	const session = await open('convolution');
	session.set('padding', 1);
	const { player } = session;
	const late = player.root.children.at(-1)!;
	player.await(late, 'What comes?');
	session.set('padding', 0);
	expect(player.trace.steps).toBeLessThan(late.start);
	expect(player.prompt).toBeNull();
	expect(player.asking).toBe(false);
	expect(player.unit.node.name).toBe(late.name);
});

test('a refused change leaves the trace, the parameters and what was typed before as they were', async () => {
	const session = await open('convolution');
	session.edit('x', [[0, 9]]);
	const { trace } = session.player;
	session.set('kernel', 7);
	expect(session.drafts.kernel?.message).toContain('larger than the padded input');
	session.edit('w', [[0, NaN]]);
	expect(session.editProblem).toContain('holds NaN');
	expect(session.player.trace).toBe(trace);
	expect(trace.tensors.get('x')!.data[0]).toBe(9);
	expect(session.params.kernel).toBe(3);
	session.set('padding', 1);
	expect(session.editProblem).toBeNull();
	expect(session.player.trace.tensors.get('x')!.data[0]).toBe(9);
});

test('edits that fit no cell any more are said, and come back when they fit again', async () => {
	const session = await open('convolution');
	session.set('input', 'square');
	session.edit('x', [[63, 5]]);
	session.set('size', 6);
	expect(session.notices.join()).toContain('x has no cell 63 any more');
	session.set('size', 8);
	expect(session.notices).toEqual([]);
	expect(session.player.trace.tensors.get('x')!.data[63]).toBe(5);
});

test('why leads to the step that wrote a cell, and running stops before breakpoints both ways', async () => {
	const { player } = await open('pooling');
	player.move('end');
	expect(player.why(player.trace.tensors.get('y')!, 2)).toBe(true);
	expect(player.place).toMatchObject({ cell: 2 });
	expect(player.why(player.trace.tensors.get('x')!, 0)).toBe(false);
	player.seek(find(player.root, 'loss/sum')!.start + 1);
	player.toggleBreakpoint();
	await wantFinder();
	player.move('home');
	player.run(1);
	expect(player.done).toBe(find(player.root, 'loss/sum')!.start);
	player.move('end');
	player.run(-1);
	expect([player.done, player.ranOut]).toEqual([find(player.root, 'loss/sum')!.start, null]);
	player.run(-1);
	expect(player.ranOut).toBe(-1);
});

test('a run that is asked for before its stops are known begins when they are, unless one has gone on', async () => {
	const players = [(await open('pooling')).player, (await open('pooling')).player] as const;
	const [stays, goesOn] = players;
	for (const player of players) {
		player.move('home');
		// No condition was asked for before this one: what parses it is still to come.
		player.breakpoints.add({ kind: 'if', condition: 'sum(y) > 0' });
		player.run(1);
		expect([player.done, player.ranOut]).toEqual([0, null]);
	}
	goesOn.move('over');
	const { done } = goesOn;
	await Promise.all(players.map((player) => player.breakpoints.whenKnown()));
	expect(stays.breakpoints.said(stays.done)).toContain('if sum(y) > 0');
	expect(goesOn.done).toBe(done);
});

test('a refused setting waits in its control, and is taken up once another one makes it possible', async () => {
	const session = await open('convolution');
	session.set('kernel', 7);
	session.set('kernels', []);
	expect(Object.keys(session.drafts)).toEqual(['kernel', 'kernels']);
	session.set('padding', 1);
	expect(session.params).toMatchObject({ kernel: 7, padding: 1, kernels: ['vertical edge'] });
	expect(Object.keys(session.drafts)).toEqual(['kernels']);
	session.set('kernel', 7);
	session.set('padding', 0);
	expect(session.params.padding).toBe(1);
	expect(session.drafts.padding?.value).toBe(0);
	session.reset();
	expect(session.drafts).toEqual({});
	expect(session.params.kernel).toBe(3);
});

test('a click answers a question about a tensor, and one about its gradient; any other goes on asking', async () => {
	const { player } = await open('pooling');
	const [x, y] = ['x', 'y'].map((name) => player.trace.tensors.get(name)!);
	const taken: number[] = [];
	const ask = (tensor: string) =>
		(player.choosing = { question: 'one', tensor, prompt: '', take: (cell) => void taken.push(cell) });
	// Nobody asks: a click does what it else does.
	expect(player.choose(x!, 3)).toBe(false);
	ask('x');
	expect(player.choose(x!, 3)).toBe(true);
	// The place of its gradient will do.
	expect(player.choose(x!.grad!, 4)).toBe(true);
	expect(player.choosing?.missed).toBeUndefined();
	expect(player.choose(y!, 0)).toBe(true);
	expect(player.choosing).toMatchObject({ tensor: 'x', missed: 'y' });
	ask('x.grad');
	expect(player.choose(x!.grad!, 5)).toBe(true);
	expect(player.choose(x!, 6)).toBe(true);
	expect(player.choosing).toMatchObject({ tensor: 'x.grad', missed: 'x' });
	expect(taken).toEqual([3, 4, 5]);
});

test('what was said of an answer goes with any move, also one that looks closer at the same step', async () => {
	const { player } = await open('pooling');
	const said = { right: true, text: 'It won.' };
	for (const leave of [
		() => player.move('overBack'),
		() => player.move('into'),
		() => player.seek(player.done),
		() => player.await(find(player.root, 'forward/pool')!, ''),
		() => player.take(player.trace)
	]) {
		player.seek(find(player.root, 'forward/pool')!.steps, 'op');
		player.verdict = said;
		leave();
		expect(player.verdict).toBeNull();
	}
});
