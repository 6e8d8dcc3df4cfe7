import { expect, test } from 'vitest';
import { random, Tape } from '#engine';
import { namedParameters, transformerShapes } from '#engine/layers/stateDict.ts';
import { transformer, transformerOf } from '#engine/layers/transformer.ts';
import { diagramOf } from './diagram.ts';
import { layoutOf, uprightOf, type Layout } from './layout.ts';

const columnsOf = (preNorm: boolean, layers: number) => {
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
	return columns.map((column) => [column, column.blocks[0]!] as const);
};

const draw = (preNorm: boolean, layers: number, room: number): Layout =>
	layoutOf(columnsOf(preNorm, layers), room);

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
	expect(items.flatMap(({ blocks }) => blocks.map(({ scope }) => scope.name))).toEqual([
		'block 2',
		'block 3',
		'block 2',
		'block 3'
	]);
	expect(frames.map(({ block }) => block.scope.name)).toEqual(['block 1', 'block 1']);
	expect(wires.filter(({ name }) => name === 'K').length).toBe(3);
});

test('blocks that are alike and not looked at are one box, before the open one and behind it', () => {
	const folded = (columns: Parameters<typeof layoutOf>[0]) =>
		layoutOf(columns, 690).items.flatMap(({ blocks, lines }) => (blocks.length ? [lines.join(' ')] : []));
	const [encoder] = columnsOf(false, 7)[0]!;
	expect(folded([[encoder, encoder.blocks[0]!]])).toEqual(['block 2 … 7 × 6']);
	expect(folded([[encoder, encoder.blocks[3]!]])).toEqual(['block 1 … 3 × 3', 'block 5 … 7 × 3']);
	// Two are told one by one.
	expect(folded([[encoder, encoder.blocks[5]!]])).toEqual(['block 1 … 5 × 5', 'block 7']);
});

test.each([false, true])(
	'upright both columns fit a phone, and lines end at boxes (pre-norm: %s)',
	(preNorm) => {
		const room = { width: 374, height: 340 };
		const { items, wires, frames, width, height } = uprightOf(columnsOf(preNorm, 1), room);
		expect(width).toBeLessThanOrEqual(room.width);
		// Of a pre-norm decoder twelve boxes are more than fit: it is scrolled down, not sideways.
		if (!preNorm) expect(height).toBeLessThanOrEqual(room.height);
		const touch = (a: (typeof items)[0], b: (typeof items)[0]) =>
			a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
		for (const a of items) for (const b of items) expect(a !== b && touch(a, b)).toBe(false);
		// A line of the name needs 12 pixels.
		expect(Math.min(...items.map(({ height }) => height))).toBeGreaterThanOrEqual(12);
		for (const { path, into } of wires) {
			const [x, y] = path.at(-1)!;
			const target = items.find(({ boxes }) => boxes.includes(into[0]!))!;
			expect([x >= target.x, x <= target.x + target.width]).toEqual([true, true]);
			expect([y >= target.y, y <= target.y + target.height]).toEqual([true, true]);
			for (const [px, py] of path)
				expect([px >= 0, px <= width, py >= 0, py <= height], path.join()).toEqual([true, true, true, true]);
		}
		// Side by side.
		expect(frames[0]!.x + frames[0]!.width).toBeLessThan(frames[1]!.x);
	}
);
