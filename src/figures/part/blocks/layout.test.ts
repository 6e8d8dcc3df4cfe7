import { expect, test } from 'vitest';
import { random, Tape } from '#engine';
import { namedParameters, transformerShapes } from '#engine/layers/stateDict.ts';
import { transformer, transformerOf } from '#engine/layers/transformer.ts';
import { diagramOf } from './diagram.ts';
import { layoutOf, type Layout } from './layout.ts';

function draw(preNorm: boolean, layers: number, room: number): Layout {
	const tape = new Tape();
	const sizes = { model: 4, feedForward: 4, sourceWords: 3, targetWords: 3, finalNorm: false };
	const shapes = transformerShapes({ ...sizes, encoderLayers: layers, decoderLayers: layers });
	const words = tape.constant('words', [2], [1, 2]);
	tape.scope('forward', () =>
		transformer(tape, words, words, transformerOf(tape, namedParameters(tape, shapes, random(4)), 2), {
			preNorm
		})
	);
	const { columns } = diagramOf(tape.trace());
	return layoutOf(
		columns.map((column) => [column, column.blocks[0]!]),
		room
	);
}

test.each([
	[false, 690],
	[true, 690],
	[false, 340]
])('boxes do not touch each other (pre-norm: %s, room: %i)', (preNorm, room) => {
	const { items, width } = draw(preNorm, 1, room);
	for (const a of items)
		for (const b of items)
			if (a !== b && a.y < b.y + b.height && b.y < a.y + a.height)
				expect(Math.max(a.x, b.x) - (a.x < b.x ? a.x + a.width : b.x + b.width)).toBeGreaterThanOrEqual(6);
	if (room > 600) expect(width).toBeLessThanOrEqual(room);
});

test('lines begin and end at boxes, and run straight', () => {
	const { items, wires } = draw(false, 1, 690);
	for (const { path, into } of wires) {
		const [x, y] = path.at(-1)!;
		const target = items.find(({ boxes }) => boxes.includes(into[0]!))!;
		expect(x).toBeGreaterThanOrEqual(target.x);
		expect(x).toBeLessThanOrEqual(target.x + target.width);
		expect(y).toBeGreaterThanOrEqual(target.y);
		expect(y).toBeLessThanOrEqual(target.y + target.height);
		path.slice(1).forEach(([x, y], k) => expect(x === path[k]![0] || y === path[k]![1]).toBe(true));
	}
	// Two shortcuts in the encoder, three in the decoder, and the keys and values of one cross-attention.
	expect(wires.filter(({ sum }) => sum).length).toBe(5);
	expect(wires.flatMap(({ name }) => name ?? [])).toEqual(['K', 'V']);
});

test('of several blocks one is drawn in full, and the others still show who looks across', () => {
	const { items, wires, frames } = draw(false, 3, 690);
	expect(items.flatMap(({ block }) => block?.scope.name ?? [])).toEqual([
		'block 2',
		'block 3',
		'block 2',
		'block 3'
	]);
	expect(frames.map(({ block }) => block.scope.name)).toEqual(['block 1', 'block 1']);
	expect(wires.filter(({ name }) => name === 'K').length).toBe(3);
});
