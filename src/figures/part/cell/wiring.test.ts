import { describe, expect, test } from 'vitest';
import { leavesOf, find, random, Tape, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { gru } from '#engine/layers/gru.ts';
import { lstm } from '#engine/layers/lstm.ts';
import { rnn } from '#engine/layers/rnn.ts';
import { mean } from '#engine/ops/mean.ts';
import { gatesAround, gatesOf, layerAround } from './gates.ts';
import { tracksOf, type StepScope } from '../unrolled/tracks.ts';
import { wiringOf } from './wirings.ts';
import luong from '#lessons/luong/lesson.ts';
import { runner } from '#lessons/shared/translation/runner.ts';
import { comesBack, contributions, holdsAll, isAbout, leavesIn, stepAround } from './wiring.ts';

const [T, I, H] = [5, 2, 3];

function weights(tape: Tape, letters: readonly string[], tag = '') {
	const values = random(7);
	const draw = (name: string, shape: readonly number[]) =>
		tape.parameter(name + tag, shape, values.array(shape.reduce((a, b) => a * b)));
	return Object.fromEntries(
		letters.map((l) => [
			l,
			{
				x: draw(`W_x${l}`, [I, H]),
				h: draw(`W_h${l}`, [H, H]),
				b: draw(`b_${l}`, [H]),
				bh: draw(`c_${l}`, [H])
			}
		])
	);
}

function run(kind: string) {
	const tape = new Tape();
	const [layer, update, reset] = kind.split(' ');
	const xs = Array.from({ length: T }, (_, k) => tape.input(`x${k + 1}`, [1, I], random(k).array(I)));
	const forward = () => {
		if (layer === 'lstm') return lstm(tape, xs, weights(tape, ['i', 'f', 'g', 'o']));
		if (layer === 'rnn') return rnn(tape, xs, weights(tape, ['h']));
		return gru(tape, xs, weights(tape, ['r', 'z', 'n']), {
			update: update as 'keep',
			reset: reset as 'after'
		});
	};
	const { hs } = tape.scope('forward', forward, { part: { kind: 'network' } });
	tape.backward(tape.scope('loss', () => tape.apply(mean, [hs.at(-1)!], {}, 'loss')));
	return { trace: tape.trace(), layer: layer! };
}

const step = ({ trace, layer }: ReturnType<typeof run>, t: number) =>
	find(trace.root, `forward/${layer}/t = ${t}`) as StepScope;

const KINDS = ['rnn', 'lstm', 'gru keep after', 'gru keep before', 'gru write after', 'gru write before'];

describe.each(KINDS)('%s', (kind) => {
	const ran = run(kind);
	const scope = step(ran, 3);
	const wiring = wiringOf(scope)!;
	/** The joint or the gate that a leaf is drawn in. */
	const drawnIn = (leaf: Leaf) =>
		[...wiring.joints, ...wiring.gates].flatMap((part) =>
			leavesIn(part, wiring).includes(leaf) ? ['leaf' in part ? part.leaf.out.name : part.scope.name] : []
		);

	test('every op is drawn once, and every wire is what its end reads', () => {
		for (const leaf of leavesOf(scope)) expect(drawnIn(leaf), leaf.out.name).toHaveLength(1);
		for (const { carries, into } of wiring.wires)
			for (const leaf of into) expect(leaf.reads).toContain(carries);
	});

	test('there is a wire for every tensor that goes from one part to another, and no other', () => {
		const needed = leavesOf(scope).flatMap((leaf) =>
			leaf.reads
				.filter((x) => x.role !== 'parameter' && x.data.length > 1)
				.filter((x) => !x.writer || drawnIn(x.writer)[0] !== drawnIn(leaf)[0])
				.map((x) => `${x.name} > ${drawnIn(leaf)[0]}`)
		);
		const drawn = wiring.wires.flatMap(({ carries, into }) =>
			// A bias may have a wire, weights have none.
			carries.role === 'parameter' ? [] : into.map((leaf) => `${carries.name} > ${drawnIn(leaf)[0]}`)
		);
		expect([...new Set(drawn)].sort()).toEqual([...new Set(needed)].sort());
	});

	test('back along the wires of a tensor comes every one of its gradients, once', () => {
		const tensors = new Set(wiring.wires.filter(({ into }) => into.length).map(({ carries }) => carries));
		for (const x of tensors) {
			const outside = contributions(x).filter(
				({ writer }) => !leavesOf(scope).includes(writer!.call.y.writer!)
			);
			const back = wiring.wires
				.filter(({ carries, into }) => carries === x && into.length)
				.flatMap((wire) => comesBack(wire));
			expect(back.length + outside.length, x.name).toBe(contributions(x).length);
			expect(new Set(back).size).toBe(back.length);
		}
	});

	test('the way back through a step belongs to the same drawing', () => {
		const back = find(ran.trace.root, `backward/${ran.layer}/t = 3`) as Scope;
		expect(stepAround(back)).toBe(scope);
		expect(stepAround(leavesOf(back)[4]!)).toBe(scope);
	});

	test('gates over time have a moment for every step, in the order of time', () => {
		const layer = layerAround(leavesOf(scope)[0]!);
		if (!wiring.gates.length) return void expect(layer).toBeNull();
		if (!layer) throw new Error('a layer with gates is expected');
		for (const gate of gatesOf(layer)) {
			expect(gate.moments.map(({ t }) => t)).toEqual([1, 2, 3, 4, 5]);
			for (const { out } of gate.moments)
				expect(Math.min(...out.data) > 0 && Math.max(...out.data) < 1).toBe(true);
		}
		expect(gatesOf(layer).length).toBe(kind === 'lstm' ? 3 : 2);
	});
});

test('under a layer stand its own gates, and none under one without gates that comes after it', () => {
	const tape = new Tape();
	const xs = Array.from({ length: T }, (_, k) => tape.input(`x${k + 1}`, [1, I], random(k).array(I)));
	tape.scope('forward', () => {
		lstm(tape, xs, weights(tape, ['i', 'f', 'g', 'o']));
		rnn(tape, xs, weights(tape, ['h'], '_rnn'), { tag: 'rnn' });
	});
	const forward = find(tape.trace().root, 'forward') as Scope;
	const under = (node: Node) =>
		gatesAround(
			node,
			tracksOf(node).map(({ scope }) => scope)
		).map(({ name }) => name);
	const [gated, plain] = forward.children;
	expect([gated!.name, plain!.name]).toEqual(['lstm', 'rnn']);
	expect(under(gated!)).toEqual(['forget gate', 'input gate', 'output gate']);
	expect(under(plain!)).toEqual([]);
	// In the whole both are drawn.
	expect(under(forward)).toHaveLength(3);
});

test('the two conventions of the update gate name their ends the other way round', () => {
	const ends = (kind: string) => wiringOf(step(run(kind), 2))!.gates[0]!.ends;
	expect(ends('gru keep after')).toEqual(['renew', 'keep']);
	expect(ends('gru write after')).toEqual(['keep', 'renew']);
});

test('a cell that is a part of its step is drawn while the step is in it, and what stands beside it is not', () => {
	const { root } = runner(luong)().trace;
	const at = (name: string) => find(root, name)!;
	const wiring = wiringOf(at('forward/decoder/t = 2') as StepScope)!;
	expect([wiring.cell, wiring.step.name]).toEqual(['GRU', 't = 2']);
	const about = (name: string) => isAbout(at(name), wiring);
	for (const phase of ['forward', 'backward']) {
		const step = `${phase}/decoder/t = 2`;
		expect(stepAround(at(step))).toBe(wiring.step);
		for (const part of ['', '/gru', '/gru/update gate']) expect(about(step + part), step + part).toBe(true);
		for (const part of ['scores', 'softmax', 'combine']) expect(about(`${step}/${part}`), part).toBe(false);
		for (const [part, whole] of [
			['', true],
			['/gru', true],
			['/gru/candidate', false]
		] as const)
			expect(holdsAll(at(step + part), wiring)).toBe(whole);
	}
});

test('a cell without gates has a wiring, and nothing that opens over time', () => {
	const wiring = wiringOf(step(run('rnn'), 1))!;
	expect([wiring.cell, wiring.gates]).toEqual(['RNN', []]);
	expect(wiring.joints.map(({ sign }) => sign)).toEqual(['W', 'W', '+', 'tanh']);
});

test('an input that is as wide as the state is not taken for it', () => {
	const tape = new Tape();
	const values = random(3);
	const xs = [0, 1].map((k) => tape.input(`x${k + 1}`, [1, 2], values.array(2)));
	const square = (name: string) => tape.parameter(name, [2, 2], values.array(4));
	const { hs } = rnn(tape, xs, { h: { x: square('W_x'), h: square('W_h') } });
	tape.backward(tape.apply(mean, [hs.at(-1)!], {}, 'loss'));
	const wiring = wiringOf(find(tape.trace().root, 'rnn/t = 2') as StepScope)!;
	expect(wiring.joints.slice(0, 2).map(({ leaf }) => leaf.reads.map(({ name }) => name))).toEqual([
		['h1', 'W_h'],
		['x2', 'W_x']
	]);
});

test('a gradient that comes from one place is its only contribution', () => {
	const { trace } = run('lstm');
	const of = (name: string): Tensor => trace.tensors.get(name)!;
	expect(contributions(of('c5'))).toEqual([of('c5').grad]);
	expect(contributions(of('c3')).length).toBe(2);
});
