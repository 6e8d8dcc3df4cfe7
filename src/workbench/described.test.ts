import { describe, expect, test } from 'vitest';
import { ancestry, leavesOf, type Node, type Scope } from '#engine';
import { defaults, lessonNames, loadLesson } from '#lessons';
import { loadPartFigures } from '#src/figures/part/index.svelte.ts';
import { runAside } from '#src/lesson/run.ts';
import { described, pictured } from './described.ts';
import { Player } from './player.svelte.ts';

/** Parts that are alike, as the time steps of a layer, are told alike: of each, so many are looked at. */
const MOST_ALIKE = 2;

/** The parts of a trace, and of those that are alike the first ones. */
function partsOf(root: Scope): readonly Scope[] {
	const seen = new Map<string, number>();
	const parts: Scope[] = [];
	const visit = (node: Node) => {
		if (node.kind === 'leaf') return;
		const kind = `${node.phase} ${node.part?.kind} ${ancestry(node).length} ${node.name.replace(/\d+/g, '')}`;
		const before = seen.get(kind) ?? 0;
		seen.set(kind, before + 1);
		if (before >= MOST_ALIKE) return;
		if (node !== root) parts.push(node);
		node.children.forEach(visit);
	};
	visit(root);
	return parts;
}

const openPlayer = async (name: string) => {
	const lesson = (await loadLesson(name))!;
	const trace = runAside(lesson, defaults(lesson), {});
	await loadPartFigures(trace);
	return new Player(trace, { done: 0, grain: 'op' });
};

describe.each(lessonNames.map((name) => [name]))('%s', (name) => {
	test('every part has a description at every op, which changes with what is computed', async () => {
		const player = await openPlayer(name);
		for (const part of partsOf(player.root)) {
			const grain = ancestry(part).length - 1;
			const path = `${name}: ${ancestry(part)
				.slice(1)
				.map((one) => one.name)
				.join('/')}`;
			const ends = leavesOf(part).map(({ start, steps }) => start + steps);
			const stops = [part.start + 1, ...ends.slice(0, 3), ...ends.slice(-2)].filter(
				(done, k, all) => done > part.start && all.indexOf(done) === k
			);
			const own = (done: number) => {
				player.seek(done, grain);
				return pictured(player).join(' ');
			};
			// What is lit aside: a part of one step begins and ends with it.
			const [first, last] = [own(part.start + 1), own(part.start + part.steps)];
			if (part.steps > 1) expect(last, path).not.toBe(first);
			let before = '';
			for (const done of stops.sort((a, b) => a - b)) {
				player.seek(done, grain);
				expect(player.unit.node, path).toBe(part);
				const sentences = described(player);
				expect(sentences.length, path).toBeGreaterThanOrEqual(3);
				for (const text of sentences) {
					expect(text, path).toMatch(/[.?!]$/);
					expect(text, path).not.toMatch(/undefined|NaN|\[object|null| {2}|\.\.$/);
				}
				const now = sentences.join(' ');
				expect(now, `${path} at step ${done}`).not.toBe(before);
				before = now;
			}
		}
	});
});

test('a cell and a step are described too, and each step differs', async () => {
	const player = await openPlayer('convolution');
	const { start } = leavesOf(player.root).find(({ call }) => call.op.name === 'conv2d')!;
	const told = [1, 2, 3, 9, 10].map((k) => {
		player.seek(start + k, 'step');
		return described(player).join(' ');
	});
	expect(new Set(told).size).toBe(told.length);
	// The first window: −6 is what nine products and the bias add up to.
	expect(told.at(-1)).toContain('The output row 0, column 0 is framed: −6.');
	expect(told[0]).toMatch(/at its step 1 of 10: .* so far\./);
	// Looked at as one, a cell has its window and its kernel outlined, with their numbers.
	player.seek(start + 10, 'cell');
	expect(described(player).join(' ')).toMatch(
		/the kernel rows 0 to 2, columns 0 to 2 \(1, 0, −1, 1, 0, −1, 1, 0, −1\), the input rows 0 to 2, columns 0 to 2 \(\d(, \d){8}\)/
	);
});

test('numbers are those of the trace: a head looks, a gate opens, a parameter steps', async () => {
	const told = async (lesson: string, wanted: (node: Scope) => boolean) => {
		const player = await openPlayer(lesson);
		const part = partsOf(player.root).find(wanted)!;
		player.visit(part);
		return { text: described(player).join(' '), part };
	};
	const head = await told(
		'self-attention',
		({ part, phase }) => part?.kind === 'softmax' && phase === 'forward'
	);
	expect(head.text).toMatch(/looks most at .+ \(0\.\d+\)/);
	const gate = await told('lstm', ({ part }) => part?.kind === 'gate' && part.gate === 'forget');
	const { data } = leavesOf(gate.part).at(-1)!.out;
	const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
	expect(gate.text).toContain(`${Number(mean.toPrecision(3))} on average, where 0 is forget and 1 is keep`);
	// The learning rate is 0.005, and the bias began at 0: the step is −0.005 times its gradient.
	const update = await told('convolution', ({ name, phase }) => name === 'b' && phase === 'update');
	const [, gradient, step] = /gradient ([\d.]+); step −([\d.]+)/.exec(update.text)!;
	expect(Number(step)).toBeCloseTo(0.005 * Number(gradient), 4);
});
