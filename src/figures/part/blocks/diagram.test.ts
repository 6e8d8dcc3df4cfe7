import { describe, expect, test } from 'vitest';
import { find, leavesOf, random, Tape, type Trace } from '#engine';
import { decoding } from '#engine/layers/decoding.ts';
import { namedParameters, transformerShapes } from '#engine/layers/stateDict.ts';
import { encode, transformer, transformerOf } from '#engine/layers/transformer.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { relu } from '#engine/ops/relu.ts';
import { diagramOf, lookedAt, mainOf, openIn, sizeOf } from './diagram.ts';
import type { Column } from './boxes.ts';
import { boxesIn } from './columns.ts';

const SIZES = {
	model: 4,
	feedForward: 6,
	encoderLayers: 1,
	decoderLayers: 2,
	sourceWords: 5,
	targetWords: 6
};

function train(preNorm: boolean): Trace {
	const tape = new Tape();
	const read = tape.constant('words', [3], [1, 4, 2]);
	const given = tape.constant('given', [2], [0, 3]);
	const said = tape.constant('said', [2], [3, 5]);
	const named = namedParameters(tape, transformerShapes(SIZES), random(4));
	const { logits } = tape.scope(
		'forward',
		() => transformer(tape, read, given, transformerOf(tape, named, 2), { preNorm }),
		{ part: { kind: 'network' } }
	);
	tape.backward(
		tape.scope('loss', () => tape.apply(crossEntropy, [logits, said], { reduction: 'mean' }, 'L'))
	);
	return tape.trace();
}

function write(cache: boolean): Trace {
	const tape = new Tape();
	const named = namedParameters(tape, transformerShapes(SIZES), random(4));
	tape.scope(
		'forward',
		() => {
			const weights = transformerOf(tape, named, 2);
			const memory = encode(tape, tape.constant('words', [3], [1, 4, 2]), weights).output;
			decoding(tape, memory, weights, { start: 0, most: 3, cache });
		},
		{ part: { kind: 'network' } }
	);
	return tape.trace();
}

const namesIn = (column: Column) => boxesIn(column).map(({ node }) => node.name);
const ATTENTION = ['masked self-attention', 'cross-attention', 'feed-forward'];

describe('what is drawn', () => {
	test.each([
		['after', false, ATTENTION.flatMap((name, k) => [name, `add & norm ${k + 1}`])],
		['before', true, ATTENTION.flatMap((name, k) => [`norm ${k + 1}`, name, `add ${k + 1}`])]
	])('is found by the shortcuts, with the norm %s each part', (_, preNorm, block) => {
		const trace = train(preNorm);
		const { columns, rest } = diagramOf(trace);
		expect(columns.map(({ scope }) => scope.name)).toEqual(['encoder', 'decoder']);
		expect(namesIn(columns[1]!)).toEqual([
			'embedding',
			'positional encoding',
			...block,
			...block,
			'final norm',
			'output',
			'loss'
		]);
		// Whatever reads the encoder is in the decoder: nothing else follows it.
		expect(namesIn(columns[0]!).at(-1)).toBe('final norm');
		expect(rest.map(({ name }) => name)).toEqual(['weights']);
	});

	test('a trace without shortcuts has no blocks', () => {
		const tape = new Tape();
		tape.apply(relu, [tape.input('x', [2], [1, 2])], undefined);
		expect(diagramOf(tape.trace()).columns).toEqual([]);
	});

	test.each([true, false])('each word has a decoder that looks at the same encoder; cache: %s', (cache) => {
		const trace = write(cache);
		const { columns } = diagramOf(trace);
		expect(columns.map(({ scope }) => scope.parent!.name)).toEqual(['forward', 'word 1', 'word 2', 'word 3']);
		for (const column of columns.slice(1)) {
			const across = column.blocks.flatMap(({ residuals }) => residuals.map(({ across }) => across));
			expect(across).toEqual([null, columns[0], null, null, columns[0], null]);
			expect(namesIn(column).at(-1)).toBe('choice');
		}
		// It is the current word's that is drawn, from its first step to its last; before any of them, the first one.
		for (const t of [1, 2, 3])
			for (const leaf of leavesOf(find(trace.root, `forward/decoding/word ${t}`)!))
				expect(mainOf(diagramOf(trace), leaf)).toBe(columns[t]);
		expect(mainOf(diagramOf(trace), trace.leaves[0]!)).toBe(columns[1]);
		expect(lookedAt(columns[1]!)).toBe(columns[0]);
	});
});

describe.each([false, true])('the way back, pre-norm: %s', (preNorm) => {
	const trace = train(preNorm);
	const diagram = diagramOf(trace);
	const residuals = diagram.columns.flatMap(({ blocks }) => blocks.flatMap(({ residuals }) => residuals));

	test('each box has one, and its ops belong to the box', () => {
		for (const box of diagram.columns.flatMap(boxesIn)) {
			const back = diagram.backOf(box.node)!;
			expect([back.name, back.phase]).toEqual([box.node.name, 'backward']);
			for (const leaf of leavesOf(back)) expect(diagram.boxOf.get(leaf)).toBe(box);
		}
	});

	test('past a part comes the gradient of the sum, as it is', () => {
		for (const residual of residuals) {
			const { past } = diagram.waysOf.get(residual)!;
			expect(past.map(({ data }) => [...data])).toEqual([[...residual.sum.out.grad!.data]]);
			expect(sizeOf(past)).toBeCloseTo(Math.hypot(...residual.sum.out.grad!.data), 12);
		}
	});

	test('what comes through a part and past it adds up to the gradient of its input', () => {
		for (const residual of residuals) {
			const { through, past } = diagram.waysOf.get(residual)!;
			residual.input.grad!.data.forEach((g, k) => {
				const sum = [...through, ...past].reduce((sum, { data }) => sum + data[k]!, 0);
				expect(sum).toBeCloseTo(g, 12);
			});
			const rest = residual.input.grad!.data.map((g, k) => g - past[0]!.data[k]!);
			expect(sizeOf(through)).toBeCloseTo(Math.hypot(...rest), 12);
		}
	});
});

test('the block that was begun last is open, there and back', () => {
	const trace = train(false);
	const diagram = diagramOf(trace);
	const decoder = diagram.columns[1]!;
	const open = (path: string) => openIn(decoder, diagram, find(trace.root, path)!.start + 1).scope.name;
	expect(open('forward/source')).toBe('block 1');
	expect(open('forward/decoder/block 2')).toBe('block 2');
	expect(open('backward/output')).toBe('block 2');
	expect(open('backward/decoder/block 1/feed-forward')).toBe('block 1');
	expect(open('backward/encoder')).toBe('block 1');
});
